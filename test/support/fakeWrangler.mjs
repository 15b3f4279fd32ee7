// Stands in for wrangler where setting up is tried: what it makes, it keeps in a file of JSON. It prints as wrangler 4 does.
import { readFileSync, writeFileSync } from "node:fs";

const file = process.env.FAKE_WRANGLER_STATE;
const state = JSON.parse(readFileSync(file, "utf8"));
const args = process.argv.slice(2);
const [noun, verb, ...rest] = args[0] === "r2" ? [args[0], args[2], ...args.slice(3)] : args;
const fail = (words) => {
  console.error(words);
  process.exit(1);
};
if (state.failing && args.join(" ").startsWith(state.failing)) fail("A request to the Cloudflare API failed.");
state.asked.push(args.join(" "));
const known = {
  "d1 list": () => console.log(JSON.stringify(state.databases)),
  "d1 create": () => void state.databases.push({ uuid: `id-of-${rest[0]}`, name: rest[0], args: rest.slice(1) }),
  "r2 list": () => console.log(state.buckets.map((name) => `name:           ${name}\ncreation_date:  2026-11-27`).join("\n\n")),
  "r2 create": () => void state.buckets.push(rest[0]),
  "queues list": () => console.log(`│ id │ name │\n${state.queues.map((name) => `│ 1 │ ${name} │`).join("\n")}`),
  "queues create": () => void state.queues.push(rest[0]),
  "secret list": () => console.log(JSON.stringify(Object.keys(state.secrets).map((name) => ({ name, type: "secret_text" })))),
  "secret put": () => {
    state.secrets[rest[0]] = readFileSync(0, "utf8");
  },
};
if (noun === "whoami") console.log(state.signedIn ? "You are logged in." : "You are not authenticated. Please run `wrangler login`.");
else if (known[`${noun} ${verb}`]) known[`${noun} ${verb}`]();
else fail(`Unknown command: ${args.join(" ")}`);
writeFileSync(file, JSON.stringify(state));
