import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/cloudflare";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { Codes, Enrol, InUse } from "../../components/accounts/SecondFactor";
import { Entrance, Paper } from "../../components/frame/Paper";
import { Alert } from "../../components/ui/parts";
import { beginSecond, countRecovery, renewCodes, turnOffSecond, turnOnSecond } from "../../domain/accounts/secondFactor";
import { endOtherSessions, noteSecond } from "../../domain/accounts/security";
import { allow } from "../../domain/core/limits";
import { readPosted } from "../../web/body.server";
import { fromOf } from "../../web/device.server";
import { ipOf, requirePerson, requireRecent } from "../../web/guard.server";
import { tooManyTries } from "../../web/password.server";
import { paths } from "../../web/paths";
import { drawCode } from "../../web/qr.server";

export const meta: MetaFunction = () => [{ title: "Second factor - Farthing" }];

export async function loader(args: LoaderFunctionArgs) {
  const { session, member } = await requirePerson(args);
  await requireRecent(args);
  const { ctx } = args.context;
  const { user } = session.asker;
  const enrolment = user.secondSince === null ? await beginSecond(ctx, user, session.sessionId) : null;
  return json({
    enrolment: enrolment && { secret: enrolment.secret, drawing: drawCode(enrolment.uri) },
    left: user.secondSince === null ? 0 : await countRecovery(ctx, user.id),
    required: user.secondSince === null && (member?.team.secondRequiredAt ?? null) !== null ? (member?.team.name ?? null) : null,
  });
}

const wrongCode = "This code is wrong, or was used already. Wait for the next one.";

export async function action(args: ActionFunctionArgs) {
  const { session } = await requirePerson(args);
  await requireRecent(args);
  const { ctx } = args.context;
  const { userId, sessionId } = session;
  const form = await readPosted(args.request, "intent", "code");
  const code = String(form.get("code") ?? "");
  const intent = String(form.get("intent"));
  const wrong = (problem: string, status: number) => json({ problem, codes: null, intent }, { status });
  if (!(await allow(ctx, "own-second", userId, ipOf(args.request)))) return wrong(tooManyTries, 429);
  const from = fromOf(args.request);
  const shown = (codes: string[]) => json({ problem: null, codes, intent });
  if (intent === "on") {
    const codes = await turnOnSecond(ctx, { userId, sessionId }, code, from);
    if (!codes) return wrong(wrongCode, 403);
    // Whoever signed in by the password alone signs in anew.
    await endOtherSessions(ctx, userId, sessionId, from);
    return shown(codes);
  }
  if (intent === "codes") {
    const codes = await renewCodes(ctx, userId, code, from);
    if (codes) return shown(codes);
  }
  if (intent === "off" && (await turnOffSecond(ctx, userId, code, from))) return json({ problem: null, codes: null, intent });
  if (intent === "off" || intent === "codes") await noteSecond(ctx, userId, from);
  return wrong(wrongCode, 403);
}

export default function OwnSecond() {
  const { enrolment, left, required } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const wrong = (intent: string) => (answer?.intent === intent ? (answer.problem ?? undefined) : undefined);
  return (
    <Paper signedIn>
      <Entrance
        title="Second factor"
        words={
          enrolment
            ? "After your password, signing in asks for a code that only your phone shows."
            : "Signing in asks for a code from your authenticator app."
        }
      >
        {required ? (
          <Alert tone="warn" title={`${required} asks its members for a second factor`}>
            Set it up here, and you’re back in the team.
          </Alert>
        ) : null}
        {answer?.codes ? <Codes codes={answer.codes} renewed={answer.intent === "codes"} /> : null}
        {answer && answer.intent === "off" && !answer.problem ? <p role="status">Turned off.</p> : null}
        {enrolment ? (
          <Enrol secret={enrolment.secret} drawing={enrolment.drawing} wrong={wrong("on")} />
        ) : (
          <InUse left={left} wrong={{ codes: wrong("codes"), off: wrong("off") }} />
        )}
        <Link to={paths.contacts()} className="w-fit py-1 underline underline-offset-3">
          Open app
        </Link>
      </Entrance>
    </Paper>
  );
}
