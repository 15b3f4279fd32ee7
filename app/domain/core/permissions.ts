// Who may do what in a team: one table of acts and roles. The domain asks it before it acts, pages ask it to offer only what is allowed, and nothing
// else compares a role with a name.
import type { TeamContext } from "./context";

export type Role = TeamContext["member"]["role"];
type BuiltIn = Exclude<Role, "own">;

const OWNER: BuiltIn[] = ["owner"];
const MANAGERS: BuiltIn[] = ["owner", "manager"];
const AGENTS: BuiltIn[] = ["owner", "manager", "agent"];

interface Rule {
  roles: BuiltIn[];
  /** Whose own record it is may do it too, whatever their role. */
  own?: true;
  /** What it is, after "can". */
  words: string;
  /** No role that a team makes can have it: it is what an owner is. */
  ownersOnly?: true;
}

const permissions = {
  "record.add": { roles: AGENTS, words: "add contacts, companies and notes" },
  "record.change": { roles: AGENTS, words: "change records, their tags and their notes" },
  "record.trash": { roles: AGENTS, words: "move records to the trash and back" },
  "record.bulk": { roles: AGENTS, words: "change many records at once" },
  "record.export": { roles: AGENTS, words: "export records" },
  "import.make": { roles: AGENTS, words: "import files" },
  "credits.buy": { roles: AGENTS, words: "buy credits" },
  "view.share": { roles: AGENTS, words: "share a saved view" },
  "member.invite": { roles: MANAGERS, words: "invite people" },
  /** It decides what others see, and oneself. */
  "group.change": { roles: OWNER, words: "create groups and choose who is in them", ownersOnly: true },
  "member.change": { roles: OWNER, words: "change, deactivate and remove members" },
  "role.change": { roles: OWNER, words: "create and change roles", ownersOnly: true },
  /** More than one may do oneself is not one's own to give, or to take. */
  "role.beyond": { roles: OWNER, words: "manage people who may do more than you", ownersOnly: true },
  "team.hand": { roles: OWNER, words: "hand the team over", ownersOnly: true },
  "team.change": { roles: OWNER, words: "change the team’s details" },
  "team.leave": { roles: OWNER, words: "deactivate the team or bring it back", ownersOnly: true },
  "audit.read": { roles: OWNER, words: "read the audit log" },
  "archive.make": { roles: OWNER, words: "export everything" },
  "billing.change": { roles: OWNER, words: "change the saved card, auto top-up and alerts" },
  "promo.redeem": { roles: OWNER, words: "redeem a promo code" },
  "budget.set": { roles: OWNER, words: "set budgets for members and actions" },
  "support.allow": { roles: OWNER, words: "let support view the team’s contacts" },
  /** That somebody is no child: it stops a deletion. */
  "report.object": { roles: OWNER, words: "answer a report about a child" },
  "request.end": { roles: MANAGERS, words: "answer a privacy request" },
  "contact.restrict": { roles: MANAGERS, words: "restrict a contact" },
  "contact.erase": { roles: MANAGERS, words: "erase a contact" },
  "certificate.read": { roles: MANAGERS, words: "see a certificate of erasure" },
  "field.change": { roles: MANAGERS, words: "change the custom fields" },
  /** Lists can be sorted by it, at the price of a row written for each value. */
  "field.index": { roles: OWNER, words: "choose by which fields lists can be sorted" },
  /** To see them, to fill them in, to export them. */
  "field.sensitive": { roles: MANAGERS, words: "see sensitive fields" },
  /** Of those that a colleague looks after; one's own anybody may who may change records. */
  "record.assign": { roles: MANAGERS, words: "give a colleague’s records to somebody else" },
  "record.merge": { roles: MANAGERS, words: "merge two records" },
  /** A view that is shared; one's own anybody may. */
  "view.change": { roles: MANAGERS, own: true, words: "change a view that somebody else made" },
  "tag.delete": { roles: MANAGERS, words: "delete a tag" },
  /** The rows of an import's file, with all that they say of people. */
  "import.read": { roles: MANAGERS, own: true, words: "see the rows of somebody else’s import" },
} satisfies Record<string, Rule>;
export type Permission = keyof typeof permissions;

/** Whether a member may do something; `record` is what it is done to, where it matters whose it is. */
export function can({ member }: Pick<TeamContext, "member">, act: Permission, record?: { memberId: string }): boolean {
  const { roles, own, ownersOnly }: Rule = permissions[act];
  const has = member.role === "own" ? !ownersOnly && (member.grants ?? []).includes(act) : roles.includes(member.role);
  return has || (own === true && record?.memberId === member.id);
}

/** Raises where a member may not do something. For what no page offers them and every route asks before: whoever comes here all the same went around both. */
export function assertCan(ctx: Pick<TeamContext, "member">, act: Permission): void {
  if (!can(ctx, act)) throw new Error(`A member who can’t ${permissions[act].words} got as far as doing it.`);
}

/** Every permission, with what it allows and the built-in roles that have it, for the page of roles. */
export const allPermissions = Object.entries(permissions).map(([act, { words, ...rule }]) => {
  const { roles, ownersOnly }: Pick<Rule, "roles" | "ownersOnly"> = rule;
  return { act: act as Permission, words, roles, ownersOnly: ownersOnly === true };
});

/** What a permission allows, after "can"; of one that is no more, its name. */
export const wordsOf = (act: string): string => allPermissions.find((one) => one.act === act)?.words ?? act;

/** What a role allows, whichever it is. */
export const permissionsOf = (member: Pick<TeamContext["member"], "role" | "grants">): Permission[] =>
  allPermissions.filter(({ act }) => can({ member: { id: "", userId: "", name: "", email: "", ...member } }, act)).map(({ act }) => act);

/** How the built-in roles are called, and what each is for, in the order of what they may. */
export const roleWords: Record<BuiltIn, { name: string; what: string }> = {
  owner: { name: "Owner", what: "Everything, with the money and the team itself." },
  manager: { name: "Manager", what: "All records and fields, sensitive ones too, and inviting people." },
  agent: { name: "Agent", what: "Adds, changes, imports and exports records, and buys credits." },
  viewer: { name: "Viewer", what: "Looks at everything that isn’t sensitive, and changes nothing." },
};
/** How a role is called; `own`: the name of one that the team made, where it has one still. */
export const nameOfRole = (role: Role, own: string | null): string => (role === "own" ? (own ?? "No role") : roleWords[role].name);

export const builtInRoles = Object.keys(roleWords) as BuiltIn[];

/** Whether somebody answers for the team. Where the question is not what they may do, but who they are. */
export const isOwner = ({ role }: { role: Role }): boolean => role === "owner";

/** Whether a role is one that the team made. */
export const isOwnRole = ({ role }: { role: Role }): boolean => role === "own";

/** The outcome of every act that somebody may not do. */
export interface NotAllowed {
  kind: "not-allowed";
  act: Permission;
}

export const notAllowed = (act: Permission): NotAllowed => ({ kind: "not-allowed", act });

/** Who can do it instead, as a person reads it. */
export function notAllowedWords({ act }: Pick<NotAllowed, "act">): string {
  const { roles, words } = permissions[act];
  if (roles === AGENTS) return `Your role doesn’t let you ${words}. Ask an owner of the team.`;
  return `Only ${roles === OWNER ? "the team’s owner" : "an owner or a manager"} can ${words}.`;
}
