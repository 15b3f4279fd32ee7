// Who may do what in a team: one table of acts and roles. The domain asks it before it acts, pages ask it to offer only what is allowed, and nothing
// else compares a role with a name.
import type { TeamContext } from "./context";

export type Role = TeamContext["member"]["role"];

const OWNER: Role[] = ["owner"];
const MANAGERS: Role[] = ["owner", "manager"];

interface Rule {
  roles: Role[];
  /** Whose own record it is may do it too, whatever their role. */
  own?: true;
  /** What it is, after "can". */
  words: string;
}

const permissions = {
  "team.change": { roles: OWNER, words: "change the team" },
  "team.leave": { roles: OWNER, words: "deactivate it or bring it back" },
  "audit.read": { roles: OWNER, words: "read the audit log" },
  "archive.make": { roles: OWNER, words: "export everything" },
  "billing.change": { roles: OWNER, words: "change the saved card, auto top-up and alerts" },
  "promo.redeem": { roles: OWNER, words: "redeem a code" },
  "budget.set": { roles: OWNER, words: "set budgets for its members and actions" },
  "support.allow": { roles: OWNER, words: "let support view its contacts" },
  /** That somebody is no child: it stops a deletion. */
  "report.object": { roles: OWNER, words: "answer a report about a child" },
  "request.end": { roles: MANAGERS, words: "answer a request" },
  "contact.restrict": { roles: MANAGERS, words: "restrict a contact" },
  "contact.erase": { roles: MANAGERS, words: "erase a contact" },
  "certificate.read": { roles: MANAGERS, words: "see a certificate of erasure" },
  "field.change": { roles: MANAGERS, words: "change the custom fields" },
  /** Lists can be sorted by it, at the price of a row written for each value. */
  "field.index": { roles: OWNER, words: "choose by which fields lists can be sorted" },
  /** To see them, to fill them in, to export them. */
  "field.sensitive": { roles: MANAGERS, words: "see sensitive fields" },
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
  const { roles, own }: Rule = permissions[act];
  return roles.includes(member.role) || (own === true && record?.memberId === member.id);
}

/** Whether somebody answers for the team. Where the question is not what they may do, but who they are. */
export const isOwner = ({ role }: { role: Role }): boolean => role === "owner";

/** The outcome of every act that somebody may not do. */
export interface NotAllowed {
  kind: "not-allowed";
  act: Permission;
}

export const notAllowed = (act: Permission): NotAllowed => ({ kind: "not-allowed", act });

/** Who can do it instead, as a person reads it. */
export function notAllowedWords({ act }: Pick<NotAllowed, "act">): string {
  const who = permissions[act].roles === OWNER ? "the team’s owner" : "an owner or a manager";
  return `Only ${who} can ${permissions[act].words}.`;
}
