import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/cloudflare";
import { useLoaderData } from "@remix-run/react";
import { Button } from "../../components/ui/Button";
import { PostForm } from "../../components/ui/PostForm";
import { Card, CardHead, Chip, PageHead } from "../../components/ui/parts";
import { When } from "../../components/ui/Time";
import { readRuns } from "../../domain/core/runs";
import { resolveLetter } from "../../domain/operations/deadLetters";
import { readFailures, repeatMail } from "../../domain/operations/operator";
import { readPosted } from "../../web/body.server";
import { requireOperator } from "../../web/guard.server";
import { paths } from "../../web/paths";
import { redirectWith } from "../../web/reply.server";

export const meta: MetaFunction = () => [{ title: "Jobs - Farthing" }];

export async function loader(args: LoaderFunctionArgs) {
  const member = await requireOperator(args);
  const [failures, runs] = await Promise.all([readFailures(member), readRuns(member)]);
  return json({ ...failures, runs, timeZone: member.team.timeZone });
}

export async function action(args: ActionFunctionArgs) {
  const member = await requireOperator(args);
  const form = await readPosted(args.request, "id", "intent");
  const id = String(form.get("id"));
  if (form.get("intent") === "mail") await repeatMail(member, id);
  else if (!(await resolveLetter(member, id, form.get("intent") === "again")))
    return redirectWith(member, paths.operatorJobs(), { text: "This job can’t be retried.", tone: "bad" });
  return redirectWith(member, paths.operatorJobs(), {
    text: form.get("intent") === "aside" ? "Set aside." : "Queued again.",
    tone: "good",
  });
}

type Data = ReturnType<typeof useLoaderData<typeof loader>>;

function FailedMails({ mails, timeZone }: Pick<Data, "mails" | "timeZone">) {
  return (
    <Card>
      <CardHead title="Failed e-mails" />
      {mails.length === 0 ? <p className="px-4 py-6 text-center text-ink-2">None in the last month.</p> : null}
      <ul>
        {mails.map(({ id, template, attempts, failedAt, isKept }) => (
          <li key={id} className="flex flex-wrap items-center gap-3 border-b border-line px-4 py-2 last:border-0">
            <span className="mr-auto">
              {template}, after {attempts} {attempts === 1 ? "attempt" : "attempts"}
            </span>
            <span className="text-xs text-ink-2">{failedAt ? <When at={failedAt} timeZone={timeZone} /> : null}</span>
            {isKept ? (
              <PostForm>
                <input type="hidden" name="id" value={id} />
                <Button name="intent" value="mail">
                  Try again
                </Button>
              </PostForm>
            ) : (
              <span className="text-xs text-ink-3">Its content is no longer kept</span>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Runs({ runs, timeZone }: Pick<Data, "runs" | "timeZone">) {
  return (
    <Card className="lg:col-span-2">
      <CardHead title="Scheduled jobs: the last run of each" />
      {runs.length === 0 ? <p className="px-4 py-6 text-center text-ink-2">Nothing has run yet.</p> : null}
      <ul>
        {runs.map(({ name, startedAt, finishedAt, done, problem, failures }) => (
          <li key={name} className="flex flex-wrap items-center gap-x-3 border-b border-line px-4 py-2 last:border-0">
            <span className="mr-auto">{name}</span>
            {problem ? (
              <span className="text-xs text-bad">{problem}</span>
            ) : (
              <span className="text-xs text-ink-2 tabular-nums">{done} done</span>
            )}
            <Chip tone={failures > 0 ? "bad" : "good"}>
              {failures > 0 ? `failed ${failures === 1 ? "once" : `${failures} times`}` : "OK"}
            </Chip>
            <span className="text-xs text-ink-3 tabular-nums">
              <When at={startedAt} timeZone={timeZone} />, {finishedAt - startedAt} ms
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

export default function Jobs() {
  const { letters, mails, runs, timeZone } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHead title="Jobs" />
      <div className="grid items-start gap-3 lg:grid-cols-2">
        <Card>
          <CardHead title="Failed jobs" />
          {letters.length === 0 ? <p className="px-4 py-6 text-center text-ink-2">None: every job finished.</p> : null}
          <ul>
            {letters.map(({ id, kind, body, receivedAt }) => (
              <li key={id} className="grid grid-cols-1 gap-1 border-b border-line px-4 py-2 last:border-0">
                <span className="flex gap-3">
                  <b className="mr-auto font-[550]">{kind}</b>
                  <span className="text-xs text-ink-2">
                    <When at={receivedAt} timeZone={timeZone} />
                  </span>
                </span>
                <code className="text-xs break-all text-ink-3">{body}</code>
                <PostForm className="flex gap-2">
                  <input type="hidden" name="id" value={id} />
                  <Button name="intent" value="again">
                    Try again
                  </Button>
                  <Button name="intent" value="aside" kind="bare">
                    Set aside
                  </Button>
                </PostForm>
              </li>
            ))}
          </ul>
        </Card>
        <FailedMails mails={mails} timeZone={timeZone} />
        <Runs runs={runs} timeZone={timeZone} />
      </div>
    </>
  );
}
