// A form that waits for somebody to come back from paying: kept for a day, encrypted.
import { ulid } from "ulidx";
import { findDraft, insertDraft } from "~/db/queries/purchases";
import type { TeamContext } from "./context";
import { DAY_MS } from "./dates";
import { openVault } from "./encryption";
import { daysOf } from "./retention";

export const DRAFT_MS = daysOf("Drafts") * DAY_MS;

/** Keeps a form's fields for the page at `path`. Returns the draft's id. */
export async function keepDraft(ctx: TeamContext, path: string, fields: [string, string][]): Promise<string> {
  const id = ulid(ctx.now);
  const vault = await openVault(ctx, ctx.team.id);
  const body = await vault.seal(id, JSON.stringify(fields));
  await insertDraft(ctx.teamDb, { id, memberId: ctx.member.id, path, body, createdAt: ctx.now });
  return id;
}

/** A draft of the member who kept it, within its day. */
export async function readDraft(ctx: TeamContext, id: string): Promise<{ path: string; fields: [string, string][] } | null> {
  const draft = await findDraft(ctx.teamDb, id, ctx.now - DRAFT_MS);
  if (!draft || draft.memberId !== ctx.member.id) return null;
  const vault = await openVault(ctx, ctx.team.id);
  return { path: draft.path, fields: JSON.parse(await vault.open(id, draft.body)) };
}
