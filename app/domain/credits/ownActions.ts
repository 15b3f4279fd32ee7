// What a member did last that cost credits, for their own eyes: from the ledger, as the statement has it.
import type { TeamContext } from "../core/context";
import { readStatement } from "./statement";

const SHOWN = 10;

/** The newest charges of the asking member; none when the ledger cannot be reached. */
export async function readOwnActions(ctx: TeamContext): Promise<{ key: string; what: string; at: number }[]> {
  const page = await readStatement(ctx, null, SHOWN, { memberId: ctx.member.id }).catch(() => ({ lines: [] }));
  return page.lines.filter(({ kind }) => kind === "charge").map(({ seq, what, at }) => ({ key: String(seq), what, at }));
}
