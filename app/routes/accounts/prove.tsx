import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/cloudflare";
import { Link, useActionData } from "@remix-run/react";
import { Entrance, Paper } from "../../components/frame/Paper";
import { Button } from "../../components/ui/Button";
import { TextField } from "../../components/ui/Field";
import { PostForm } from "../../components/ui/PostForm";
import { isOwnPassword } from "../../domain/accounts/accounts";
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
  await requirePerson(args);
  return null;
}

export async function action(args: ActionFunctionArgs) {
  const { person, session } = await requirePerson(args);
  const password = String((await readPosted(args.request, "password")).get("password") ?? "");
  if (!(await mayTryPassword(person, args.request))) return json({ problem: tooManyTries }, { status: 429 });
  if (!(await isOwnPassword(person, session.userId, password))) {
    await noteWrongPassword(person, args.request);
    return json({ problem: "Wrong password." }, { status: 403 });
  }
  await proveSession(person, session.sessionId);
  await noteProven(person, session.userId, fromOf(args.request));
  return redirect(returnPath(person, new URL(args.request.url).searchParams.get("to"), paths.settings()));
}

export default function Prove() {
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
            error={answer?.problem}
          />
          <Button kind="go" className="min-h-10">
            Continue
          </Button>
        </PostForm>
        <Link to={paths.forgot()} className="w-fit py-1 text-ink-2 underline underline-offset-3">
          Forgot your password?
        </Link>
      </Entrance>
    </Paper>
  );
}
