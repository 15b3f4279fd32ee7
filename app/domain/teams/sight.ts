// What a member sees of the team's records: by the role that they have, and the groups that they are in.
import type { Sight } from "~/db/client";
import type { TeamContext } from "../core/context";
import { facet } from "../core/folding";
import { isOwner, isOwnRole } from "../core/permissions";

/** What a role that the team made narrows, by noun; empty for one that is built in. */
export type Sees = Record<string, "group" | "own">;

/** How it is said of a role. */
export const seesWords = { all: "everybody’s", group: "those of their groups", own: "only their own" } as const;

/** The sight of a member; undefined for owners, who answer for all of it. `peers`: the members of their groups, themselves among them or not. */
export function sightOf(
  { id: memberId, role }: Pick<TeamContext["member"], "id" | "role">,
  sees: Sees | null,
  peers: string[],
): Sight | undefined {
  if (isOwner({ role })) return undefined;
  const of = Object.entries(sees ?? {}).map(([table, how]) => {
    const ids = how === "own" ? [memberId] : Array.from(new Set([memberId, ...peers]));
    return [table, { ids, words: ids.map((id) => facet("ownerId", id)) }] as const;
  });
  const own = { ids: [memberId], words: [facet("ownerId", memberId)] };
  return { memberId, of: Object.fromEntries(of), ...(isOwnRole({ role }) && sees === null ? { others: own } : {}) };
}
