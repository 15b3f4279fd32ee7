// What had to be handed to an authority by law: written down with what, to whom and why, and shown to the team unless the law forbids it for a time.
import * as z from "zod";
import { findTeam } from "~/db/queries/teams";
import { writeAll } from "~/db/statements";
import { recordAct } from "../core/auditLog";
import type { TeamContext } from "../core/context";

const Line = (what: string) => z.string().trim().min(3, what).max(300, "At most 300 characters");

export const DisclosureInput = z.object({
  authority: Line("Which authority?"),
  basis: Line("Which law and which order?"),
  what: Line("Which kinds of data?"),
  /** The first day on which the team may be told; empty for at once. */
  silentUntil: z.union([
    z.literal("").transform(() => null),
    z.iso.date("Enter a date like 2027-01-31").transform((day) => Date.parse(day)),
  ]),
});

/** Records a disclosure in the team's audit log. False for a team that does not exist. */
export async function recordDisclosure(ctx: TeamContext, teamId: string, input: z.infer<typeof DisclosureInput>): Promise<boolean> {
  if (!(await findTeam(ctx.db, teamId))) return false;
  const { authority, basis, what, silentUntil } = input;
  const detail = { authority, basis, what };
  await writeAll(ctx.db, [recordAct(ctx, { act: "data.disclosed", teamId, subjectId: teamId, detail, visibleFrom: silentUntil })]);
  return true;
}
