import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/cloudflare";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import * as z from "zod";
import { Entrance, OneButton, Paper } from "../../components/frame/Paper";
import { Button, ButtonLink } from "../../components/ui/Button";
import { Errors, TextField } from "../../components/ui/Field";
import { PostForm } from "../../components/ui/PostForm";
import { JoinInput, type JoinOutcome, joinAsNew, joinTeam, readInvited } from "../../domain/accounts/joining";
import { lookAtTeam } from "../../domain/accounts/sessions";
import { allow } from "../../domain/core/limits";
import { readPosted } from "../../web/body.server";
import { signInWith } from "../../web/device.server";
import { readForm } from "../../web/form.server";
import { findAsking, ipOf } from "../../web/guard.server";
import { tooManyTries } from "../../web/password.server";
import { paths } from "../../web/paths";
import { redirectWith } from "../../web/reply.server";

export const meta: MetaFunction = () => [{ title: "Join a team - Farthing" }, { name: "referrer", content: "no-referrer" }];

export async function loader(args: LoaderFunctionArgs) {
  const token = args.params.token ?? "";
  const userId = (await findAsking(args))?.session.userId ?? null;
  return json({
    invited: await readInvited(args.context.ctx, token, userId),
    here: paths.join(token),
    email: (await findAsking(args))?.person.member.email ?? "",
  });
}

const Input = z.discriminatedUnion("intent", [z.object({ intent: z.literal("join") }), JoinInput.extend({ intent: z.literal("new") })]);

const no = (status: number, problem: string | null, wrong: Record<string, string> = {}, typed: Record<string, string> = {}) =>
  json({ problem, wrong, name: typed.name ?? "" }, { status });

const problems: Record<Exclude<JoinOutcome["kind"], "done">, [status: number, words: string | null]> = {
  stale: [410, null],
  other: [403, "This invitation is for another address. Sign in with that one, and open the link again."],
  already: [409, "You’re already in this team."],
};

// A button and not the link itself joins: mail programs open links by themselves.
export async function action(args: ActionFunctionArgs) {
  const { ctx } = args.context;
  const token = args.params.token ?? "";
  const read = readForm(Input, await readPosted(args.request, Input));
  if (!("data" in read)) return no(400, null, read.wrong, read.typed);
  if (!(await allow(ctx, "join", token, ipOf(args.request)))) return no(429, tooManyTries);
  const asking = await findAsking(args);
  const isNew = read.data.intent === "new" && !asking;
  if (!isNew && !asking) return no(403, "Sign in first, and open the link again.");
  const outcome = await (read.data.intent === "new" && !asking
    ? joinAsNew(ctx, token, read.data)
    : joinTeam(ctx, token, asking?.session.userId ?? ""));
  if (outcome.kind !== "done") return no(...problems[outcome.kind]);
  const response = await redirectWith(ctx, paths.contacts(), { text: "Welcome to the team.", tone: "good" });
  if (asking) await lookAtTeam(ctx, asking.session.sessionId, outcome.teamId);
  else
    for (const cookie of (await signInWith(ctx, args.request, outcome.userId, true)).headers.getSetCookie())
      response.headers.append("Set-Cookie", cookie);
  return response;
}

type Data = ReturnType<typeof useLoaderData<typeof loader>>;

function New({ email }: { email: string }) {
  const answer = useActionData<typeof action>();
  return (
    <PostForm className="grid gap-3">
      <TextField
        name="name"
        label="Your name"
        defaultValue={answer?.name}
        required
        maxLength={100}
        autoComplete="name"
        error={answer?.wrong.name}
      />
      <p className="text-xs text-ink-2">
        Your e-mail address: <span className="break-words">{email}</span>
      </p>
      <TextField
        name="password"
        label="Password"
        type="password"
        required
        minLength={12}
        autoComplete="new-password"
        hint="At least 12 characters. A few words are fine."
        error={answer?.wrong.password}
      />
      <label className="flex items-start gap-2">
        <input type="checkbox" name="adult" required className="mt-0.5 size-4 accent-accent" />
        <span>I am 18 or older</span>
      </label>
      <Errors id="adult-error" errors={answer?.wrong.adult ? [answer.wrong.adult] : undefined} />
      <Button kind="go" name="intent" value="new" className="min-h-10">
        Create my account and join
      </Button>
      <p className="text-xs text-ink-3">
        By creating an account, you accept the{" "}
        <Link to={paths.policy("terms")} className="underline">
          terms
        </Link>{" "}
        and confirm that you’ve read the{" "}
        <Link to={paths.policy("privacy")} className="underline">
          privacy policy
        </Link>
        .
      </p>
    </PostForm>
  );
}

function How({ invited, here, email }: { invited: NonNullable<Data["invited"]>; here: string; email: string }) {
  if (invited.how === "join")
    return (
      <OneButton name="intent" value="join">
        Join {invited.team}
      </OneButton>
    );
  if (invited.how === "new") return <New email={invited.email} />;
  if (invited.how === "sign-in")
    return (
      <div className="grid gap-2">
        <p className="text-ink-2">{invited.email} has an account. Sign in to it, and you’ll come back here.</p>
        <ButtonLink kind="go" to={paths.signIn(here)} className="min-h-10">
          Sign in to join
        </ButtonLink>
        <Link to={paths.forgot()} className="w-fit py-1 underline underline-offset-3">
          Forgot your password?
        </Link>
      </div>
    );
  return (
    <div className="grid gap-2">
      <p className="text-ink-2">
        This invitation is for {invited.email}. You’re signed in as {email}. Sign out, and open the link in the e-mail again.
      </p>
      <PostForm action={paths.signOut()}>
        <Button className="min-h-10 w-full">Sign out</Button>
      </PostForm>
    </div>
  );
}

export default function Join() {
  const { invited, here, email } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  if (!invited)
    return (
      <Paper>
        <Entrance
          title="This invitation is over"
          words="It was used, taken back, or is more than seven days old. Ask whoever invited you for a new one."
        >
          <Link to={paths.teams()} className="underline underline-offset-3">
            Your teams
          </Link>
        </Entrance>
      </Paper>
    );
  return (
    <Paper>
      <Entrance
        title={`Join ${invited.team}`}
        words={`${invited.by} invites you to join as ${invited.role}. You’ll work with the team’s contacts and credits.`}
      >
        {answer?.problem ? (
          <p role="alert" className="text-bad">
            {answer.problem}
          </p>
        ) : null}
        <How invited={invited} here={here} email={email} />
      </Entrance>
    </Paper>
  );
}
