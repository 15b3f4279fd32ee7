// A new team: its row, its first owner, and the key that seals what it keeps.
import { insertMember, insertTeam } from "~/db/queries/teams";
import type { Statement } from "~/db/statements";
import type { Context } from "../core/context";
import { makeDataKey } from "../core/encryption";
import { newId } from "../core/ids";
import { newTeamId } from "./teams";

export interface NewTeam {
  name: string;
  userId: string;
  /** Two letters, as a browser says them. */
  country?: string;
  /** As a browser says it; UTC where it isn't one. */
  timeZone?: string;
}

function safeTimeZone(name: string | undefined): string {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return "UTC";
  }
}

/** Makes the team's key, and the writes of the team with its owner. */
export async function newTeam(ctx: Context, { name, userId, country = "US", timeZone }: NewTeam) {
  const [teamId, memberId] = [newTeamId(ctx), newId(ctx.now)];
  await makeDataKey(ctx, teamId);
  const team = {
    id: teamId,
    name,
    defaultCountry: country.toUpperCase(),
    timeZone: safeTimeZone(timeZone),
    epoch: 1,
    deactivatedAt: null,
    purgeAt: null,
    createdAt: ctx.now,
    businessName: "",
    secondRequiredAt: null,
  };
  const owner = { teamId, id: memberId, userId, role: "owner", roleId: null, joinedAt: ctx.now, deactivatedAt: null } as const;
  const statements: Statement[] = [insertTeam(ctx.db, team), insertMember(ctx.db, owner)];
  return { teamId, memberId, statements };
}
