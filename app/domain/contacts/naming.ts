// A company's new name is on its contacts at once; what sorts and finds them by it follows here, in pieces that can stop anywhere.
import { openTeamDb } from "~/db/client";
import { advanceNaming, listContactsOf, listRenamed, type Renamed } from "~/db/queries/companies";
import { findAnew } from "~/db/queries/contacts";
import { unlessChanged, writeAll } from "~/db/statements";
import type { Context } from "../core/context";
import { othersFirst } from "../core/pauses";
import { problemWords } from "../core/problems";
import { foundByOf } from "./contactInput";

const COMPANIES_AT_ONCE = 20;
const NAMED_AT_ONCE = 50;
const SWEEP_MS = 5_000;

/** Lets contacts of renamed companies be found by the new name. Returns how many were looked at. */
export async function sweepRenamed(ctx: Context): Promise<number> {
  const until = (await ctx.clock()) + SWEEP_MS;
  let named = 0;
  for (const company of await listRenamed(ctx.db, COMPANIES_AT_ONCE)) {
    for (let at: Renamed | null = company; at !== null && (await ctx.clock()) < until; ) {
      const piece: { looked: number; next: number | null } = await nameSome(ctx, at).catch((error) => {
        ctx.log({ at: "companies.naming-failed", teamId: company.teamId, problem: problemWords(error) });
        return { looked: 0, next: null };
      });
      named += piece.looked;
      at = piece.next === null ? null : { ...company, namedUpTo: piece.next };
      await othersFirst();
    }
  }
  return named;
}

/** One piece. `next`: where the next one begins; null at the end, and where somebody changed a contact meanwhile, so that the next run looks again. */
async function nameSome(ctx: Context, renamed: Renamed): Promise<{ looked: number; next: number | null }> {
  const teamDb = openTeamDb(ctx.db, renamed.teamId);
  const contacts = await listContactsOf(teamDb, renamed.id, renamed.namedUpTo, NAMED_AT_ONCE);
  const next = contacts.length < NAMED_AT_ONCE ? null : (contacts.at(-1)?.seq ?? null);
  const batch = contacts.flatMap((contact) => findAnew(teamDb, contact, foundByOf({ ...contact, company: renamed.name })));
  const done = await unlessChanged(() => writeAll(ctx.db, [...batch, advanceNaming(teamDb, renamed, next)]));
  return done ? { looked: contacts.length, next } : { looked: 0, next: null };
}
