import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/cloudflare";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import * as z from "zod";
import { whereabouts } from "../../components/accounts/whereabouts";
import { Paper } from "../../components/frame/Paper";
import { Button } from "../../components/ui/Button";
import { TextField } from "../../components/ui/Field";
import { PostForm } from "../../components/ui/PostForm";
import { Alert, Avatar, Card, CardHead, Chip } from "../../components/ui/parts";
import { dateWords } from "../../components/ui/Time";
import { lookAtTeam } from "../../domain/accounts/sessions";
import { canEnter, makeTeam, readTeamsOf, TeamInput } from "../../domain/accounts/teamsOf";
import { allow } from "../../domain/core/limits";
import { eraseAccount } from "../../domain/privacy/memberRights";
import { readPosted } from "../../web/body.server";
import { readForm } from "../../web/form.server";
import { ipOf, requirePerson } from "../../web/guard.server";
import { mayTryPassword, noteWrongPassword, tooManyTries } from "../../web/password.server";
import { paths } from "../../web/paths";
import { redirectWith } from "../../web/reply.server";
import { takeToast } from "../../web/toast.server";

export const meta: MetaFunction = () => [{ title: "Your teams - Farthing" }];

export async function loader(args: LoaderFunctionArgs) {
  const { session, person, member } = await requirePerson(args);
  const [{ teams, invited }, { toast, clear }] = await Promise.all([
    readTeamsOf(args.context.ctx, session.asker.user),
    takeToast(person, args.request),
  ]);
  const view = {
    teams,
    // Days without a time of day: nobody's time zone is known here.
    invited: invited.map(({ id, team, until }) => ({ id, team, until: dateWords(until, member?.team.timeZone ?? "UTC", false) })),
    here: member?.team.id ?? "",
    email: person.member.email,
    said: toast?.text ?? null,
  };
  return json(view, clear ? { headers: { "Set-Cookie": clear } } : {});
}

const Input = z.discriminatedUnion("intent", [
  z.object({ intent: z.literal("open"), id: z.string().max(40) }),
  TeamInput.extend({ intent: z.literal("make") }),
  z.object({ intent: z.literal("erase"), password: z.string().max(200) }),
]);

const problems = {
  unconfirmed: "Confirm your e-mail address first. The link is in the e-mail we sent you.",
  full: "You can belong to at most 20 teams.",
};

const wrong = (field: string, problem: string, status: number) =>
  json({ wrong: { [field]: problem } as Record<string, string> }, { status });

export async function action(args: ActionFunctionArgs) {
  const { session, person } = await requirePerson(args);
  const { ctx } = args.context;
  const read = readForm(Input, await readPosted(args.request, Input));
  if (!("data" in read)) return json({ wrong: read.wrong }, { status: 400 });
  const { data } = read;
  if (data.intent === "open") {
    if (!(await canEnter(ctx, session.userId, data.id))) return wrong("open", "You can’t open this team.", 404);
    await lookAtTeam(ctx, session.sessionId, data.id);
    return redirect(paths.contacts());
  }
  if (data.intent === "erase") return erase(args, person, data.password);
  if (!(await allow(ctx, "team", session.userId, ipOf(args.request))))
    return wrong("name", "You’ve created several teams today. Wait until tomorrow.", 429);
  const outcome = await makeTeam(ctx, session.userId, data);
  if (outcome.kind !== "done") return wrong("name", problems[outcome.kind], outcome.kind === "full" ? 409 : 403);
  await lookAtTeam(ctx, session.sessionId, outcome.teamId);
  const gift = outcome.welcomed ? " You have 25 welcome credits for 90 days." : "";
  return redirectWith(ctx, paths.contacts(), { text: `${data.name} is ready.${gift}`, tone: "good" });
}

type Person = Awaited<ReturnType<typeof requirePerson>>["person"];

/** For somebody without a team, whom no page of the settings lets in. */
async function erase(args: ActionFunctionArgs, person: Person, password: string) {
  if (!(await mayTryPassword(person, args.request))) return wrong("password", tooManyTries, 429);
  const outcome = await eraseAccount(person, password);
  if (outcome.kind === "wrong-password") {
    await noteWrongPassword(person, args.request);
    return wrong("password", "Wrong password. Nothing was changed.", 403);
  }
  if (outcome.kind === "last-owner") return wrong("password", `You are the only owner of ${outcome.team}. Hand it over first.`, 409);
  return redirect(paths.gone());
}

