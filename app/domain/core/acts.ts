// What the audit log can say was done.

export interface Act {
  act:
    | "goodwill.given"
    | "promo.made"
    | "purchase.refunded"
    | "event.repeated"
    | "letter.repeated"
    | "letter.set-aside"
    | "mail.repeated"
    | "check.run"
    | "ledger.frozen"
    | "ledger.reopened"
    | "contact.copied"
    | "contact.erased"
    | "contact.restricted"
    | "contact.released"
    | "archive.made"
    | "archive.taken"
    | "consent.given"
    | "consent.withdrawn"
    | "consent.used"
    | "data.disclosed"
    | "member.erased"
    | "member.invited"
    | "invitation.revoked"
    | "member.joined"
    | "member.role-changed"
    | "member.paused"
    | "member.resumed"
    | "member.removed"
    | "member.left"
    | "role.made"
    | "role.changed"
    | "role.deleted"
    | "team.made"
    | "team.offered"
    | "team.offer-ended"
    | "team.handed"
    | "minor.reported"
    | "minor.erased"
    | "rights.ended"
    | "ticket.answered"
    | "broadcast.written"
    | "keys.rotated"
    | "log.exported"
    | "contacts.exported"
    | "field.removed"
    | "tag.deleted"
    | "team.deactivated"
    | "team.reactivated";
  teamId: string | null;
  subjectId: string;
  detail: Record<string, string | number | null>;
  /** The team sees it from this moment on; at once where there is none. */
  visibleFrom?: number | null;
}
