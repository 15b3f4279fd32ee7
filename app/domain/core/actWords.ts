// The lines of the audit log as sentences.
import * as z from "zod";
import type { Act } from "./acts";
import { formatMoney } from "./money";
import { wordsOf } from "./permissions";

const Detail = z.record(z.string(), z.union([z.string(), z.number(), z.null()]));
type Detail = z.infer<typeof Detail>;

function credits(detail: Detail): string {
  const count = Number(detail.credits ?? 0);
  return `${count.toLocaleString("en")} ${count === 1 ? "credit" : "credits"}`;
}

const asRole = ({ role }: Detail): string => (role ? ` as ${role}` : "");

/** What was done, with the numbers that belong to it. */
const sentences: Record<Act["act"], (detail: Detail) => string> = {
  "goodwill.given": (detail) => `Gave the team ${credits(detail)}`,
  "promo.made": (detail) => `Made a promo code worth ${credits(detail)}`,
  "purchase.refunded": (detail) => `Refunded ${formatMoney(Number(detail.amountCents ?? 0), "usd")} of a purchase`,
  "event.repeated": () => "Ran a Stripe event again",
  "letter.repeated": () => "Ran a failed job again",
  "letter.set-aside": () => "Set a failed job aside",
  "mail.repeated": () => "Sent an e-mail again",
  "check.run": (detail) => (detail.apply ? "Ran a check and fixed what it found" : "Ran a check"),
  "ledger.frozen": () => "Froze the ledger",
  "ledger.reopened": () => "Reopened the ledger",
  "contact.copied": () => "Made a copy of what is kept about a contact",
  "contact.erased": () => "Erased a contact for good",
  "contact.restricted": () => "Restricted a contact",
  "contact.released": () => "Lifted the restriction on a contact",
  "archive.made": (detail) => `Made an archive of everything${detail.fields === "sensitive" ? ", including sensitive fields" : ""}`,
  "archive.taken": () => "Downloaded an archive",
  "consent.given": () => "Let support look at the team’s contacts",
  "consent.withdrawn": () => "Stopped support from looking at the team’s contacts",
  "consent.used": () => "Looked at the team’s contacts, with consent",
  "data.disclosed": () => "Handed data over because the law required it",
  "member.erased": () => "Erased a member’s account",
  "access.refused": ({ act }) => `Was refused: may not ${wordsOf(String(act))}`,
  "group.made": () => "Created a group",
  "group.changed": (detail) =>
    `Changed a group, which has ${Number(detail.members) === 1 ? "1 member" : `${Number(detail.members)} members`} now`,
  "group.deleted": () => "Deleted a group",
  "member.invited": (detail) => `Invited somebody to join${asRole(detail)}`,
  "invitation.revoked": () => "Took an invitation back",
  "member.joined": (detail) => `Joined the team${asRole(detail)}`,
  "member.role-changed": (detail) => `Changed a member’s role to ${detail.role ?? "another"}`,
  "member.paused": () => "Deactivated a member",
  "member.resumed": () => "Reactivated a member",
  "member.removed": () => "Removed a member",
  "member.left": () => "Left the team",
  "role.made": () => "Created a role",
  "role.changed": () => "Changed what a role allows",
  "role.deleted": () => "Deleted a role",
  "team.second-required": () => "Asked all members for a second factor",
  "team.second-optional": () => "No longer asks members for a second factor",
  "team.made": () => "Created the team",
  "team.offered": () => "Offered the team to another member",
  "team.offer-ended": () => "Called off handing over the team",
  "team.handed": () => "Took over the team",
  "minor.reported": () => "Acted on a report about a child",
  "minor.erased": () => "Closed a report about a child",
  "rights.ended": () => "Answered a privacy request",
  "second.ended": () => "Turned off a lost second factor",
  "ticket.answered": () => "Answered a support request",
  "broadcast.written": () => "Wrote a message to all users",
  "keys.rotated": () => "Changed the key that wraps the teams’ keys",
  "log.exported": () => "Exported the audit log",
  "contacts.exported": () => "Exported the contacts, including sensitive fields",
  "tag.deleted": () => "Deleted a tag",
  "field.removed": () => "Removed a field and what was in it",
  "team.deactivated": () => "Deactivated the team",
  "team.reactivated": () => "Reactivated the team",
};

interface Told {
  /** What was done, as a sentence without its subject. */
  done: string;
  /** In the words of who did it; empty where nobody asked why. */
  reason: string;
  device: string;
}

/** Lines of the log with their words. Never throws: an act of an older version shows its own name. */
export function tellActs<T extends { act: string; detail: string }>(lines: T[]): (T & Told)[] {
  return lines.map((line) => {
    const read = Detail.safeParse(JSON.parse(line.detail));
    const detail = read.success ? read.data : {};
    const done = Object.hasOwn(sentences, line.act) ? sentences[line.act as Act["act"]](detail) : line.act;
    return { ...line, done, reason: String(detail.reason ?? ""), device: String(detail.with ?? "") };
  });
}
