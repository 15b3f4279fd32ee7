import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/cloudflare";
import { Link, useActionData } from "@remix-run/react";
import { Entrance, Paper } from "../../components/frame/Paper";
import { Button } from "../../components/ui/Button";
import { TextField } from "../../components/ui/Field";
import { PostForm } from "../../components/ui/PostForm";
import { findEmail } from "../../domain/accounts/accounts";
import { checkSecond } from "../../domain/accounts/secondFactor";
import { noteSecond } from "../../domain/accounts/security";
import type { Context } from "../../domain/core/context";
import { allow } from "../../domain/core/limits";
import { readPosted } from "../../web/body.server";
import { completeHalf, fromOf, knownDevice, readHalf } from "../../web/device.server";
import { ipOf } from "../../web/guard.server";
import { tooManyTries } from "../../web/password.server";
import { paths } from "../../web/paths";
import { returnPath } from "../../web/reply.server";

export const meta: MetaFunction = () => [{ title: "Sign in - Farthing" }];

export async function loader({ request, context: { ctx } }: LoaderFunctionArgs) {
  if (!(await readHalf(ctx, request))) throw redirect(paths.signIn());
  return null;
}

export async function action({ request, context: { ctx } }: ActionFunctionArgs) {
  const half = await readHalf(ctx, request);
  if (!half) throw redirect(paths.signIn());
  const code = String((await readPosted(request, "code")).get("code") ?? "");
  const wrong = (problem: string, status: number) => json({ problem }, { status });
  if (!(await mayTry(ctx, request, half.userId))) return wrong(tooManyTries, 429);
  const used = await checkSecond(ctx, half.userId, code);
  if (!used) {
    await noteSecond(ctx, half.userId, fromOf(request));
    return wrong("This code is wrong, or was used already. Wait for the next one, or enter a recovery code.", 403);
  }
  const headers = await completeHalf(ctx, request, half);
  if (!headers) throw redirect(paths.signIn());
  return redirect(returnPath(ctx, new URL(request.url).searchParams.get("to"), paths.contacts()), { headers });
}

/** Counts a try. A browser that somebody has signed in with counts by itself: nobody else's tries keep it out. */
async function mayTry(ctx: Context, request: Request, userId: string): Promise<boolean> {
  const email = (await findEmail(ctx, userId)) ?? "";
  const device = await knownDevice(ctx, request, email);
  const tries = (["second", "second/day"] as const).map((limit) =>
    allow(ctx, limit, userId, ipOf(request), device && `${limit}/${device}`),
  );
  return (await Promise.all(tries)).every(Boolean);
}

export default function SecondStep() {
  const answer = useActionData<typeof action>();
  return (
    <Paper>
      <Entrance title="One more step" words="Enter the six digits that your authenticator app shows now.">
        <PostForm className="grid gap-4">
          <TextField
            name="code"
            label="Code"
            required
            autoFocus
            autoComplete="one-time-code"
            maxLength={40}
            autoCapitalize="none"
            error={answer?.problem}
            hint="Lost the app? Enter one of your recovery codes instead."
          />
          <Button kind="go" className="min-h-10">
            Sign in
          </Button>
        </PostForm>
        <p className="text-ink-2">
          Lost the codes, too?{" "}
          <Link to={paths.support()} className="underline underline-offset-3">
            Write to support
          </Link>
          , from the address you sign in with.
        </p>
        <Link to={paths.signIn()} className="w-fit py-1 text-ink-2 underline underline-offset-3">
          Start over
        </Link>
      </Entrance>
    </Paper>
  );
}
