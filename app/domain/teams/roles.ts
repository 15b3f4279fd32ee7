// The roles of a team: those that are built in, and those it makes for itself by ticking what they allow. A form names one by its own name, or by `own:`
// and the id of one that the team made. Nobody gives a role that may more than they may themselves.
import * as z from "zod";
import { changeRoleRow, findRole, insertRole, listRoles, type Role, type RoleOf, removeRole } from "~/db/queries/members";
import { writeAll } from "~/db/statements";
import { recordAct, recordIfDone } from "../core/auditLog";
import type { TeamContext } from "../core/context";
import { newId } from "../core/ids";
import {
  allPermissions,
  builtInRoles,
  can,
  type NotAllowed,
  notAllowed,
  type Permission,
  permissionsOf,
  roleWords,
} from "../core/permissions";

import type { Sees } from "./sight";

export type { Role } from "~/db/queries/members";

const ROLES_MAX = 20;
const OWN = "own:";

/** What a role that a team makes can allow. */
export const grantable = allPermissions.filter(({ ownersOnly }) => !ownersOnly);
const grantableActs = new Set<string>(grantable.map(({ act }) => act));

export const RoleInput = z.object({
  name: z.string().trim().min(1, "Enter a name").max(40, "At most 40 characters"),
  acts: z.array(z.string().max(40)).max(100),
  /** Whose records it sees, by the plural of a noun. */
  sees: z.record(z.string().max(40), z.enum(["all", "group", "own"])).default({}),
});
export type RoleInput = z.input<typeof RoleInput>;

export interface RoleChoice {
  /** As a form names it. */
  value: string;
  name: string;
  what: string;
  acts: Permission[];
  /** Whose records it sees; everybody's where a noun is absent. */
  sees: Sees;
}

const whatOf = (acts: string[], sees: Sees) =>
  [
    `${acts.length} of ${grantable.length} permissions`,
    ...Object.entries(sees).map(([noun, how]) => `sees ${how === "own" ? "only their own" : "their groups’"} ${noun}`),
  ].join(", ");

const toChoice = ({ id, name, acts, sees }: Role): RoleChoice => {
  const allowed = permissionsOf({ role: "own", grants: acts });
  return { value: OWN + id, name, what: `${whatOf(allowed, sees)}.`, acts: allowed, sees };
};

/** Every role of the team, built-in ones first. */
export async function readRoles(ctx: TeamContext): Promise<RoleChoice[]> {
  const built = builtInRoles.map((role) => ({ value: role as string, ...roleWords[role], acts: permissionsOf({ role }), sees: {} }));
  return [...built, ...(await listRoles(ctx.teamDb, ROLES_MAX)).map(toChoice)];
}

/** How a role is named in a form. */
export const roleValue = ({ role, roleId }: RoleOf): string => (roleId === null ? role : `${OWN}${roleId}`);

/** A role as it is kept, from how a form names it. */
export const roleOf = ({ value }: Pick<RoleChoice, "value">): RoleOf =>
  value.startsWith(OWN) ? { role: "own", roleId: value.slice(OWN.length) } : { role: value as RoleOf["role"], roleId: null };

/** How the role of a member is called; one that is gone allows nothing, and says so. */
export function roleName(of: RoleOf, roles: RoleChoice[]): string {
  return roles.find(({ value }) => value === roleValue(of))?.name ?? "No role";
}

/** Whether a role sees nothing that somebody doesn't. */
const seesNoMore = ({ member }: TeamContext, { sees }: RoleChoice): boolean =>
  Object.entries(member.sees ?? {}).every(([noun, how]) => sees[noun] === "own" || sees[noun] === how);

/** Whether somebody may give a role to others: it allows nothing that they can't do, and shows nothing that they don't see. */
export const mayGive = (ctx: TeamContext, role: RoleChoice): boolean => role.acts.every((act) => can(ctx, act)) && seesNoMore(ctx, role);

/** Whether somebody may change or remove whoever has a role: it allows nothing that they can't do. A role that is gone allows nothing. */
export function reaches(ctx: TeamContext, of: RoleOf, roles: RoleChoice[]): boolean {
  const role = roles.find(({ value }) => value === roleValue(of));
  return role === undefined || mayGive(ctx, role);
}

/** The roles that somebody may give to others. */
export async function readGivable(ctx: TeamContext): Promise<RoleChoice[]> {
  return (await readRoles(ctx)).filter((role) => mayGive(ctx, role));
}

export type RoleOutcome = { kind: "done"; id: string } | NotAllowed | { kind: "taken" | "full" | "missing" | "used" };

const isTaken = (roles: RoleChoice[], name: string, except: string) =>
  roles.some((role) => role.value !== except && role.name.toLowerCase() === name.toLowerCase());

/** What was ticked, as far as a role can have it, in the order of the table. */
const ticked = (acts: string[]) => grantable.filter(({ act }) => acts.includes(act) && grantableActs.has(act)).map(({ act }) => act);

/** What is narrowed of what was chosen. */
const narrowed = (sees: RoleInput["sees"] = {}): Sees =>
  Object.fromEntries(Object.entries(sees).filter((one): one is [string, Sees[string]] => one[1] !== "all"));

/** What a role allows and sees, as the log says it. */
const detailOf = ({ acts, sees }: RoleInput) => ({
  permissions: ticked(acts).join(", "),
  ...Object.fromEntries(Object.entries(narrowed(sees)).map(([noun, how]) => [`sees ${noun}`, how])),
});

/** Makes a role. Owners only. */
export async function addRole(ctx: TeamContext, input: RoleInput): Promise<RoleOutcome> {
  if (!can(ctx, "role.change")) return notAllowed("role.change");
  const { name, acts, sees } = input;
  const roles = await readRoles(ctx);
  if (isTaken(roles, name, "")) return { kind: "taken" };
  if (roles.length - builtInRoles.length >= ROLES_MAX) return { kind: "full" };
  const id = newId(ctx.now);
  const act = recordAct(ctx, { act: "role.made", teamId: ctx.team.id, subjectId: id, detail: detailOf(input) });
  const row = { id, name, acts: ticked(acts), sees: narrowed(sees), createdAt: ctx.now };
  await writeAll(ctx.db, [insertRole(ctx.teamDb, row), act]);
  return { kind: "done", id };
}

/** Changes a role, for everybody who has it, from their next click on. */
export async function changeRole(ctx: TeamContext, id: string, input: RoleInput): Promise<RoleOutcome> {
  if (!can(ctx, "role.change")) return notAllowed("role.change");
  const { name, acts, sees } = input;
  if (isTaken(await readRoles(ctx), name, OWN + id)) return { kind: "taken" };
  const act = recordIfDone(ctx, { act: "role.changed", teamId: ctx.team.id, subjectId: id, detail: detailOf(input) });
  const [changed] = await writeAll(ctx.db, [changeRoleRow(ctx.teamDb, id, { name, acts: ticked(acts), sees: narrowed(sees) }), act]);
  return changed === 1 ? { kind: "done", id } : { kind: "missing" };
}

/** Deletes a role that nobody has and no invitation offers. */
export async function dropRole(ctx: TeamContext, id: string): Promise<RoleOutcome> {
  if (!can(ctx, "role.change")) return notAllowed("role.change");
  const act = recordIfDone(ctx, { act: "role.deleted", teamId: ctx.team.id, subjectId: id, detail: {} });
  const [gone] = await writeAll(ctx.db, [removeRole(ctx.teamDb, id), act]);
  if (gone === 1) return { kind: "done", id };
  return { kind: (await findRole(ctx.teamDb, id)) ? "used" : "missing" };
}
