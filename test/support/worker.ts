// The Worker that tests run against: the production entry, its ledger with faults that a test can plan.

import type { Env } from "~/workers/context";
import { CreditLedger, type LedgerEnv } from "~/workers/ledger/ledger";
import { faultyD1, faultyState } from "./faults";

export class FaultyLedger extends CreditLedger {
  constructor(ctx: DurableObjectState, env: LedgerEnv) {
    super(faultyState(ctx), { ...env, DB: faultyD1(env.DB) });
  }
}

/** Tests ask the production entry themselves: see app.ts. */
export default { fetch: () => new Response("Ask by test/support/app.ts", { status: 500 }) } satisfies ExportedHandler<Env>;
