// What the domain asks of whoever delivers mail. app/gateways fits Resend to it.

export interface OutgoingMail {
  /** Also the idempotency key: sent twice, it arrives once. */
  id: string;
  to: string;
  template: string;
  props: object;
  /** Where one click ends mails of this kind; null for those that cannot be ended. */
  unsubscribeUrl: string | null;
}

/** What became of a mail, as far as it ends further ones: `reason` is null for everything else. */
export interface MailEvent {
  reason: "bounce" | "complaint" | null;
  recipients: string[];
}

export type SendResult = { kind: "sent" } | { kind: "later"; status: number } | { kind: "refused"; status: number };

export interface MailGateway {
  send(mail: OutgoingMail): Promise<SendResult>;
  /** The event, if the signature over the raw body is Resend's; else null. */
  verifyEvent(body: string, headers: { id: string; timestamp: string; signature: string }): MailEvent | null;
}
