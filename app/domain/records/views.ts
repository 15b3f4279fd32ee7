// Saved views: a list as somebody wants it again, for themselves or for the team. A view is the query of an address, kept under a name; each member
// says for themselves which stand in the sidebar, and which a list begins with.
import * as z from "zod";
import { insertView, listViews, type MarkedView, markView, removeView, updateView } from "~/db/queries/records/views";
import { writeAll } from "~/db/statements";
import type { TeamContext } from "../core/context";
import { newId } from "../core/ids";
import { can, type NotAllowed, notAllowed } from "../core/permissions";

export type { MarkedView } from "~/db/queries/records/views";

/** Of one team, of all nouns and members together. */
export const VIEWS_MAX = 200;
/** With the rest of its address, which is 4,000 characters at most. */
export const VIEW_QUERY_CHARS = 3_800;

export const ViewName = z.string().trim().min(1, "Enter a name").max(40, "At most 40 characters");

/** The views that this member sees, of all nouns: their own, and those that are shared. */
export async function readViews(ctx: TeamContext): Promise<MarkedView[]> {
  return listViews(ctx.teamDb, ctx.member.id);
}

export type ViewOutcome =
  | { kind: "done"; id: string }
  | { kind: "missing" }
  | { kind: "full" }
  | { kind: "taken" }
  | { kind: "too-long" }
  | NotAllowed;

export interface NewView {
  noun: string;
  name: string;
  shared: boolean;
  query: string;
}

/** Two of one name among those that somebody sees could not be told apart. */
const isTaken = (views: MarkedView[], noun: string, name: string, exceptId = "") =>
  views.some((view) => view.noun === noun && view.id !== exceptId && view.name.toLowerCase() === name.toLowerCase());

/** Keeps a list's query under a name. Free. */
export async function saveView(ctx: TeamContext, { noun, name, shared, query }: NewView): Promise<ViewOutcome> {
  if (shared && !can(ctx, "view.share")) return notAllowed("view.share");
  if (query.length > VIEW_QUERY_CHARS) return { kind: "too-long" };
  if (isTaken(await readViews(ctx), noun, name)) return { kind: "taken" };
  const id = newId(ctx.now);
  const view = {
    id,
    noun,
    memberId: ctx.member.id,
    name,
    shared,
    query,
    createdAt: ctx.now,
    changedAt: ctx.now,
  };
  const [made] = await writeAll(ctx.db, [insertView(ctx.teamDb, view, VIEWS_MAX)]);
  return made === 1 ? { kind: "done", id } : { kind: "full" };
}

export async function findView(ctx: TeamContext, id: string): Promise<MarkedView | null> {
  return (await readViews(ctx)).find((view) => view.id === id) ?? null;
}

/** Changes a view: its name, whom it is for, what it shows. A shared one is changed by who made it, or a manager. */
export async function changeView(
  ctx: TeamContext,
  id: string,
  changes: Partial<Pick<MarkedView, "name" | "shared" | "query">>,
): Promise<ViewOutcome> {
  if ((changes.query ?? "").length > VIEW_QUERY_CHARS) return { kind: "too-long" };
  const views = await readViews(ctx);
  const view = views.find((one) => one.id === id);
  if (!view) return { kind: "missing" };
  if (!can(ctx, "view.change", view)) return notAllowed("view.change");
  if ((changes.shared ?? view.shared) && !can(ctx, "view.share")) return notAllowed("view.share");
  if (changes.name !== undefined && isTaken(views, view.noun, changes.name, id)) return { kind: "taken" };
  await writeAll(ctx.db, [updateView(ctx.teamDb, id, { ...changes, changedAt: ctx.now })]);
  return { kind: "done", id };
}

export async function dropView(ctx: TeamContext, id: string): Promise<ViewOutcome> {
  const view = await findView(ctx, id);
  if (!view) return { kind: "missing" };
  if (!can(ctx, "view.change", view)) return notAllowed("view.change");
  await writeAll(ctx.db, removeView(ctx.teamDb, id));
  return { kind: "done", id };
}

/** Puts a view into this member's sidebar, or lets their list begin with it; or takes that back. */
export async function keepViewAt(
  ctx: TeamContext,
  id: string,
  marks: Partial<Pick<MarkedView, "pinned" | "isDefault">>,
): Promise<ViewOutcome> {
  const view = await findView(ctx, id);
  if (!view) return { kind: "missing" };
  const { noun, pinned, isDefault } = view;
  await writeAll(ctx.db, markView(ctx.teamDb, { memberId: ctx.member.id, viewId: id, noun, pinned, isDefault, ...marks }));
  return { kind: "done", id };
}
