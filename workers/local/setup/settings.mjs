// The settings of a deployment as they stand in wrangler.toml under [env.production]: read, checked and changed in place, comments and all.
import * as z from "zod";

const Addresses = z
  .string()
  .trim()
  .refine((text) => text.split(",").every((one) => z.email().safeParse(one.trim()).success), "Enter e-mail addresses, separated by commas");
const words = (what) => z.string().trim().min(1, `Enter ${what}`).max(200, "At most 200 characters");

/** What is asked, in order: the name in wrangler.toml, the question, and what is right. */
export const questions = [
  {
    name: "APP_ORIGIN",
    ask: "The address that people will open",
    example: "https://crm.example.com",
    schema: z
      .string()
      .trim()
      .refine(
        (text) => URL.canParse(text) && new URL(text).origin === text && text.startsWith("https://"),
        "Enter an address like https://crm.example.com",
      ),
  },
  {
    name: "MAIL_FROM",
    ask: "Whom its e-mails come from",
    example: "Farthing <hello@example.com>",
    schema: z
      .string()
      .trim()
      .regex(/^[^<>]{1,100} <[^<>@\s]{1,64}@[^<>@\s]{1,190}>$/, "Enter it like: Farthing <hello@example.com>"),
  },
  { name: "OPERATORS", ask: "The addresses of those who run it, separated by commas", example: "you@example.com", schema: Addresses },
  { name: "SENDER_NAME", ask: "The name of your company", example: "Example Ltd", schema: words("its name") },
  { name: "SENDER_ADDRESS", ask: "Its postal address", example: "1 Example Street, London", schema: words("its address") },
  {
    name: "SUPPORT_EMAIL",
    ask: "Where people write for support",
    example: "support@example.com",
    schema: z.email("Enter an e-mail address"),
  },
  {
    name: "PRIVACY_EMAIL",
    ask: "Where people write about their data",
    example: "privacy@example.com",
    schema: z.email("Enter an e-mail address"),
  },
  {
    name: "DATA_JURISDICTION",
    ask: "Where data must stay: eu, fedramp, or empty for anywhere",
    example: "",
    schema: z.enum(["", "eu", "fedramp"], "Enter eu, fedramp or nothing"),
  },
];

/** What stands in the file before anybody has set it: not taken for an answer. */
const SAMPLE = /\.example\b|^put /;

/** The settings under [env.production.vars], by name. */
export function readSettings(toml) {
  const part = toml.slice(toml.indexOf("[env.production.vars]"), toml.indexOf("[[env.production.d1_databases]]"));
  return Object.fromEntries(Array.from(part.matchAll(/^([A-Z_]+) = (".*")$/gm), ([, name, value]) => [name, JSON.parse(value)]));
}

/** What stands there and was set by somebody; empty for what was not. */
export const ownSetting = (settings, name) => (SAMPLE.test(settings[name] ?? "") ? "" : (settings[name] ?? ""));

/** What is wrong with an answer, in words; undefined where nothing is. */
export function refuseAnswer({ schema }, answer) {
  const read = schema.safeParse(answer ?? "");
  return read.success ? undefined : read.error.issues[0].message;
}

/** The file with other settings under [env.production.vars]. Everything else stays as it is. */
export function withSettings(toml, settings) {
  const from = toml.indexOf("[env.production.vars]");
  const to = toml.indexOf("[[env.production.d1_databases]]");
  let part = toml.slice(from, to);
  for (const [name, value] of Object.entries(settings)) {
    const line = new RegExp(`^${name} = ".*"$`, "m");
    if (!line.test(part)) throw new Error(`wrangler.toml has no ${name} under [env.production.vars].`);
    part = part.replace(line, () => `${name} = ${JSON.stringify(value)}`);
  }
  return toml.slice(0, from) + part + toml.slice(to);
}

const DATABASE_ID = /(\[\[env\.production\.d1_databases\]\][^[]*?database_id = )"([^"]*)"/;

export const readDatabaseId = (toml) => DATABASE_ID.exec(toml)?.[2] ?? "";
export const withDatabaseId = (toml, id) => toml.replace(DATABASE_ID, (_, before) => `${before}${JSON.stringify(id)}`);
