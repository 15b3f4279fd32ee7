// A form that waits for somebody to come back from paying: kept for a day, encrypted.

import { findDraft, insertDraft, keepNewestDrafts } from "~/db/queries/purchases";
import { writeAll } from "~/db/statements";
import type { TeamContext } from "../core/context";
import { DAY_MS } from "../core/dates";
import { openVault } from "../core/encryption";
import { newId } from "../core/ids";
import { assertCan } from "../core/permissions";
import { daysOf } from "../core/retention";

export const DRAFT_MS = daysOf("Drafts") * DAY_MS;
/** Forms that wait at once for one team: the oldest makes room. */
const DRAFTS_MAX = 10;

/** Keeps a form's fields for the page at `path`. Returns the draft's id. */
export async function keepDraft(ctx: TeamContext, path: string, fields: [string, string][]): Promise<string> {
  assertCan(ctx, "credits.buy");
  const id = newId(ctx.now);
  const vault = await openVault(ctx, ctx.team.id);
  const body = await vault.seal(id, JSON.stringify(fields));
  const draft = { id, memberId: ctx.member.id, path, body, createdAt: ctx.now };
  await writeAll(ctx.db, [insertDraft(ctx.teamDb, draft), keepNewestDrafts(ctx.teamDb, DRAFTS_MAX)]);
  return id;
}

/** A draft of the member who kept it, within its day. */
export async function readDraft(ctx: TeamContext, id: string): Promise<{ path: string; fields: [string, string][] } | null> {
  const draft = await findDraft(ctx.teamDb, id, ctx.now - DRAFT_MS);
  if (!draft || draft.memberId !== ctx.member.id) return null;
  const vault = await openVault(ctx, ctx.team.id);
  return { path: draft.path, fields: JSON.parse(await vault.open(id, draft.body)) };
}
