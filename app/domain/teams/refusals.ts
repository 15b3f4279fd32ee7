// What members tried that their role doesn't allow: the team's owners read it in the audit log.
import { writeAll } from "~/db/statements";
import { recordAct } from "../core/auditLog";
import type { TeamContext } from "../core/context";
import { allow } from "../core/limits";
import type { Permission } from "../core/permissions";

/** Notes that a member was refused; so many of one member in a day, so that nobody fills the log with it. */
export async function noteRefused(ctx: TeamContext, act: Permission): Promise<void> {
  // Counted by the member alone, wherever they ask from.
  if (!(await allow(ctx, "refused", ctx.member.id, "", ctx.member.id))) return;
  await writeAll(ctx.db, [recordAct(ctx, { act: "access.refused", teamId: ctx.team.id, subjectId: ctx.member.id, detail: { act } })]);
}
