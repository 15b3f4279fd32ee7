declare namespace Cloudflare {
  interface GlobalProps {
    mainModule: typeof import("./worker");
  }
  interface Env {
    DB: D1Database;
    FILES: R2Bucket;
    JOBS: Queue;
    SANDBOX: Fetcher;
    LEDGER: DurableObjectNamespace<import("../../workers/ledger/ledger").CreditLedger>;
    MIGRATIONS: import("cloudflare:test").D1Migration[];
    /** How many histories the soak walks, and from which seed; empty for the usual ones. */
    SEEDS: string;
    SEED: string;
    APP_ORIGIN: string;
    APP_SECRET: string;
    DATA_KEYS: string;
    STRIPE_SECRET_KEY: string;
    STRIPE_WEBHOOK_SECRET: string;
    RESEND_API_KEY: string;
  }
}

declare module "*?raw" {
  const text: string;
  export default text;
}