type Data = ReturnType<typeof useLoaderData<typeof loader>>;

function Teams({ teams, here }: Pick<Data, "teams" | "here">) {
  return (
    <Card>
      <CardHead title="Where you work" />
      {teams.length === 0 ? (
        <p className="p-4 text-ink-2">You’re not in a team right now. Create one, or open the link of an invitation.</p>
      ) : null}
      <ul>
        {teams.map(({ id, name, paused, leaving }) => (
          <li key={id} className="flex flex-wrap items-center gap-3 border-b border-line px-4 py-2.5 last:border-0">
            <Avatar name={name} />
            <span className="mr-auto min-w-0 font-[550] break-words">{name}</span>
            {leaving ? <Chip tone="warn">being closed</Chip> : null}
            {paused ? (
              <Chip tone="warn">deactivated for you</Chip>
            ) : (
              <PostForm>
                <input type="hidden" name="id" value={id} />
                <Button
                  name="intent"
                  value="open"
                  kind={id === here ? "plain" : "go"}
                  aria-label={`${id === here ? "Open" : "Switch to"} ${name}`}
                >
                  {id === here ? "Open" : "Switch"}
                </Button>
              </PostForm>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Invited({ invited }: Pick<Data, "invited">) {
  if (invited.length === 0) return null;
  return (
    <Card>
      <CardHead title="You’re invited" />
      <ul>
        {invited.map(({ id, team, until }) => (
          <li key={id} className="border-b border-line px-4 py-2.5 break-words last:border-0">
            <b className="font-[550]">{team}</b>: open the link in the e-mail we sent you, until {until}.
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Make({ wrong }: { wrong: Record<string, string> }) {
  return (
    <Card>
      <CardHead title="A new team" />
      <PostForm ref={whereabouts} className="grid gap-3 p-4">
        <TextField
          name="name"
          label="Team name"
          required
          maxLength={100}
          error={wrong.name}
          hint="With its own contacts, members and credits."
        />
        <input type="hidden" name="timeZone" defaultValue="UTC" />
        <input type="hidden" name="country" defaultValue="US" />
        <div>
          <Button name="intent" value="make">
            Create the team
          </Button>
        </div>
      </PostForm>
    </Card>
  );
}

/** Everything that somebody without a team can do about their account. */
function Account({ email, wrong }: { email: string; wrong: Record<string, string> }) {
  return (
    <Card>
      <CardHead title="Your account" />
      <div className="grid gap-3 p-4">
        <p className="break-words text-ink-2">{email}</p>
        <p>
          <a href={paths.yourCopy()} className="underline underline-offset-3">
            Download everything we know about you
          </a>
        </p>
        <PostForm className="grid gap-3">
          <TextField
            name="password"
            label="Your password"
            type="password"
            required
            autoComplete="current-password"
            error={wrong.password}
          />
          <div>
            <Button kind="bad" name="intent" value="erase">
              Delete my account for good
            </Button>
          </div>
        </PostForm>
      </div>
    </Card>
  );
}

export default function YourTeams() {
  const { teams, invited, here, email, said } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const wrong = answer?.wrong ?? {};
  return (
    <Paper signedIn={here !== ""}>
      <div className="mx-auto grid max-w-xl gap-3 pt-6 pb-10">
        <h1>Your teams</h1>
        {said ? <p role="status">{said}</p> : null}
        {wrong.open ? <Alert title={wrong.open} /> : null}
        <Teams teams={teams} here={here} />
        <Invited invited={invited} />
        <Make wrong={wrong} />
        {here === "" ? <Account email={email} wrong={wrong} /> : null}
        <div className="flex flex-wrap gap-4">
          {here === "" ? null : (
            <Link to={paths.settings()} className="py-1 underline underline-offset-3">
              Settings
            </Link>
          )}
          <PostForm action={paths.signOut()}>
            <button type="submit" className="py-1 underline underline-offset-3">
              Sign out
            </button>
          </PostForm>
        </div>
      </div>
    </Paper>
  );
}
