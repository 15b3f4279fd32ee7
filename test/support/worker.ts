// The Worker that tests run against: the production entry, its ledger with faults that a test can plan.

import type { Env } from "~/workers/context";
import { CreditLedger, type LedgerEnv } from "~/workers/ledger/ledger";
import { faultyD1, faultyState } from "./faults";

export class FaultyLedger extends CreditLedger {
  constructor(ctx: DurableObjectState, env: LedgerEnv) {
    super(faultyState(ctx), { ...env, DB: faultyD1(env.DB) });
  }
}

/** The built app is large: only a test that asks over HTTP loads it. */
export default {
  async fetch(request, env) {
    const { default: worker } = await import("~/workers/index");
    return worker.fetch(request, env);
  },
} satisfies ExportedHandler<Env>;
