// The Worker that tests run against: the production entry, its ledger with faults that a test can plan.
import { CreditLedger, type LedgerEnv } from "~/workers/ledger/ledger";
import { faultyD1, faultyState } from "./faults";

export class FaultyLedger extends CreditLedger {
  constructor(ctx: DurableObjectState, env: LedgerEnv) {
    super(faultyState(ctx), { ...env, DB: faultyD1(env.DB) });
  }
}

export default { fetch: () => new Response("ok") };
