// Every mail there is, with what it says. Rendered by app/emails.

export interface MailTemplates {
  verify: { name: string; url: string };
  reset: { name: string; url: string };
  "password-changed": { name: string };
  receipt: { name: string; credits: number; amount: string; balance: number; receiptUrl: string; url: string };
  "payment-failed": { name: string; credits: number; amount: string; url: string };
  /** `paused`: 1 when auto top-up was on and waits for the owner now. */
  refund: { name: string; amount: string; of: string; balance: number; paused: number; url: string };
  /** `taken`: 1 when the bank took the money, 0 when it was given back. */
  dispute: { name: string; amount: string; taken: number; balance: number; url: string };
  "low-balance": { name: string; balance: number; daysLeft: number; url: string };
  /** `off`: 1 when auto top-up was turned off by it. */
  "top-up-declined": { name: string; amount: string; card: string; off: number; url: string };
  "top-up-confirm": { name: string; amount: string; card: string; url: string };
  "credits-expire": { name: string; credits: number; days: number; day: string; url: string };
  /** `days`: how long until the purge, 0 at the deactivation itself. */
  "team-deactivated": { name: string; team: string; day: string; days: number; credits: number; url: string };
  "team-purged": { name: string; team: string };
  /** `kept`: what the law makes us keep of it, and until when. */
  "account-erased": { name: string; kept: string };
  "email-confirm": { name: string; url: string };
  /** To the old address, before anything changes. */
  "email-asked": { name: string; url: string };
  /** To an address that may have no account. `by`: the confirmed address of who asks. */
  invited: { name: string; by: string; days: number; url: string };
  /** To somebody, about a way into their account or their place in a team. */
  "security-notice": { name: string; title: string; body: string; url: string };
  "email-changed": { name: string; email: string };
  "new-sign-in": { name: string; device: string; when: string; zone: string; url: string };
  "policy-changed": { name: string; policy: string; day: string; change: string; url: string };
  "service-notice": { name: string; title: string; body: string; url: string };
  "product-update": { name: string; title: string; body: string; url: string };
  /** What somebody asked for about their own data, to them: first to confirm the address. */
  "rights-received": { name: string; what: string; due: string; url: string };
  /** To who has to answer: a team's owners, or those who run the deployment. `days`: left, negative when it is late. */
  "rights-due": { name: string; what: string; due: string; days: number; url: string; report: number };
  /** `forget`: 1 when nothing of it is to be kept once it is sent. */
  "rights-ended": { name: string; what: string; outcome: string; forget?: number };
  "ticket-received": { name: string; url: string };
  "ticket-written": { name: string; body: string; url: string };
  "monthly-statement": {
    name: string;
    month: string;
    spent: number;
    bought: number;
    balance: number;
    head: string;
    url: string;
  };
}
