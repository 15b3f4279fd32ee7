// A contact's company, found or made by the name that was typed. Made like this it is free: the contact is what was paid for.
import { openTeamDb } from "~/db/client";
import { insertMissing, linkContacts, listUnlinked } from "~/db/queries/companies";
import { type Statement, writeAll } from "~/db/statements";
import type { Context, TeamContext } from "../core/context";
import { newId } from "../core/ids";
import { othersFirst } from "../core/pauses";
import { problemWords } from "../core/problems";
import { foundBy } from "../records/card";
import { ownerOfNew } from "../records/owners";
import { madeAt } from "../records/rows";
import { companies, nameHandle } from "./card";

const LINKED_AT_ONCE = 200;
const SWEEP_MS = 5_000;

export interface Belonging {
  /** The contact's. */
  id: string;
  company: string;
  /** Of its company, where it is known, as an archive says it; empty where it belongs to none, whatever is written there. */
  companyId?: string | null;
}

/** The writes that give contacts their companies, making those that are missing; for the batch that writes the contacts, after them. `madeWith`: the contact or the import. Without `mayMake`, only what is there is found. */
export function linkCompanies(
  ctx: Pick<TeamContext, "teamDb" | "now">,
  contacts: Belonging[],
  madeWith: string,
  mayMake = true,
): Statement[] {
  const named = contacts.flatMap(({ id, company, companyId }) => {
    const name = nameHandle(company);
    return name === "" || companyId === "" ? [] : [{ contactId: id, company: company.trim(), name, companyId: companyId ?? "" }];
  });
  if (named.length === 0) return [];
  // Of those whose company is known, none is made by its name.
  const nameless = named.filter(({ companyId }) => companyId === "");
  const spellings = new Map(nameless.map(({ name, company }) => [name, company]).reverse() as [string, string][]);
  const rows = Array.from(spellings.values(), (name) => {
    const columns = { name, domain: "", phones: [], addresses: [], ownerId: ownerOfNew(ctx.teamDb, companies.table) };
    const rest = { teamId: ctx.teamDb.teamId, id: newId(ctx.now), ...madeAt(ctx.now), madeWith };
    return { ...columns, ...foundBy(companies, columns), ...rest };
  });
  return [...(mayMake ? insertMissing(ctx.teamDb, rows) : []), linkContacts(ctx.teamDb, named)];
}

/** Gives contacts of before there were companies theirs, a bounded piece at a time. Can stop anywhere: what is linked is linked. Returns how many. */
export async function sweepUnlinked(ctx: Context): Promise<number> {
  const until = (await ctx.clock()) + SWEEP_MS;
  let linked = 0;
  for (;;) {
    const found = await listUnlinked(ctx.db, LINKED_AT_ONCE);
    for (const teamId of new Set(found.map((contact) => contact.teamId))) {
      const contacts = found.filter((contact) => contact.teamId === teamId);
      const within = { teamDb: openTeamDb(ctx.db, teamId), now: ctx.now };
      await writeAll(ctx.db, linkCompanies(within, contacts, "before")).catch((error) =>
        ctx.log({ at: "companies.link-failed", teamId, problem: problemWords(error) }),
      );
    }
    linked += found.length;
    if (found.length < LINKED_AT_ONCE || (await ctx.clock()) > until) return linked;
    await othersFirst();
  }
}
