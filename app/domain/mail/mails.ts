// Mail goes through an outbox: a row in the batch of its cause, sent by the queue, tried again with growing pauses.
import type { TeamDb } from "~/db/client";
import { dropMail, findMail, insertMail, listDueMailIds, type Mail, postponeMail, removeMail, updateMail } from "~/db/queries/mails";
import { listOwners } from "~/db/queries/teams";
import { type Statement, writeAll } from "~/db/statements";
import type { Context } from "../core/context";
import { newId } from "../core/ids";
import { countUnconfirmedMail } from "../core/limits";
import { problemWords } from "../core/problems";
import { judgeMail } from "./mailChoices";
import { templatesOf } from "./mailKinds";
import type { MailTemplates } from "./mailTemplates";

const ATTEMPTS_MAX = 6;
const pauseMs = (attempts: number) => 60_000 * 4 ** attempts;

export interface MailDraft<T extends keyof MailTemplates = keyof MailTemplates> {
  template: T;
  recipient: string;
  props: MailTemplates[T];
  teamId: string | null;
  /** Given where the same cause may be told twice: the mail is sent once. */
  id?: string;
}

/** The outbox row, for the batch of its cause. Call `ctx.hint({ kind: "mail", mailId })` once that has landed. */
export function writeMail<T extends keyof MailTemplates>(ctx: Context, draft: MailDraft<T>): { mailId: string; statement: Statement } {
  const mailId = draft.id ?? newId(ctx.now);
  const { template, recipient, props, teamId } = draft;
  const row = { id: mailId, teamId, recipient, template, props: { ...props }, dueAt: ctx.now, createdAt: ctx.now };
  const statement = insertMail(ctx.db, row);
  return { mailId, statement: draft.id ? { ...statement, sql: `${statement.sql} on conflict do nothing` } : statement };
}

export type WrittenMail = ReturnType<typeof writeMail>;

/** Writes mails in the batch of their cause and tells the queue of those that are new. Returns how many were. */
export async function writeWithMails(ctx: Context, statements: Statement[], mails: WrittenMail[]): Promise<number> {
  const batch = [...statements, ...mails.map(({ statement }) => statement)];
  if (batch.length === 0) return 0;
  const written = (await writeAll(ctx.db, batch)).slice(statements.length);
  const fresh = mails.filter((_, n) => written[n]);
  for (const { mailId } of fresh) await ctx.hint({ kind: "mail", mailId });
  return fresh.length;
}

/** The same mail to every owner of a team, under an id of its own for each: told twice, it is written once. */
export async function mailOwners<T extends keyof MailTemplates>(
  ctx: Context,
  teamDb: TeamDb,
  { id, template, props }: { id: string; template: T; props: Omit<MailTemplates[T], "name"> },
): Promise<WrittenMail[]> {
  return (await listOwners(teamDb)).map(({ id: ownerId, name, email }) => {
    const named = { ...props, name } as MailTemplates[T];
    return writeMail(ctx, { id: `${id}-${ownerId}`, template, recipient: email, props: named, teamId: teamDb.teamId });
  });
}

/** The same mail to everybody who runs the deployment. With an id it is written once, though told twice. */
export function mailOperators<T extends keyof MailTemplates>(
  ctx: Context,
  { id, template, props }: { id?: string; template: T; props: Omit<MailTemplates[T], "name"> },
): WrittenMail[] {
  const named = { ...props, name: "" } as MailTemplates[T];
  return ctx.operators.map((recipient) => {
    return writeMail(ctx, { ...(id ? { id: `${id}-${recipient}` } : {}), template, recipient, props: named, teamId: null });
  });
}

const isFarewell = ({ template, props }: Mail) => template === "team-purged" || template === "account-erased" || props.forget === 1;

/** Sends one mail of the outbox if it is due and still wanted. The row's id is the idempotency key: a second try is no second mail. */
export async function sendMail(ctx: Context, mailId: string): Promise<void> {
  const mail = await findMail(ctx.db, mailId);
  if (!mail || mail.dueAt === null || mail.dueAt > ctx.now) return;
  const verdict = await judgeMail(ctx, mail);
  if (verdict.kind === "dropped") return isFarewell(mail) ? removeMail(ctx.db, mailId) : dropMail(ctx.db, mailId);
  const { id, recipient: to, template } = mail;
  const fresh = mail.dueAt === mail.createdAt;
  const counted =
    verdict.confirmed || isFarewell(mail)
      ? "allowed"
      : await countUnconfirmedMail(ctx, fresh ? to : null, template === "invited" ? "invitations" : "unconfirmed-mails");
  // Somebody floods one mailbox by our forms: what is more than a person would ask for in a day is not sent at all.
  if (counted === "each") return dropMail(ctx.db, mailId);
  if (counted === "all") return holdBack(ctx, mail);
  // Nobody is greeted by a name that somebody else may have typed for them: only by the one of the account that this address is confirmed for.
  const props = isFarewell(mail) ? mail.props : { ...mail.props, name: verdict.confirmed?.name ?? "" };
  const sent = await ctx.mail.send({ id, to, template, props, unsubscribeUrl: verdict.unsubscribeUrl });
  const givenUp = sent.kind === "refused" || mail.attempts + 1 >= ATTEMPTS_MAX;
  // Nothing of who is gone outlives them but what the retention page names: this row is not on it.
  if (isFarewell(mail) && (sent.kind === "sent" || givenUp)) return removeMail(ctx.db, mailId);
  if (sent.kind === "sent") return updateMail(ctx.db, mailId, { dueAt: null, sentAt: ctx.now });
  ctx.log({ at: "mail.failed", mailId, attempts: mail.attempts + 1, status: sent.status });
  await updateMail(ctx.db, mailId, givenUp ? { dueAt: null, failedAt: ctx.now } : { dueAt: ctx.now + pauseMs(mail.attempts) });
}

const HOLD_MS = 60 * 60 * 1000;

/** Keeps a mail for later, since today's to unconfirmed addresses are used up; tells those who run the deployment, once a day. */
async function holdBack(ctx: Context, mail: Mail): Promise<void> {
  await postponeMail(ctx.db, mail.id, ctx.now + HOLD_MS);
  ctx.log({ at: "mail.held-back", mailId: mail.id });
  const day = new Date(ctx.now).toISOString().slice(0, 10);
  const body =
    "More e-mails than usual were due to go to unconfirmed addresses. They are on hold. Check whether someone is flooding the forms.";
  const props = { title: "E-mails to unconfirmed addresses are on hold", body, url: `${ctx.origin}/operator/jobs` };
  await writeWithMails(ctx, [], mailOperators(ctx, { id: `held-back-${day}`, template: "service-notice", props }));
}

/** Sends what is due and was missed by the queue, what somebody waits for at a sign-in first. Returns how many were tried. */
export async function sweepMails(ctx: Context): Promise<number> {
  const due = await listDueMailIds(ctx.db, ctx.now, { first: templatesOf("security"), limit: 50 });
  for (const mailId of due)
    await sendMail(ctx, mailId).catch((error) => ctx.log({ at: "mail.failed", mailId, problem: problemWords(error) }));
  return due.length;
}
