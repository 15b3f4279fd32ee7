// Who is known already: the same e-mail; the same phone under the same name, or without one; the same name where there is nothing else.
// An office's phone is shared by many, so a phone alone does not make two people one.
import { listByHandles } from "~/db/queries/contacts";
import { type ContactInput, handlesOfInput } from "../contacts/contactInput";
import { findErased } from "../contacts/doNotImport";
import type { TeamContext } from "../core/context";
import { fold } from "../core/folding";

/** `erased`: asked to be erased, and is not brought back. */
export type MatchKind = "email" | "phone" | "name" | "erased";
type Handle = [Exclude<MatchKind, "erased">, string];

const nameOf = ({ firstName, lastName }: { firstName: string; lastName: string }) => fold(`${firstName} ${lastName}`);

/** Handles seen so far, with the folded names of who had them. */
export class Known {
  private readonly names: Map<string, Set<string>>;

  constructor(saved: [string, string[]][] = []) {
    this.names = new Map(saved.map(([key, names]) => [key, new Set(names)]));
  }

  /** As it can be kept between two pieces of a job. */
  save(): [string, string[]][] {
    return Array.from(this.names, ([key, names]) => [key, Array.from(names)]);
  }

  add(handles: Handle[], name: string): void {
    for (const [kind, value] of handles) {
      const key = `${kind}:${value}`;
      const names = this.names.get(key) ?? new Set<string>();
      this.names.set(key, names.add(name));
    }
  }

  /** What makes somebody known, or null. */
  match(handles: Handle[], name: string): Handle[0] | null {
    for (const [kind, value] of handles) {
      const names = this.names.get(`${kind}:${value}`);
      if (names && (kind !== "phone" || name === "" || names.has("") || names.has(name))) return kind;
    }
    return null;
  }
}

export interface Matched<T> {
  row: T;
  match: MatchKind | null;
  /** Whether it is an earlier row of the file that makes it known, and not the team. */
  earlier?: boolean;
}

/** Says of each row whether the team has it already, or an earlier row of `known` had it; new ones join `known`. Without `known` only who was erased is found. */
export async function matchRows<T extends { input: ContactInput }>(
  ctx: TeamContext,
  rows: T[],
  known: Known | null,
): Promise<Matched<T>[]> {
  const handled = rows.map((row) => ({ row, name: nameOf(row.input), handles: handlesOfInput(row.input, ctx.team.defaultCountry) }));
  const inTeam = new Known();
  const erased = await findErased(ctx, handled);
  const wanted = known ? handled.flatMap(({ handles }) => handles) : [];
  for (const match of wanted.length > 0 ? await listByHandles(ctx.teamDb, wanted) : [])
    inTeam.add([[match.kind, match.value]], nameOf(match));
  return handled.map(({ row, name, handles }, n) => {
    if (erased[n]) return { row, match: "erased" };
    if (!known) return { row, match: null };
    const match = inTeam.match(handles, name);
    if (match) return { row, match, earlier: false };
    const earlier = known.match(handles, name);
    if (!earlier) known.add(handles, name);
    return { row, match: earlier, earlier: true };
  });
}
