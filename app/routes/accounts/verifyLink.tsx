import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/cloudflare";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import * as z from "zod";
import { Entrance, OneButton, Paper } from "../../components/frame/Paper";
import { Button } from "../../components/ui/Button";
import { TextField } from "../../components/ui/Field";
import { PostForm } from "../../components/ui/PostForm";
import { NewPassword } from "../../domain/accounts/accounts";
import { type Proof, readVerification, verifyEmail } from "../../domain/accounts/verification";
import { allow } from "../../domain/core/limits";
import { readPosted } from "../../web/body.server";
import { fromOf, ledTo, signInWith } from "../../web/device.server";
import { readForm } from "../../web/form.server";
import { findAsking, ipOf } from "../../web/guard.server";
import { tooManyTries } from "../../web/password.server";
import { paths } from "../../web/paths";
import { redirectWith } from "../../web/reply.server";

export const meta: MetaFunction = () => [{ title: "Confirm your address - Farthing" }, { name: "referrer", content: "no-referrer" }];

const Input = z.discriminatedUnion("intent", [
  z.object({ intent: z.literal("session") }),
  z.object({ intent: z.literal("password"), password: z.string().max(200) }),
  z.object({ intent: z.literal("new-password"), newPassword: NewPassword }),
]);

const problems = {
  unproven: "You’re signed in to another account. Enter the password for this one.",
  "wrong-password": "Wrong password. If you don’t know it, choose a new one below.",
};

const no = (status: number, problem: string | null, wrong: Record<string, string> = {}) => json({ problem, wrong }, { status });

async function askerOf(args: LoaderFunctionArgs): Promise<string | null> {
  return (await findAsking(args))?.session.userId ?? null;
}

export async function loader(args: LoaderFunctionArgs) {
  return json({ found: await readVerification(args.context.ctx, args.params.token ?? "", await askerOf(args)) });
}

// A button and not the link itself confirms: mail programs open links by themselves.
export async function action(args: ActionFunctionArgs) {
  const { ctx } = args.context;
  const token = args.params.token ?? "";
  const read = readForm(Input, await readPosted(args.request, Input));
  if (!("data" in read)) return no(400, null, read.wrong);
  if (!(await allow(ctx, "verify", token, ipOf(args.request)))) return no(429, tooManyTries);
  const proof = await proofOf(args, read.data);
  const outcome = await verifyEmail(ctx, token, proof, fromOf(args.request));
  if (outcome.kind === "stale") return no(410, null);
  if (outcome.kind !== "done") return no(403, problems[outcome.kind]);
  const text = outcome.welcomed ? "Your address is confirmed. You have 25 welcome credits for 90 days." : "Your address is confirmed.";
  // Whoever gave a password has signed in by it. The link alone signs nobody in.
  const signedIn = proof.kind === "session" ? null : await signInWith(ctx, args.request, outcome.userId);
  const to = signedIn ? ledTo(signedIn, paths.contacts()) : paths.contacts();
  const response = await redirectWith(ctx, to, { text, tone: "good" });
  for (const cookie of signedIn?.headers.getSetCookie() ?? []) response.headers.append("Set-Cookie", cookie);
  return response;
}

async function proofOf(args: ActionFunctionArgs, asked: z.infer<typeof Input>): Promise<Proof> {
  if (asked.intent === "password") return { kind: "password", password: asked.password };
  if (asked.intent === "new-password") return { kind: "new-password", password: asked.newPassword };
  return { kind: "session", userId: await askerOf(args) };
}

export default function Verify() {
  const { found } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  if (!found)
    return (
      <Paper>
        <Entrance
          title="This link has expired"
          words="It’s been used, it’s more than three days old, or the address has changed since. Sign in and send a new one from the top of any page."
        >
          <Link to={paths.signIn()} className="underline underline-offset-3">
            Sign in
          </Link>
        </Entrance>
      </Paper>
    );
  return (
    <Paper>
      <Entrance title="Confirm your e-mail address" words={`Confirm ${found.email} to get 25 welcome credits.`}>
        {answer?.problem ? (
          <p role="alert" className="text-bad">
            {answer.problem}
          </p>
        ) : null}
        {found.own ? (
          <OneButton name="intent" value="session">
            Confirm my address
          </OneButton>
        ) : (
          <ConfirmByPassword wrong={answer?.wrong ?? {}} />
        )}
      </Entrance>
    </Paper>
  );
}

/** For another browser than the one that signed up, and for a mailbox whose owner never did. */
function ConfirmByPassword({ wrong }: { wrong: Record<string, string> }) {
  return (
    <div className="grid gap-6">
      <PostForm className="grid gap-3">
        <TextField label="Your password" name="password" type="password" autoComplete="current-password" error={wrong.password} />
        <Button kind="go" name="intent" value="password" className="min-h-10 w-full">
          Confirm and sign in
        </Button>
      </PostForm>
      <details open={wrong.newPassword !== undefined}>
        <summary className="cursor-pointer underline underline-offset-3">I don’t know the password, or I didn’t open this account</summary>
        <PostForm className="mt-3 grid gap-3">
          <p className="text-ink-2">Choose a new password. It signs everyone else out, and only you can get in.</p>
          <TextField label="New password" name="newPassword" type="password" autoComplete="new-password" error={wrong.newPassword} />
          <Button name="intent" value="new-password" className="min-h-10 w-full">
            Set the password and confirm
          </Button>
        </PostForm>
      </details>
    </div>
  );
}
