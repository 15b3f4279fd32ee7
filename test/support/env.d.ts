declare namespace Cloudflare {
  interface Env {
    DB: D1Database;
    FILES: R2Bucket;
    JOBS: Queue;
    LEDGER: DurableObjectNamespace<import("../../workers/ledger/ledger").CreditLedger>;
    MIGRATIONS: import("cloudflare:test").D1Migration[];
    APP_ORIGIN: string;
    APP_SECRET: string;
    DATA_KEYS: string;
    STRIPE_SECRET_KEY: string;
    STRIPE_WEBHOOK_SECRET: string;
    RESEND_API_KEY: string;
  }
}
