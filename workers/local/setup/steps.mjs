// What a deployment needs, each as a step that knows whether it is there already. Run once or ten times: only what differs is made or changed.
// `world` is what is outside: wrangler, Stripe, Resend, the file of settings, and chance.
import { readDatabaseId, readSettings, withDatabaseId, withSettings } from "./settings.mjs";

/** What Stripe tells us of. The hook looks at nothing else. */
export const stripeEvents = [
  ...["completed", "expired", "async_payment_succeeded", "async_payment_failed"].map((name) => `checkout.session.${name}`),
  ...["payment_intent.succeeded", "payment_intent.payment_failed", "charge.refunded"],
  ...["refund.created", "refund.updated", "refund.failed"],
  ...["created", "updated", "closed", "funds_withdrawn", "funds_reinstated"].map((name) => `charge.dispute.${name}`),
  "radar.early_fraud_warning.created",
];
export const resendEvents = ["email.bounced", "email.complained"];

const DATABASE = "farthing";
const BUCKET = "farthing-files";
const QUEUES = ["farthing-jobs", "farthing-jobs-dead"];

/** What a wrangler command printed; throws with its words where it failed. */
async function wrangler(world, args, input) {
  const { status, output } = await world.wrangler(args, input);
  if (status !== 0) throw new Error(`wrangler ${args.slice(0, 3).join(" ")}: ${output.trim().split("\n").at(-1)}`);
  return output;
}

const isNamed = (output, name) => new RegExp(`(^|[^\\w-])${name}($|[^\\w-])`, "m").test(output);

async function databaseId(world) {
  const listed = JSON.parse(await wrangler(world, ["d1", "list", "--json"]));
  return listed.find(({ name }) => name === DATABASE)?.uuid ?? null;
}

/** Names of the secrets that are set. None where the Worker was never deployed. */
async function secretNames(world) {
  const { status, output } = await world.wrangler(["secret", "list", "--env", "production", "--format", "json"]);
  return status === 0 ? JSON.parse(output).map(({ name }) => name) : [];
}

const putSecret = (world, name, value) => wrangler(world, ["secret", "put", name, "--env", "production"], value);

function database(jurisdiction) {
  const where = jurisdiction ? ["--jurisdiction", jurisdiction] : [];
  return {
    what: `The database ${DATABASE}`,
    isThere: async (world) => (await databaseId(world)) !== null,
    make: (world) => wrangler(world, ["d1", "create", DATABASE, ...where]),
  };
}

const databaseSetting = {
  what: "The database’s id in wrangler.toml",
  isThere: async (world) => readDatabaseId(world.readSettings()) === (await databaseId(world)),
  async make(world) {
    const id = await databaseId(world);
    if (id) world.writeSettings(withDatabaseId(world.readSettings(), id));
  },
};

function bucket(jurisdiction) {
  const where = jurisdiction ? ["--jurisdiction", jurisdiction] : [];
  return {
    what: `The bucket ${BUCKET}`,
    isThere: async (world) => isNamed(await wrangler(world, ["r2", "bucket", "list", ...where]), BUCKET),
    make: (world) => wrangler(world, ["r2", "bucket", "create", BUCKET, ...where]),
  };
}

const queue = (name) => ({
  what: `The queue ${name}`,
  isThere: async (world) => isNamed(await wrangler(world, ["queues", "list"]), name),
  make: (world) => wrangler(world, ["queues", "create", name]),
});

const settings = (answers) => ({
  what: "The settings in wrangler.toml",
  isThere: async (world) => Object.entries(answers).every(([name, value]) => readSettings(world.readSettings())[name] === value),
  make: async (world) => world.writeSettings(withSettings(world.readSettings(), answers)),
});

/** A secret that is made once, and never again: another would make what the first one sealed unreadable. */
const secret = (name, make) => ({
  what: `The secret ${name}`,
  isThere: async (world) => (await secretNames(world)).includes(name),
  make: async (world) => putSecret(world, name, await make(world)),
});

const hasSame = (one, other) => one.length === other.length && one.every((name) => other.includes(name));

/** A webhook and its signing secret, which the other side tells only when it is made: without it, the webhook is made anew. */
function webhook({ name, of, url, events, secretName }) {
  const find = async (world) => (await of(world).list()).find((one) => one.url === url) ?? null;
  return {
    what: `The webhook at ${name}`,
    async isThere(world) {
      const found = await find(world);
      return found !== null && hasSame(found.events, events) && (await secretNames(world)).includes(secretName);
    },
    async make(world) {
      const found = await find(world);
      if (found && (await secretNames(world)).includes(secretName)) return of(world).change(found.id, events);
      if (found) await of(world).remove(found.id);
      await putSecret(world, secretName, await of(world).create(url, events));
    },
  };
}

/** Every step, in the order in which they are taken. */
export function stepsFor(answers, { stripeKey, resendKey }) {
  const jurisdiction = answers.DATA_JURISDICTION;
  const origin = answers.APP_ORIGIN;
  return [
    database(jurisdiction),
    databaseSetting,
    bucket(jurisdiction),
    ...QUEUES.map(queue),
    settings({ ...answers, DATABASE_JURISDICTION: jurisdiction }),
    secret("APP_SECRET", (world) => world.random(32)),
    secret("DATA_KEYS", async (world) => `1:${await world.random(32)}`),
    secret("STRIPE_SECRET_KEY", async () => stripeKey),
    secret("RESEND_API_KEY", async () => resendKey),
    webhook({
      name: "Stripe",
      of: (world) => world.stripe,
      url: `${origin}/hooks/stripe`,
      events: stripeEvents,
      secretName: "STRIPE_WEBHOOK_SECRET",
    }),
    webhook({
      name: "Resend",
      of: (world) => world.resend,
      url: `${origin}/hooks/resend`,
      events: resendEvents,
      secretName: "RESEND_WEBHOOK_SECRET",
    }),
  ];
}

/**
 * Takes the steps. `tell(what, outcome)` says of each: "is there", "made", or in a dry run "would be made". Stops at the first that fails, by throwing; run again, it goes on
 * there.
 */
export async function takeSteps(world, steps, { dryRun, tell }) {
  const outcomes = [];
  for (const { what, isThere, make } of steps) {
    const there = await isThere(world);
    if (!there && !dryRun) await make(world);
    const outcome = there ? "is there" : dryRun ? "would be made" : "made";
    outcomes.push([what, outcome]);
    tell(what, outcome);
  }
  return outcomes;
}
