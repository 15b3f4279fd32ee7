import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/cloudflare";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { PasskeyButton } from "../../components/accounts/PasskeyButton";
import { Entrance, Paper } from "../../components/frame/Paper";
import { Button } from "../../components/ui/Button";
import { TextField } from "../../components/ui/Field";
import { PostForm } from "../../components/ui/PostForm";
import { isOwnPassword } from "../../domain/accounts/accounts";
import { isProvenBy, passkeyToProve } from "../../domain/accounts/passkeys";
import { noteProven } from "../../domain/accounts/security";
import { proveSession } from "../../domain/accounts/sessions";
import { readPosted } from "../../web/body.server";
import { fromOf } from "../../web/device.server";
import { requirePerson } from "../../web/guard.server";
import { mayTryPassword, noteWrongPassword, tooManyTries } from "../../web/password.server";
import { paths } from "../../web/paths";
import { returnPath } from "../../web/reply.server";

export const meta: MetaFunction = () => [{ title: "Confirm it’s you - Farthing" }];

export async function loader(args: LoaderFunctionArgs) {
  const { session } = await requirePerson(args);
  return json({ sign: await passkeyToProve(args.context.ctx, session.userId, session.sessionId) });
}

export async function action(args: ActionFunctionArgs) {
  const { person, session } = await requirePerson(args);
  const form = await readPosted(args.request, "password", "answer");
  const password = String(form.get("password") ?? "");
  if (!(await mayTryPassword(person, args.request))) return json({ problem: tooManyTries, passkey: null }, { status: 429 });
  const byPasskey = form.has("answer");
  const proven = byPasskey
    ? await isProvenBy(person, session.userId, session.sessionId, String(form.get("answer")))
    : await isOwnPassword(person, session.userId, password);
  if (!proven) {
    if (!byPasskey) await noteWrongPassword(person, args.request);
    return json(
      { problem: byPasskey ? null : "Wrong password.", passkey: byPasskey ? "This passkey isn’t yours, or it took too long." : null },
      { status: 403 },
    );
  }
  await proveSession(person, session.sessionId);
  await noteProven(person, session.userId, fromOf(args.request));
  return redirect(returnPath(person, new URL(args.request.url).searchParams.get("to"), paths.settings()));
}

export default function Prove() {
  const { sign } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <Paper signedIn>
      <Entrance title="Confirm it’s you" words="What you’re about to do matters, and you signed in a while ago.">
        <PostForm className="grid gap-4">
          <TextField
            name="password"
            label="Your password"
            type="password"
            required
            autoFocus
            autoComplete="current-password"
            error={answer?.problem ?? undefined}
          />
          <Button kind="go" className="min-h-10">
            Continue
          </Button>
        </PostForm>
        {sign ? <PasskeyButton words="Use a passkey instead" sign={sign} to="" wrong={answer?.passkey ?? undefined} /> : null}
        <Link to={paths.forgot()} className="w-fit py-1 text-ink-2 underline underline-offset-3">
          Forgot your password?
        </Link>
      </Entrance>
    </Paper>
  );
}
