// The kinds of mail there are. Service and security mail is always sent; everything else is each person's choice, and ends with one click.
import type { MailTemplates } from "./mailTemplates";

export interface MailKind {
  name: string;
  words: string;
  /** What holds until somebody chooses; `always` where there is no choice. */
  default: "always" | "on" | "off";
}

export const mailKinds = {
  security: {
    name: "Security",
    words: "A sign-in with a new device, a changed password, address or role, and links you ask for.",
    default: "always",
  },
  service: {
    name: "Your account and money",
    words: "Receipts, refunds, your team’s deactivation, changes to our policies, and answers to your requests.",
    default: "always",
  },
  credits: { name: "Credits", words: "When the balance runs low, and before credits expire.", default: "on" },
  statement: { name: "Monthly statement", words: "Credits added and spent, in the first days of each month.", default: "off" },
  product: { name: "Product updates", words: "What’s new in Farthing, a few times a year.", default: "off" },
} as const satisfies Record<string, MailKind>;

export type MailKindName = keyof typeof mailKinds;

export const kindOfTemplate: Record<keyof MailTemplates, MailKindName> = {
  verify: "security",
  reset: "security",
  "email-confirm": "security",
  "email-asked": "security",
  "email-changed": "security",
  "password-changed": "security",
  "new-sign-in": "security",
  invited: "service",
  "security-notice": "security",
  receipt: "service",
  "payment-failed": "service",
  refund: "service",
  dispute: "service",
  "low-balance": "credits",
  "top-up-declined": "service",
  "top-up-confirm": "service",
  "credits-expire": "credits",
  "team-deactivated": "service",
  "team-purged": "service",
  "account-erased": "service",
  "monthly-statement": "statement",
  "policy-changed": "service",
  "service-notice": "service",
  "product-update": "product",
  "rights-received": "service",
  "rights-due": "service",
  "rights-ended": "service",
  "ticket-received": "service",
  "ticket-written": "service",
};

/** The templates of a kind. */
export function templatesOf(kind: MailKindName): string[] {
  return Object.entries(kindOfTemplate).flatMap(([template, own]) => (own === kind ? [template] : []));
}

/** About money that moved: told also while a team is deactivated. */
const aboutMoney = new Set<string>(["receipt", "refund", "dispute", "payment-failed"]);
const aboutLeaving = new Set<string>(["team-deactivated", "team-purged", "rights-due"]);

/** Whether a mail of a deactivated team is sent still. */
export function isSentWhileLeaving(template: string): boolean {
  return aboutLeaving.has(template) || aboutMoney.has(template);
}

/** What somebody asked for themselves, or is asked of them by others' rights. */
const aboutRights = new Set<string>([
  "rights-received",
  "rights-due",
  "rights-ended",
  "ticket-received",
  "ticket-written",
  "account-erased",
]);
const aboutCards = new Set<string>(["top-up-confirm", "top-up-declined"]);

/** Whether a mail goes to somebody who has their data kept and not used. */
export function isSentThoughRestricted(template: string, kind: MailKindName): boolean {
  return kind === "security" || isSentWhileLeaving(template) || aboutRights.has(template) || aboutCards.has(template);
}

export function isMailKind(text: string): text is MailKindName {
  return text in mailKinds;
}
