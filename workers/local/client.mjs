// A person at the app without a browser: keeps cookies, posts forms as a browser does, has an authenticator app. For the seed, the measurements and the tests.
import { createHmac } from "node:crypto";

const ULID = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** A fresh key, as the form's loader would mint it. */
export function newKey() {
  const time = Array.from({ length: 10 }, (_, n) => ULID[Math.floor(Date.now() / 32 ** (9 - n)) % 32]);
  return time.join("") + Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => ULID[byte % 32]).join("");
}

export class Client {
  cookies = new Map();

  constructor(origin) {
    this.origin = origin;
  }

  async request(path, init = {}) {
    const headers = new Headers(init.headers);
    headers.set("Cookie", Array.from(this.cookies, ([name, value]) => `${name}=${value}`).join("; "));
    if (init.method === "POST") headers.set("Origin", this.origin);
    const ask = () => fetch(new URL(path, this.origin), { ...init, headers, redirect: "manual" });
    // A kept-alive connection may be closed under a request. What changes nothing is asked again; a post is not.
    const response = await (init.method === "POST" ? ask() : ask().catch(ask));
    for (const cookie of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (name) this.cookies.set(name, value);
    }
    return response;
  }

  async get(path) {
    const response = await this.request(path);
    return { status: response.status, location: response.headers.get("Location"), text: await response.text() };
  }

  /** Posts a form. `fields` may repeat names: pass pairs. */
  async post(path, fields) {
    const body = fields instanceof FormData ? fields : new URLSearchParams(Array.isArray(fields) ? fields : Object.entries(fields));
    const response = await this.request(path, { method: "POST", body });
    return { status: response.status, location: response.headers.get("Location"), text: await response.text() };
  }

  /** Posts and expects to be led on; says where it went wrong otherwise. */
  async expectPost(path, fields) {
    const answer = await this.post(path, fields);
    if (answer.status !== 302 && answer.status !== 303)
      throw new Error(`POST ${path}: ${answer.status} ${answer.text.replace(/<[^>]+>/g, " ").slice(0, 300)}`);
    return answer;
  }
}

/** Waits until `look` gives something, up to half a minute: longer than the queue's pause before it tries a job again. */
export async function until(look, what, withinMs = 30_000) {
  for (const end = Date.now() + withinMs; Date.now() < end; ) {
    const found = await look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`Waited in vain for ${what}.`);
}

/** The newest link of a mail to an address, from the sandbox's mail page. */
export async function mailedLink(origin, to, part) {
  return until(async () => {
    const mails = await (await fetch(`${origin}/sandbox/mail.json`)).json();
    const mail = mails.find((one) => one.to.includes(to) && one.text.includes(part));
    return mail?.text.match(new RegExp(`https?://\\S*${part}\\S*`))?.[0];
  }, `a mail to ${to} with ${part}`);
}

/** Signs up and confirms the address. Returns the signed-in client. */
export async function signUp(origin, { name, email, password }, extra = {}) {
  const client = new Client(origin);
  await client.expectPost("/sign-up", { name, email, password, adult: "on", timeZone: "UTC", country: "US", ...extra });
  const link = await mailedLink(origin, email, "/verify/");
  await client.expectPost(new URL(link).pathname, { intent: "session" });
  return client;
}

/** Lets an operator, who signs up for it where they have not yet, give credits: to a team, or to the one of a fresh server that has bought something. */
export async function giveCredits(origin, credits, teamId = null) {
  const account = { name: "Desk", email: "desk@farthing.example", password: "correct horse battery" };
  const known = new Client(origin);
  const desk = (await known.post("/sign-in", account)).status === 302 ? known : await signUp(origin, account);
  const { text } = await desk.get("/operator/payments");
  const [newest] = text.match(/\/operator\/teams\/\w{26}/) ?? [];
  const path = teamId ? `/operator/teams/${teamId}` : newest;
  if (!path) throw new Error("No team has bought anything yet.");
  await desk.expectPost(path, { intent: "goodwill", key: newKey(), credits: String(credits), days: "", reason: "for a trial" });
}

/** Buys a pack on the sandbox's pay page. */
export async function buyPack(client, credits) {
  const { location } = await client.expectPost("/credits/buy", { pack: String(credits) });
  const paid = await fetch(location, {
    method: "POST",
    body: new URLSearchParams({ outcome: "paid", webhooks: "now" }),
    redirect: "manual",
  });
  return client.get(new URL(paid.headers.get("Location")).pathname);
}

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** What an authenticator app shows: the six digits of a key as the page shows it, in groups of four. */
export function codeOf(secret, now = Date.now()) {
  const bits = Array.from(secret.replace(/\s/g, ""), (letter) => BASE32.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(now / 30_000)));
  const mac = createHmac("sha1", key).update(counter).digest();
  const at = mac[19] & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}
