// Bindings -> Context: the only reader of env, checked once with Zod. Wires gateways, mail templates and the ledger together.
import { createHash } from "node:crypto";
import * as z from "zod";
import type { Context } from "~/app/domain/core/context";
import { problemWords } from "~/app/domain/core/problems";
import { jurisdictionOf } from "~/app/domain/teams/teams";
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
  /** Counts visits of pages, where a deployment wants it and a visitor agrees. */
  ANALYTICS?: AnalyticsEngineDataset;
}

const Hint = z.enum(["", "wnam", "enam", "sam", "weur", "eeur", "apac", "oc", "afr", "me"]).default("");

const Settings = z.object({
  APP_ORIGIN: z.url(),
  MAIL_FROM: z.string().min(3),
  RESEND_WEBHOOK_SECRET: z.string().startsWith("whsec_"),
  /** Who runs this deployment, as its policies and mails name them. */
  SENDER_NAME: z.string().min(2),
  SENDER_ADDRESS: z.string().min(5),
  SUPPORT_EMAIL: z.email(),
  PRIVACY_EMAIL: z.email(),
  /** Where the ledgers of new teams live: a guarantee, or a wish. See docs/decisions/0009. */
  DATA_JURISDICTION: z.enum(["", "eu", "fedramp"]).default(""),
  LEDGER_LOCATION: Hint,
  /** Where the database and the files were made: the platform fixes it when they are. */
  DATABASE_JURISDICTION: z.enum(["", "eu", "fedramp"]).default(""),
  DATABASE_LOCATION: Hint,
  OPERATORS: z
    .string()
    .default("")
    .transform((text) =>
      text
        .toLowerCase()
        .split(/[\s,]+/)
        .filter(Boolean),
    ),
  /** Only a deployment that nobody else reaches may make it optional. */
  OPERATORS_SECOND_FACTOR: z.enum(["required", "optional"]).default("required"),
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

/** SHA-256 of the secrets that .dev.vars.example gives: anybody can read those, so no address that others reach may run on them. */
const SAMPLES = new Set([
  "fc6628e05ff12ed7d74647ebaf60afec3d18d7d4223efbf2455b08510e92cb72",
  "c1942ff1cb1698fe026a28c5384341db0b21bb4a4c73f85663102948378d575e",
  "9b3d84d8d5f145542506764a7d09e7a0b124ebd0e1b0f05bb5ee6270bfc63b8d",
  "5176f598c1ee4f9bdf08eda23ed3975c3c286446470358b472137eb3392eb33c",
  "add37225dd76ebc6e3d87c65b8ceb8808ac15649f22695613fd412a5fd37211a",
  "ce9368437543f61480179f07050a2295dc13e42ec869b9a10ee5828851b09df6",
]);

/** Hosts that lead nowhere but to this machine. Source: RFC 6761. */
const isLocal = (origin: string) => /(^|\.)(localhost|test|invalid|example)$|^127\.|^\[::1\]$/.test(new URL(origin).hostname);

function refuseSamples(read: Settings): void {
  if (isLocal(read.APP_ORIGIN)) return;
  const secrets = ["APP_SECRET", "STRIPE_WEBHOOK_SECRET", "RESEND_WEBHOOK_SECRET", "STRIPE_SECRET_KEY", "RESEND_API_KEY"] as const;
  const hashOf = (text: string) => createHash("sha256").update(text).digest("hex");
  const samples: string[] = secrets.filter((name) => SAMPLES.has(hashOf(read[name])));
  if (read.DATA_KEYS.some(({ bytes }) => SAMPLES.has(hashOf(Buffer.from(bytes).toString("base64"))))) samples.push("DATA_KEYS");
  if (samples.length > 0)
    throw new Error(
      `Settings: ${samples.join(", ")} still have the values of .dev.vars.example. Make your own before others can reach this.`,
    );
}

let settings: Settings | null = null;

/** Reads the settings once per isolate. An error names the variable and never its value. */
function readSettings(env: Env): Settings {
  if (settings) return settings;
  const read = Settings.safeParse(env);
  if (!read.success)
    throw new Error(`Settings: ${read.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ")}`);
  refuseSamples(read.data);
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
    mail: openMail({
      apiKey: read.RESEND_API_KEY,
      from: read.MAIL_FROM,
      webhookSecret: read.RESEND_WEBHOOK_SECRET,
      baseUrl,
      render: (mail) => renderMail(mail, { name: read.SENDER_NAME, address: read.SENDER_ADDRESS, email: read.SUPPORT_EMAIL }),
    }),
  };
  gateways.set(env, opened);
  return opened;
}

/** A team's ledger, in the jurisdiction that its id names; a hint matters only when it is first asked for. */
function openLedger(namespace: Env["LEDGER"], teamId: string, hint: string) {
  const jurisdiction = jurisdictionOf(teamId);
  const within = jurisdiction === "" ? namespace : namespace.jurisdiction(jurisdiction);
  return within.getByName(teamId, hint === "" ? {} : { locationHint: hint as DurableObjectLocationHint });
}

/** Everything the domain is given, for one request or job. */
export async function openContext(env: Env, waitUntil?: (work: Promise<unknown>) => void): Promise<Context> {
  const read = readSettings(env);
  return {
    ...openGateways(env, read),
    db: openDatabase(env.DB),
    now: await readClock(env.CLOCK),
    clock: () => readClock(env.CLOCK),
    origin: read.APP_ORIGIN,
    secret: read.APP_SECRET,
    operators: read.OPERATORS,
    operatorsNeedSecond: read.OPERATORS_SECOND_FACTOR === "required" || !isLocal(read.APP_ORIGIN),
    sender: {
      name: read.SENDER_NAME,
      address: read.SENDER_ADDRESS,
      supportEmail: read.SUPPORT_EMAIL,
      privacyEmail: read.PRIVACY_EMAIL,
    },
    location: {
      ...{ jurisdiction: read.DATA_JURISDICTION, hint: read.LEDGER_LOCATION },
      database: { jurisdiction: read.DATABASE_JURISDICTION, hint: read.DATABASE_LOCATION },
    },
    countVisit: env.ANALYTICS ? (page) => env.ANALYTICS?.writeDataPoint({ indexes: [page], doubles: [1] }) : null,
    wrappingKeys: read.DATA_KEYS,
    files: env.FILES,
    ledger: (teamId) => openLedger(env.LEDGER, teamId, read.LEDGER_LOCATION),
    hint: async (job) => {
      // A hint that is lost delays the job until the cron's next sweep, no more; the request that caused it has succeeded.
      await env.JOBS.send(job).catch((error) =>
        console.log(JSON.stringify({ at: "hint.lost", kind: job.kind, problem: problemWords(error) })),
      );
    },
    later: async (work) => {
      const done = work().catch((error) => console.log(JSON.stringify({ at: "later.failed", problem: problemWords(error) })));
      // In a job there is no answer to be early with.
      if (waitUntil) waitUntil(done);
      else await done;
    },
    log: (line) => console.log(JSON.stringify(line)),
  };
}
