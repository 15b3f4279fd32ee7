import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { MailChoices } from "../../components/accounts/MailChoices";
import { NomineeCard, StandingCard, YourCopy } from "../../components/accounts/OwnRights";
import { Activity, SecondCard, Sessions } from "../../components/accounts/SecurityCards";
import { PageHead } from "../../components/ui/parts";
import { endOneSession, endOtherSessions, readSecurityLog, readWaysIn, sessionMark } from "../../domain/accounts/security";
import { readOwnActions } from "../../domain/credits/ownActions";
import { chooseMail, readChoices, readSuppression, tryAddressAgain } from "../../domain/mail/mailChoices";
import { mailKinds } from "../../domain/mail/mailKinds";
import { NomineeInput, readNominee, readStanding, setNominee, setStanding } from "../../domain/privacy/memberRights";
import { readPosted } from "../../web/body.server";
import { unconfirmedWords } from "../../web/buying.server";
import { fromOf } from "../../web/device.server";
import { readForm } from "../../web/form.server";
import { findAsking, type MemberContext, requireMember, requireMemberOfAny } from "../../web/guard.server";
import { paths } from "../../web/paths";
import { redirectWith } from "../../web/reply.server";

export const meta: MetaFunction = () => [{ title: "Privacy and security - Farthing" }];

export async function loader(args: LoaderFunctionArgs) {
  const member = await requireMember(args);
  const { userId, email } = member.member;
  const before = new URL(args.request.url).searchParams.get("before");
  const [security, page, choices, refused, nominee, standing, actions] = await Promise.all([
    readWaysIn(member, userId),
    readSecurityLog(member, userId, before),
    readChoices(member, userId),
    readSuppression(member, email),
    readNominee(member, userId),
    readStanding(member, userId),
    readOwnActions(member),
  ]);
  const ownId = (await findAsking(args))?.session.sessionId;
  return json({
    email,
    refused,
    second: (await findAsking(args))?.session.asker.user.secondSince !== null,
    nominee: nominee && { name: nominee.name, email: nominee.email, relation: nominee.relation },
    standing,
    choices: choices.map(({ kind, wanted }) => ({ kind, wanted, name: mailKinds[kind].name, words: mailKinds[kind].words })),
    // The id of a session opens it: only what tells them apart leaves.
    sessions: security.sessions.map(({ id, device, createdAt, seenAt }) => ({
      mark: sessionMark(member, id),
      own: id === ownId,
      device,
      createdAt,
      seenAt,
    })),
    next: page.next,
    log: page.log.map(({ id, event, device, ip, at }) => ({ id, event, device, ip, at })),
    actions,
    timeZone: member.team.timeZone,
  });
}

const saved = { text: "Saved.", tone: "good" } as const;

/** Does what was asked. False where it may not be done. */
async function act(member: MemberContext, form: FormData, args: ActionFunctionArgs): Promise<boolean> {
  const { userId, email } = member.member;
  const intent = form.get("intent");
  if (intent === "mail") await chooseMail(member, userId, String(form.get("kind")), form.get("wanted") === "yes");
  else if (intent === "again") return tryAddressAgain(member, email);
  else if (intent === "sessions")
    await endOtherSessions(member, userId, (await findAsking(args))?.session.sessionId ?? "", fromOf(args.request));
  else if (intent === "session") await endOneSession(member, userId, String(form.get("mark")), fromOf(args.request));
  else if (intent === "standing")
    await setStanding(member, userId, { named: form.get("named") === "on", restricted: form.get("restricted") === "on" });
  else if (intent === "no-nominee") await setNominee(member, userId, null);
  else throw new Response("There is no such action", { status: 400 });
  return true;
}

export async function action(args: ActionFunctionArgs) {
  const member = await requireMemberOfAny(args);
  const form = await readPosted(args.request, "intent", "kind", "wanted", "named", "restricted", "mark", NomineeInput);
  if (form.get("intent") === "nominee") {
    const read = readForm(NomineeInput, form);
    if (!("data" in read)) return json(read, { status: 400 });
    await setNominee(member, member.member.userId, read.data);
  } else if (!(await act(member, form, args))) return redirectWith(member, paths.yourData(), { text: unconfirmedWords, tone: "bad" });
  return redirectWith(member, paths.yourData(), saved);
}

export default function YourData() {
  const data = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <>
      <PageHead title="Privacy and security" />
      <div className="grid items-start gap-3 lg:grid-cols-2">
        <div className="grid gap-3">
          <SecondCard on={data.second} />
          <Sessions sessions={data.sessions} timeZone={data.timeZone} />
          <MailChoices choices={data.choices} email={data.email} refused={data.refused} />
          <StandingCard standing={data.standing} />
        </div>
        <div className="grid gap-3">
          <YourCopy />
          <NomineeCard nominee={data.nominee} typed={answer?.typed} wrong={answer?.wrong} />
          <Activity log={data.log} next={data.next} actions={data.actions} timeZone={data.timeZone} />
        </div>
      </div>
    </>
  );
}
