// Resend, behind the one thing we ask of it: send this message once. What a message says is rendered by whoever wires this.
import { Resend } from "resend";
import * as z from "zod";
import type { MailEvent, MailGateway, OutgoingMail } from "~/app/domain/core/ports/mail";

export interface RenderedMail {
  subject: string;
  html: string;
  text: string;
}

export interface MailSettings {
  apiKey: string;
  from: string;
  webhookSecret: string;
  /** Where requests go instead of Resend's own address: the sandbox. */
  baseUrl?: string;
  render(mail: OutgoingMail): Promise<RenderedMail>;
}

export function openMail({ apiKey, from, webhookSecret, baseUrl, render }: MailSettings): MailGateway {
  const resend = new Resend(apiKey, baseUrl ? { baseUrl } : undefined);
  return {
    async send(mail) {
      const { subject, html, text } = await render(mail);
      // RFC 8058: mail programs show a button that posts here.
      const headers: Record<string, string> = mail.unsubscribeUrl
        ? { "List-Unsubscribe": `<${mail.unsubscribeUrl}>`, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" }
        : {};
      const post = () => resend.emails.send({ from, to: mail.to, subject, html, text, headers }, { idempotencyKey: mail.id });
      const first = await post();
      // No answer at all: most often a kept-alive connection that the other side closed as we wrote. Asked again at once under the
      // same key, so that nobody waits a minute for the link to confirm their address.
      const { error } = first.error?.statusCode === null ? await post() : first;
      if (!error) return { kind: "sent" };
      const status = error.statusCode ?? 0;
      // An address or message that Resend will never take; everything else may work later.
      return status === 400 || status === 422 ? { kind: "refused", status } : { kind: "later", status };
    },
    verifyEvent(body, headers) {
      try {
        return eventOf(Event.parse(resend.webhooks.verify({ payload: body, headers, webhookSecret })));
      } catch {
        return null;
      }
    },
  };
}

/** As much of an event as ends further mails. Other kinds are seen and left alone. */
const Event = z.object({
  type: z.string().catch("unknown"),
  data: z
    .object({ to: z.array(z.string().max(320)).max(100), bounce: z.object({ type: z.string() }).optional().catch(undefined) })
    .catch({ to: [] }),
});

function eventOf({ type, data: { to, bounce } }: z.infer<typeof Event>): MailEvent {
  if (type === "email.complained") return { reason: "complaint", recipients: to };
  // A full mailbox or a server that is away comes back by itself; an address that does not exist does not.
  if (type === "email.bounced" && bounce?.type === "Permanent") return { reason: "bounce", recipients: to };
  return { reason: null, recipients: [] };
}
