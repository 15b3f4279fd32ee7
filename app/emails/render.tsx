// Template name -> subject, HTML and text. The names and props are the domain's `MailTemplates`.
import { render } from "@react-email/render";
import type { ReactElement } from "react";
import type { MailTemplates } from "../domain/mails";
import * as passwordChanged from "./passwordChanged";
import * as paymentFailed from "./paymentFailed";
import * as receipt from "./receipt";
import * as reset from "./reset";
import * as verify from "./verify";

type Templates = { [T in keyof MailTemplates]: { subject(props: MailTemplates[T]): string; page(props: MailTemplates[T]): ReactElement } };

const templates: Templates = {
  verify: { subject: verify.subject, page: (props) => <verify.Verify {...props} /> },
  reset: { subject: reset.subject, page: (props) => <reset.Reset {...props} /> },
  "password-changed": { subject: passwordChanged.subject, page: (props) => <passwordChanged.PasswordChanged {...props} /> },
  receipt: { subject: receipt.subject, page: (props) => <receipt.Receipt {...props} /> },
  "payment-failed": { subject: paymentFailed.subject, page: (props) => <paymentFailed.PaymentFailed {...props} /> },
};

/** A mail of the outbox as it is sent. Throws for a template that does not exist. */
export async function renderMail(mail: { template: string; props: object }): Promise<{ subject: string; html: string; text: string }> {
  const template = templates[mail.template as keyof MailTemplates] as
    | { subject(props: object): string; page(props: object): ReactElement }
    | undefined;
  if (!template) throw new Error(`There is no mail template ${mail.template}.`);
  const page = template.page(mail.props);
  const [html, text] = await Promise.all([render(page), render(page, { plainText: true })]);
  return { subject: template.subject(mail.props), html, text };
}
