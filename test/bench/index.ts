// The production entry with what a measurement needs beside it: the same route without the charge, filling a team, reading the meter.
import { ulid } from "ulidx";
import { ContactInput, toNewContact } from "~/app/domain/contacts/contactInput";
import { makeDataKey } from "~/app/domain/core/encryption";
import { sweepPurges } from "~/app/domain/leaving/purge";
import { openDatabase, openTeamDb, type TeamDb } from "~/db/client";
import { type ContactListQuery, listContacts } from "~/db/queries/contactLists";
import { insertContacts, type NewContact } from "~/db/queries/contacts";
import { insertReceipt } from "~/db/queries/receipts";
import { type Statement, writeAll } from "~/db/statements";
import { type Env, openContext } from "~/workers/context";
import worker from "~/workers/index";
import type { Charge, Grant, LedgerPort } from "~/workers/ledger/contract";

export { CreditLedger } from "~/workers/ledger/ledger";

/** In place of the ledger: the same D1 writes as one batch from the Worker, with nothing held, settled or booked. */
function uncharged(env: Env): Env["LEDGER"] {
  const perform = async (charge: Charge) => {
    await writeAll(openDatabase(env.DB), charge.statements);
    return { kind: "done", credits: charge.credits, balance: 0, repeat: false, low: false, subjectId: charge.subjectId };
  };
  return { getByName: () => ({ perform }) } as unknown as Env["LEDGER"];
}

export function person(n: number): ContactInput {
  const emails = [{ label: "", value: `p${n}@example.org` }];
  return ContactInput.parse({ firstName: "Person", lastName: `Number${n}`, emails });
}

function chunkOf(from: number, count: number): NewContact[] {
  return Array.from({ length: count }, (_, n) =>
    toNewContact(person(from + n), {
      id: ulid(),
      tagIds: [],
      defaultCountry: "US",
      timeline: [{ id: ulid(), kind: "imported", body: "" }],
    }),
  );
}

/** Bare bulk inserts of so many contacts, in chunks like the importer's. */
async function fill(env: Env, teamId: string, from: number, count: number): Promise<void> {
  const teamDb = openTeamDb(openDatabase(env.DB), teamId);
  for (let at = 0; at < count; at += 500)
    await writeAll(teamDb.db, insertContacts(teamDb, chunkOf(from + at, Math.min(500, count - at)), "bench", Date.now()));
}

function newGrant(credits: number): Grant {
  const free = { paymentId: null, costCents: 0, currency: null, expiresAt: null, memberId: null } as const;
  return { lotId: ulid(), source: "goodwill", priority: 1, credits, ...free };
}

function newCharge(teamId: string, statements: Statement[]): Charge {
  const key = ulid();
  const receipt = { key, action: "contact.add", credits: 1, memberId: teamId, subjectId: key, at: Date.now() };
  const db = { teamId } as TeamDb;
  return { ...receipt, priceVersion: 1, timeZone: "UTC", fingerprint: key, statements: [insertReceipt(db, 1, receipt), ...statements] };
}

/** Holds and settles with as little in D1 as there can be: the receipt. 16 callers at a time. */
async function perform(ledger: LedgerPort, teamId: string, count: number): Promise<void> {
  let next = 0;
  const caller = async () => {
    while (next++ < count) await ledger.perform(newCharge(teamId, []));
  };
  await Promise.all(Array.from({ length: 16 }, caller));
}

/** One contact, charged or not, without the page around it: what a sketch of a conventional build is measured against. */
async function contact(env: Env, teamId: string, free: boolean): Promise<Response> {
  const teamDb = openTeamDb(openDatabase(env.DB), teamId);
  const charge = newCharge(teamId, insertContacts(teamDb, chunkOf(0, 1), "bench", Date.now()));
  if (free) await writeAll(teamDb.db, charge.statements);
  else await env.LEDGER.getByName(teamId).perform(charge);
  return Response.json({ id: charge.subjectId });
}

/** One run of the cron's purge of a team whose day has come. Says how long it took, and whether the team is gone. */
async function purge(env: Env, teamId: string): Promise<Response> {
  await env.DB.prepare("UPDATE teams SET deactivated_at = 1, purge_at = 1 WHERE id = ? AND purge_at IS NULL").bind(teamId).run();
  const began = Date.now();
  await sweepPurges(await openContext(env));
  const gone = (await env.DB.prepare("SELECT finished_at FROM purges WHERE team_id = ?").bind(teamId).first("finished_at")) !== null;
  return Response.json({ ms: Date.now() - began, gone });
}

async function measure(request: Request, env: Env): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url);
  const teamId = searchParams.get("team") ?? "";
  const ledger = env.LEDGER.getByName(teamId);
  if (pathname === "/bench/fill") await fill(env, teamId, Number(searchParams.get("from")), Number(searchParams.get("count")));
  if (pathname === "/bench/meter") return Response.json(await ledger.meter());
  if (pathname === "/bench/grant") await ledger.grant(newGrant(Number(searchParams.get("credits"))));
  if (pathname === "/bench/perform") await perform(ledger, teamId, Number(searchParams.get("count")));
  if (pathname === "/bench/contact") return contact(env, teamId, request.headers.has("X-Uncharged"));
  if (pathname === "/bench/key") await makeDataKey(await openContext(env), teamId);
  if (pathname === "/bench/purge") return purge(env, teamId);
  if (pathname === "/bench/list") {
    const query: ContactListQuery = {
      search: searchParams.get("search") ?? "",
      status: null,
      tagId: null,
      sort: "name",
      trashed: false,
      after: null,
      pageSize: 50,
    };
    const page = await listContacts(openTeamDb(openDatabase(env.DB), teamId), query);
    return Response.json({ rowsRead: page.rowsRead, shown: page.contacts.length });
  }
  return new Response("done");
}

export default {
  ...worker,
  async fetch(request, env, execution) {
    if (new URL(request.url).pathname.startsWith("/bench/")) return measure(request, env);
    return worker.fetch(request, request.headers.has("X-Uncharged") ? { ...env, LEDGER: uncharged(env) } : env, execution);
  },
} satisfies ExportedHandler<Env>;
