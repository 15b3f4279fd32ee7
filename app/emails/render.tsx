// Template name -> subject, HTML and text. The names and props are the domain's `MailTemplates`.
import { render } from "@react-email/render";
import type { ReactElement } from "react";
import type { MailTemplates } from "../domain/mails";
import * as creditsExpire from "./creditsExpire";
import * as dispute from "./dispute";
import * as lowBalance from "./lowBalance";
import * as monthlyStatement from "./monthlyStatement";
import * as passwordChanged from "./passwordChanged";
import * as paymentFailed from "./paymentFailed";
import * as receipt from "./receipt";
import * as refund from "./refund";
import * as reset from "./reset";
import * as teamDeactivated from "./teamDeactivated";
import * as teamPurged from "./teamPurged";
import * as topUpConfirm from "./topUpConfirm";
import * as topUpDeclined from "./topUpDeclined";
import * as verify from "./verify";

type Templates = { [T in keyof MailTemplates]: { subject(props: MailTemplates[T]): string; page(props: MailTemplates[T]): ReactElement } };

const templates: Templates = {
  verify: { subject: verify.subject, page: (props) => <verify.Verify {...props} /> },
  reset: { subject: reset.subject, page: (props) => <reset.Reset {...props} /> },
  "password-changed": { subject: passwordChanged.subject, page: (props) => <passwordChanged.PasswordChanged {...props} /> },
  receipt: { subject: receipt.subject, page: (props) => <receipt.Receipt {...props} /> },
  "payment-failed": { subject: paymentFailed.subject, page: (props) => <paymentFailed.PaymentFailed {...props} /> },
  refund: { subject: refund.subject, page: (props) => <refund.Refund {...props} /> },
  dispute: { subject: dispute.subject, page: (props) => <dispute.Dispute {...props} /> },
  "low-balance": { subject: lowBalance.subject, page: (props) => <lowBalance.LowBalance {...props} /> },
  "top-up-declined": { subject: topUpDeclined.subject, page: (props) => <topUpDeclined.TopUpDeclined {...props} /> },
  "top-up-confirm": { subject: topUpConfirm.subject, page: (props) => <topUpConfirm.TopUpConfirm {...props} /> },
  "credits-expire": { subject: creditsExpire.subject, page: (props) => <creditsExpire.CreditsExpire {...props} /> },
  "team-deactivated": { subject: teamDeactivated.subject, page: (props) => <teamDeactivated.TeamDeactivated {...props} /> },
  "team-purged": { subject: teamPurged.subject, page: (props) => <teamPurged.TeamPurged {...props} /> },
  "monthly-statement": { subject: monthlyStatement.subject, page: (props) => <monthlyStatement.MonthlyStatement {...props} /> },
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
