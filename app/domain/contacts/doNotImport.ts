// Whoever was erased is not imported again: keyed hashes of what finds them, kept by the team that erased them. See docs/decisions/0012.
import { hasDoNotImport, listDoNotImport } from "~/db/queries/contactsAway";
import type { TeamContext } from "../core/context";
import { keyedHash } from "../core/secrets";

/** What finds somebody again, hashed. A number is shared by an office: it counts together with the name. */
export function hashesOf(ctx: TeamContext, { handles, name }: Findable): string[] {
  return handles.map(([kind, value]) => keyedHash(ctx, "do-not-import", ctx.team.id, kind, kind === "phone" ? `${value}|${name}` : value));
}

export interface Findable {
  handles: [kind: string, value: string][];
  /** Folded. */
  name: string;
}

/** Which of these are people who were erased here, in their order. */
export async function findErased(ctx: TeamContext, people: Findable[]): Promise<boolean[]> {
  // Most teams have erased nobody: then no row is worth its hashes.
  if (!(await hasDoNotImport(ctx.teamDb))) return people.map(() => false);
  const hashes = people.map((person) => hashesOf(ctx, person));
  const erased = await listDoNotImport(ctx.teamDb, hashes.flat());
  return hashes.map((own) => own.some((hash) => erased.has(hash)));
}
