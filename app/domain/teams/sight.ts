// What a member sees of the team's records: by the role that they have, and the groups that they are in.
import type { Sight } from "~/db/client";
import type { TeamContext } from "../core/context";
import { facet } from "../core/folding";
import { isOwner, isOwnRole } from "../core/permissions";

/** What a role that the team made narrows, by noun; empty for one that is built in. */
export type Sees = Record<string, "group" | "own">;

/** How it is said of a role. */
export const seesWords = { all: "everybody’s", group: "those of their groups", own: "only their own" } as const;

/** Members, with the word that the search index has for each as an owner. */
const ownersOf = (ids: string[]) => ({ ids, words: ids.map((id) => facet("ownerId", id)) });

/** The sight of a member; undefined for owners, who answer for all of it. `peers`: the members of their groups, themselves among them or not. */
export function sightOf(
  { id: memberId, role }: Pick<TeamContext["member"], "id" | "role">,
  sees: Sees | null,
  peers: string[],
): Sight | undefined {
  if (isOwner({ role })) return undefined;
  const of = Object.entries(sees ?? {}).map(([table, how]) => {
    const ids = how === "own" ? [memberId] : Array.from(new Set([memberId, ...peers]));
    return [table, ownersOf(ids)] as const;
  });
  return { memberId, of: Object.fromEntries(of), ...(isOwnRole({ role }) && sees === null ? { others: ownersOf([memberId]) } : {}) };
}
