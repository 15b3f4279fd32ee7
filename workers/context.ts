// Bindings -> Context: the only reader of env, checked once with Zod. Wires gateways, mail templates and the ledger together.
import { z } from "zod";
import type { Context } from "~/app/domain/context";
import { renderMail } from "~/app/emails/render";
import { openMail } from "~/app/gateways/mail";
import { openPayments } from "~/app/gateways/payments";
import { openDatabase } from "~/db/client";
import { readClock } from "./ledger/clock";
import type { CreditLedger } from "./ledger/ledger";

export interface Env {
  DB: D1Database;
  FILES: R2Bucket;
  JOBS: Queue;
  LEDGER: DurableObjectNamespace<CreditLedger>;
  /** The local stand-ins for Stripe and the mail service. Production has no such binding. */
  SANDBOX?: Fetcher;
  CLOCK?: Fetcher;
}

const Settings = z.object({
  APP_ORIGIN: z.url(),
  MAIL_FROM: z.string().min(3),
  OPERATORS: z
    .string()
    .default("")
    .transform((text) =>
      text
        .toLowerCase()
        .split(/[\s,]+/)
        .filter(Boolean),
    ),
  APP_SECRET: z.string().min(32),
  DATA_KEYS: z.string().transform((text, check) => {
    const keys = text.split(",").map((part) => {
      const [id = "", bytes = ""] = part.trim().split(":");
      return { id, bytes: Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0)) };
    });
    if (keys.some(({ id, bytes }) => id === "" || bytes.length !== 32))
      check.addIssue({ code: "custom", message: "each is id:base64 of 32 bytes" });
    return keys;
  }),
  STRIPE_SECRET_KEY: z.string().min(8),
  STRIPE_WEBHOOK_SECRET: z.string().min(8),
  RESEND_API_KEY: z.string().min(8),
});
type Settings = z.infer<typeof Settings>;

let settings: Settings | null = null;

/** Reads the settings once per isolate. An error names the variable and never its value. */
function readSettings(env: Env): Settings {
  if (settings) return settings;
  const read = Settings.safeParse(env);
  if (!read.success)
    throw new Error(`Settings: ${read.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ")}`);
  settings = read.data;
  return settings;
}

function isSandboxed(key: string): boolean {
  return /^(sk|re)_sandbox_/.test(key);
}

/** The gateways of an isolate: making Stripe's client costs more than most requests need. */
const gateways = new WeakMap<Env, Pick<Context, "payments" | "mail">>();

function openGateways(env: Env, read: Settings): Pick<Context, "payments" | "mail"> {
  const known = gateways.get(env);
  if (known) return known;
  const { SANDBOX: sandbox } = env;
  const toSandbox = sandbox && isSandboxed(read.STRIPE_SECRET_KEY) ? (sandbox.fetch.bind(sandbox) as typeof fetch) : undefined;
  const baseUrl = isSandboxed(read.RESEND_API_KEY) ? `${read.APP_ORIGIN}/sandbox/resend` : undefined;
  const opened = {
    payments: openPayments(read.STRIPE_SECRET_KEY, read.STRIPE_WEBHOOK_SECRET, toSandbox),
    mail: openMail({ apiKey: read.RESEND_API_KEY, from: read.MAIL_FROM, baseUrl, render: renderMail }),
  };
  gateways.set(env, opened);
  return opened;
}

/** Everything the domain is given, for one request or job. */
export async function openContext(env: Env): Promise<Context> {
  const read = readSettings(env);
  return {
    ...openGateways(env, read),
    db: openDatabase(env.DB),
    now: await readClock(env.CLOCK),
    clock: () => readClock(env.CLOCK),
    origin: read.APP_ORIGIN,
    secret: read.APP_SECRET,
    operators: read.OPERATORS,
    wrappingKeys: read.DATA_KEYS,
    files: env.FILES,
    ledger: (teamId) => env.LEDGER.getByName(teamId),
    hint: async (job) => {
      // A hint that is lost delays the job until the cron's next sweep, no more; the request that caused it has succeeded.
      await env.JOBS.send(job).catch((error) => console.log(JSON.stringify({ at: "hint.lost", kind: job.kind, problem: String(error) })));
    },
    log: (line) => console.log(JSON.stringify(line)),
  };
}
