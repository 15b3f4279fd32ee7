// Template name -> subject, HTML and text. The names and props are the domain's `MailTemplates`.
import { render } from "@react-email/render";
import type { ReactElement } from "react";
import type { MailTemplates } from "../domain/mail/mailTemplates";
import * as accountErased from "./accountErased";
import * as creditsExpire from "./creditsExpire";
import * as dispute from "./dispute";
import * as emailAsked from "./emailAsked";
import * as emailChanged from "./emailChanged";
import * as emailConfirm from "./emailConfirm";
import * as invited from "./invited";
import { FootContext, type FootView } from "./layout";
import * as lowBalance from "./lowBalance";
import * as monthlyStatement from "./monthlyStatement";
import * as newSignIn from "./newSignIn";
import * as passwordChanged from "./passwordChanged";
import * as paymentFailed from "./paymentFailed";
import * as policyChanged from "./policyChanged";
import * as receipt from "./receipt";
import * as refund from "./refund";
import * as reset from "./reset";
import * as rightsDue from "./rightsDue";
import * as rightsEnded from "./rightsEnded";
import * as rightsReceived from "./rightsReceived";
import * as serviceNotice from "./serviceNotice";
import * as teamDeactivated from "./teamDeactivated";
import * as teamPurged from "./teamPurged";
import * as ticketReceived from "./ticketReceived";
import * as ticketWritten from "./ticketWritten";
import * as topUpConfirm from "./topUpConfirm";
import * as topUpDeclined from "./topUpDeclined";
import * as verify from "./verify";

type Templates = { [T in keyof MailTemplates]: { subject(props: MailTemplates[T]): string; page(props: MailTemplates[T]): ReactElement } };

const templates: Templates = {
  verify: { subject: verify.subject, page: (props) => <verify.Verify {...props} /> },
  reset: { subject: reset.subject, page: (props) => <reset.Reset {...props} /> },
  "password-changed": { subject: passwordChanged.subject, page: (props) => <passwordChanged.PasswordChanged {...props} /> },
  invited: { subject: invited.subject, page: (props) => <invited.Invited {...props} /> },
  "security-notice": {
    subject: serviceNotice.subject,
    page: (props) => <serviceNotice.ServiceNotice {...props} body={`${props.title}.\n\n${props.body}`} />,
  },
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
  "account-erased": { subject: accountErased.subject, page: (props) => <accountErased.AccountErased {...props} /> },
  "email-confirm": { subject: emailConfirm.subject, page: (props) => <emailConfirm.EmailConfirm {...props} /> },
  "email-asked": { subject: emailAsked.subject, page: (props) => <emailAsked.EmailAsked {...props} /> },
  "email-changed": { subject: emailChanged.subject, page: (props) => <emailChanged.EmailChanged {...props} /> },
  "new-sign-in": { subject: newSignIn.subject, page: (props) => <newSignIn.NewSignIn {...props} /> },
  "policy-changed": { subject: policyChanged.subject, page: (props) => <policyChanged.PolicyChanged {...props} /> },
  "service-notice": { subject: serviceNotice.subject, page: (props) => <serviceNotice.ServiceNotice {...props} /> },
  "product-update": { subject: serviceNotice.subject, page: (props) => <serviceNotice.ServiceNotice {...props} /> },
  "rights-received": { subject: rightsReceived.subject, page: (props) => <rightsReceived.RightsReceived {...props} /> },
  "rights-due": { subject: rightsDue.subject, page: (props) => <rightsDue.RightsDue {...props} /> },
  "rights-ended": { subject: rightsEnded.subject, page: (props) => <rightsEnded.RightsEnded {...props} /> },
  "ticket-received": { subject: ticketReceived.subject, page: (props) => <ticketReceived.TicketReceived {...props} /> },
  "ticket-written": { subject: ticketWritten.subject, page: (props) => <ticketWritten.TicketWritten {...props} /> },
  "monthly-statement": { subject: monthlyStatement.subject, page: (props) => <monthlyStatement.MonthlyStatement {...props} /> },
};

/** A mail of the outbox as it is sent. Throws for a template that does not exist. */
export async function renderMail(
  mail: { template: string; props: object; unsubscribeUrl: string | null },
  sender: FootView["sender"],
): Promise<{ subject: string; html: string; text: string }> {
  const template = templates[mail.template as keyof MailTemplates] as
    | { subject(props: object): string; page(props: object): ReactElement }
    | undefined;
  if (!template) throw new Error(`There is no mail template ${mail.template}.`);
  const foot = { unsubscribeUrl: mail.unsubscribeUrl, sender };
  const page = <FootContext.Provider value={foot}>{template.page(mail.props)}</FootContext.Provider>;
  const [html, text] = await Promise.all([render(page), render(page, { plainText: true })]);
  return { subject: template.subject(mail.props), html, text };
}
