// Resend, behind the one thing we ask of it: send this message once. What a message says is rendered by whoever wires this.
import { Resend } from "resend";

export interface OutgoingMail {
  /** Also the idempotency key: sent twice, it arrives once. */
  id: string;
  to: string;
  template: string;
  props: object;
}

export interface RenderedMail {
  subject: string;
  html: string;
  text: string;
}

export type SendResult = { kind: "sent" } | { kind: "later"; status: number } | { kind: "refused"; status: number };

export interface MailGateway {
  send(mail: OutgoingMail): Promise<SendResult>;
}

export interface MailSettings {
  apiKey: string;
  from: string;
  /** Where requests go instead of Resend's own address: the sandbox. */
  baseUrl?: string;
  render(mail: OutgoingMail): Promise<RenderedMail>;
}

export function openMail({ apiKey, from, baseUrl, render }: MailSettings): MailGateway {
  const resend = new Resend(apiKey, baseUrl ? { baseUrl } : undefined);
  return {
    async send(mail) {
      const { subject, html, text } = await render(mail);
      const { error } = await resend.emails.send({ from, to: mail.to, subject, html, text }, { idempotencyKey: mail.id });
      if (!error) return { kind: "sent" };
      const status = error.statusCode ?? 0;
      // An address or message that Resend will never take; everything else may work later.
      return status === 400 || status === 422 ? { kind: "refused", status } : { kind: "later", status };
    },
  };
}
