import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/cloudflare";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { Kept, type KeptLine } from "../../components/privacy/Kept";
import { Button, ButtonLink } from "../../components/ui/Button";
import { Errors, inputLook, Labelled } from "../../components/ui/Field";
import { PostForm } from "../../components/ui/PostForm";
import { Alert, Card, CardHead, PageHead } from "../../components/ui/parts";
import { dateWords } from "../../components/ui/Time";
import { countWords } from "../../components/ui/words";
import { DAY_MS } from "../../domain/core/dates";
import { PURGE_DAYS } from "../../domain/core/periods";
import { can, notAllowedWords } from "../../domain/core/permissions";
import { readBalance } from "../../domain/credits/credits";
import { deactivate, reactivate } from "../../domain/leaving/deactivation";
import { keptLines } from "../../domain/privacy/outliving";
import { readPosted } from "../../web/body.server";
import { requireMemberOfAny } from "../../web/guard.server";
import { mayTryPassword, noteWrongPassword, tooManyTries } from "../../web/password.server";
import { paths } from "../../web/paths";
import { redirectWith } from "../../web/reply.server";

export const meta: MetaFunction = () => [{ title: "Leave - Farthing" }];

export async function loader(args: LoaderFunctionArgs) {
  const member = await requireMemberOfAny(args);
  const { team } = member;
  const purgeAt = team.purgeAt ?? member.now + PURGE_DAYS * DAY_MS;
  return json({
    active: team.deactivatedAt === null,
    mayLeave: can(member, "team.leave"),
    name: team.name,
    day: dateWords(purgeAt, team.timeZone, false),
    free: (await readBalance(member))?.free ?? null,
    kept: keptLines,
  });
}

export async function action(args: ActionFunctionArgs) {
  const member = await requireMemberOfAny(args);
  const form = await readPosted(args.request, "intent", "password");
  if (form.get("intent") === "come-back") {
    const outcome = await reactivate(member);
    const back = outcome.kind === "done";
    const refused = outcome.kind === "not-allowed" ? notAllowedWords(outcome) : "This team is active, or can no longer be reactivated.";
    const text = back ? "Welcome back. Your team is active again." : refused;
    return redirectWith(member, back ? paths.contacts() : paths.leave(), { text, tone: back ? "good" : "bad" });
  }
  if (!(await mayTryPassword(member, args.request))) return json({ problem: tooManyTries }, { status: 429 });
  const outcome = await deactivate(member, String(form.get("password") ?? ""));
  if (outcome.kind === "wrong-password") {
    await noteWrongPassword(member, args.request);
    return json({ problem: "Wrong password. Nothing was changed." }, { status: 403 });
  }
  if (outcome.kind === "not-allowed") return json({ problem: notAllowedWords(outcome) }, { status: 403 });
  return redirectWith(member, paths.leave(), { text: "The team is deactivated.", tone: "good" });
}

function Deactivated({ day, mayLeave }: { day: string; mayLeave: boolean }) {
  return (
    <Card className="grid max-w-2xl gap-4 p-4">
      <Alert tone="warn" title={`Deleted for good on ${day}`}>
        Until then, nothing is charged, sent or changed. You can view and export everything, free.
      </Alert>
      <div className="flex flex-wrap gap-2">
        {mayLeave ? (
          <PostForm always>
            <Button kind="go" name="intent" value="come-back">
              Reactivate
            </Button>
          </PostForm>
        ) : null}
        <ButtonLink to={paths.exported()} reloadDocument>
          Export the contacts
        </ButtonLink>
        <ButtonLink to={paths.statementJson()} reloadDocument>
          Export the statement
        </ButtonLink>
      </div>
    </Card>
  );
}

function AskPassword({ name, mayLeave }: { name: string; mayLeave: boolean }) {
  const answer = useActionData<typeof action>();
  return (
    <PostForm always className="grid max-w-sm gap-3">
      <Labelled id="password" label="Your password">
        <input
          id="password"
          name="password"
          type="password"
          autoComplete="current-password"
          required
          aria-invalid={answer ? true : undefined}
          aria-describedby={answer ? "password-error" : undefined}
          className={inputLook}
        />
      </Labelled>
      <Errors id="password-error" errors={answer ? [answer.problem] : undefined} />
      <div>
        <Button kind="bad" disabled={!mayLeave}>
          Deactivate {name}
        </Button>
      </div>
    </PostForm>
  );
}

function KeptLonger({ kept }: { kept: KeptLine[] }) {
  return (
    <Kept kept={kept}>
      <li>
        For all periods, see{" "}
        <Link to={paths.retention()} className="underline underline-offset-3">
          how long we keep data
        </Link>
        .
      </li>
    </Kept>
  );
}

export default function Leave() {
  const { active, mayLeave, name, day, free, kept } = useLoaderData<typeof loader>();
  if (!active)
    return (
      <>
        <PageHead title={`${name} is deactivated`} />
        <Deactivated day={day} mayLeave={mayLeave} />
      </>
    );
  return (
    <>
      <PageHead title="Deactivate the team" />
      <Card className="max-w-2xl">
        <CardHead title="What happens" />
        <div className="grid gap-4 p-4">
          <ul className="grid list-disc gap-1.5 pl-5">
            <li>
              Immediately: nothing is charged, sent or changed anymore, and auto top-up is off. You can still sign in, view and export.
            </li>
            <li>
              Until {day}: one click brings it all back. Anything with its own time limit, such as the trash, uploaded files and archives,
              still ends on its own date.
            </li>
            <li>
              On {day}: contacts, notes, files, search, the ledger and your account are deleted for good. The key that opens your notes is
              deleted first.
            </li>
            <li>
              {free === null || free <= 0
                ? "Any remaining credits are deleted with the team."
                : `You have ${countWords(free, "credit")} left. They are deleted with the team. You can ask for a refund of an unspent pack before that day.`}
            </li>
          </ul>
          <KeptLonger kept={kept} />
          <div className="flex flex-wrap gap-2">
            <ButtonLink to={paths.exported()} reloadDocument>
              Export the contacts first
            </ButtonLink>
            <ButtonLink to={paths.archives()}>Take everything with you</ButtonLink>
          </div>
          <AskPassword name={name} mayLeave={mayLeave} />
        </div>
      </Card>
    </>
  );
}
