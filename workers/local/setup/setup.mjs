// npm run setup: asks what a deployment needs, makes what is missing at Cloudflare, Stripe and Resend, writes the settings, and says what it did.
// `-- --dry-run` shows it and changes nothing. `-- --answers FILE` takes the answers from a file of JSON, and asks nothing.
import { readFileSync } from "node:fs";
import { cancel, intro, isCancel, log, note, outro, password, text } from "@clack/prompts";
import { ownSetting, questions, readSettings, refuseAnswer } from "./settings.mjs";
import { stepsFor, takeSteps } from "./steps.mjs";
import { openWorld } from "./world.mjs";

const option = (name) => {
  const at = process.argv.indexOf(name);
  return at > 0 ? process.argv[at + 1] : null;
};
const dryRun = process.argv.includes("--dry-run");
const settings = option("--settings") ?? undefined;

/** Keys of the sandbox are known to everybody: no deployment may have them. */
const refuseKey = (start) => (key) =>
  key?.startsWith(start) && !/sandbox/.test(key) ? undefined : `Enter a key that begins with ${start}`;
const keys = [
  {
    name: "STRIPE_SECRET_KEY",
    ask: "Stripe’s secret key (sk_… or rk_…)",
    refuse: (key) => (/^[sr]k_(live|test)_\w{8,}$/.test(key ?? "") ? undefined : "Enter a key that begins with sk_live_ or sk_test_"),
  },
  { name: "RESEND_API_KEY", ask: "Resend’s API key (re_…)", refuse: refuseKey("re_") },
];

function stopAt(answer) {
  if (!isCancel(answer)) return answer;
  cancel("Stopped. Nothing was changed.");
  process.exit(1);
}

/** Answers out of a file: all of them are there and right, or nothing is done. */
function readAnswers(file) {
  const given = JSON.parse(readFileSync(file, "utf8"));
  const wrong = [
    ...questions.map((question) => [question.name, refuseAnswer(question, given[question.name])]),
    ...keys.map(({ name, refuse }) => [name, refuse(given[name])]),
  ].filter(([, words]) => words !== undefined);
  for (const [name, words] of wrong) log.error(`${name}: ${words}`);
  if (wrong.length > 0) process.exit(1);
  return given;
}

async function askAll(known) {
  const given = {};
  for (const question of questions) {
    const validate = (answer) => refuseAnswer(question, answer);
    const initialValue = ownSetting(known, question.name);
    given[question.name] = (
      stopAt(await text({ message: question.ask, placeholder: question.example, initialValue, validate })) ?? ""
    ).trim();
  }
  for (const { name, ask, refuse } of keys) given[name] = process.env[name] ?? stopAt(await password({ message: ask, validate: refuse }));
  return given;
}

const marks = { "is there": "=", made: "+", "would be made": "?" };

intro(dryRun ? "Setting up Farthing: a dry run, which changes nothing" : "Setting up Farthing");
const unopened = openWorld({ stripeKey: "unknown", resendKey: "unknown", settings });
const file = option("--answers");
const given = file ? readAnswers(file) : await askAll(readSettings(unopened.readSettings()));
const answers = Object.fromEntries(questions.map(({ name }) => [name, given[name]]));
const [stripeKey, resendKey] = [given.STRIPE_SECRET_KEY, given.RESEND_API_KEY];
const standIns = JSON.parse(process.env.SETUP_STAND_INS ?? "{}");
const world = openWorld({ stripeKey, resendKey, settings, standIns });
try {
  const signedIn = await world.wrangler(["whoami"]);
  if (signedIn.status !== 0 || /not authenticated/i.test(signedIn.output))
    throw new Error("Sign in to Cloudflare first: npx wrangler login");
  const outcomes = await takeSteps(world, stepsFor(answers, { stripeKey, resendKey }), {
    dryRun,
    tell: (what, outcome) => log.message(`${marks[outcome]} ${what}: ${outcome}`),
  });
  const changed = outcomes.filter(([, outcome]) => outcome !== "is there").length;
  if (changed > 0 && !dryRun) note("npm run deploy:check\nnpm run deploy", "Next");
  const steps = changed === 1 ? "1 step was taken." : `${changed} steps were taken.`;
  if (changed === 0) outro("Everything is there already. Nothing was changed.");
  else outro(dryRun ? steps.replace(/(was|were) taken/, "would be taken") : steps);
} catch (error) {
  log.error(error instanceof Error ? error.message : String(error));
  outro("Stopped. Mend this and run it again: it goes on where it stopped.");
  process.exit(1);
}
