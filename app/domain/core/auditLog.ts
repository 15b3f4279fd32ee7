// The audit log: who did what, appended in the batch of the act itself. Ids, numbers and reasons only; names are joined when shown.

import { findAct, insertAct, insertActIfChanged, listActs } from "~/db/queries/operations";
import { type Statement, writeAll } from "~/db/statements";
import type { Act } from "./acts";
import { tellActs } from "./actWords";
import type { TeamContext } from "./context";
import { toCsv } from "./csv";
import { newId } from "./ids";

type Actor = Pick<TeamContext, "db" | "now" | "member" | "device">;

function rowOf(ctx: Actor, { act, teamId, subjectId, detail, visibleFrom = null }: Act) {
  const row = {
    id: newId(ctx.now),
    teamId,
    actorId: ctx.member.userId,
    act,
    subjectId,
    detail: JSON.stringify({ ...detail, ...(ctx.device ? { with: ctx.device } : {}) }),
    at: ctx.now,
  };
  return { ...row, visibleFrom };
}

/** One line of the log with its id, where somebody is sent to it afterwards. */
export function actOf(ctx: Actor, act: Act): { id: string; statement: Statement } {
  const row = rowOf(ctx, act);
  return { id: row.id, statement: insertAct(ctx.db, row) };
}

/** One line of the log, for the batch of its cause. The actor is the user who asks. */
export function recordAct(ctx: Actor, act: Act): Statement {
  return insertAct(ctx.db, rowOf(ctx, act));
}

/** The same for an act that may come to nothing: stands right after the statement that does it. */
export function recordIfDone(ctx: Actor, act: Act): Statement {
  return insertActIfChanged(rowOf(ctx, act));
}

/** A page of the acts about the asking member's own team, newest first, as far as they may be told yet, in words. */
export async function readActs(ctx: TeamContext, limit: number, before: string | null = null) {
  const { acts, next } = await readPage(ctx, limit, before);
  return { acts: tellActs(acts), next };
}

async function readPage(ctx: TeamContext, limit: number, before: string | null) {
  const rows = await listActs(ctx.db, ctx.team.id, limit + 1, { before, visibleAt: ctx.now });
  const acts = rows.slice(0, limit);
  return { acts, next: rows.length > limit ? (acts.at(-1)?.id ?? null) : null };
}

/** One line of the team's log. */
export async function readAct(ctx: TeamContext, id: string) {
  return findAct(ctx.teamDb, id);
}

/** The whole log as CSV, newest first. Exporting it is itself an act. */
export async function exportActs(ctx: TeamContext): Promise<string> {
  const rows: Awaited<ReturnType<typeof listActs>> = [];
  for (let before: string | null = null; ; ) {
    const page: Awaited<ReturnType<typeof readPage>> = await readPage(ctx, 1_000, before);
    rows.push(...page.acts);
    if (page.next === null) break;
    before = page.next;
  }
  await writeAll(ctx.db, [recordAct(ctx, { act: "log.exported", teamId: ctx.team.id, subjectId: ctx.team.id, detail: {} })]);
  const lines = rows.map(({ at, act, actorId, subjectId, detail }) => [new Date(at).toISOString(), act, actorId, subjectId, detail]);
  return toCsv([["Time (UTC)", "Act", "By", "On", "Detail"], ...lines]);
}
