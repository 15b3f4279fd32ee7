import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/cloudflare";
import { useLoaderData } from "@remix-run/react";
import { EndRequest } from "../../components/privacy/EndRequest";
import { Button } from "../../components/ui/Button";
import { PostForm } from "../../components/ui/PostForm";
import { Card, CardHead, Chip, PageHead } from "../../components/ui/parts";
import { When } from "../../components/ui/Time";
import { countWords } from "../../components/ui/words";
import { daysUntil } from "../../domain/mail/notices";
import { endRequest, readRegister, settleMinor } from "../../domain/privacy/rights";
import { outcomeChoices, outcomes, type RightsOutcome, rightsWords } from "../../domain/privacy/rightsWords";
import { readPosted } from "../../web/body.server";
import { requireOperator } from "../../web/guard.server";
import { paths } from "../../web/paths";
import { redirectWith } from "../../web/reply.server";

export const meta: MetaFunction = () => [{ title: "Requests - Farthing" }];

export async function loader(args: LoaderFunctionArgs) {
  const member = await requireOperator(args);
  const { open, ended } = await readRegister(member);
  return json({
    open: open.map(({ request, about, text, teams, answered, nominee }) => {
      const { id, kind, name, email, dueAt } = request;
      return {
        id,
        kind,
        what: rightsWords[kind].name,
        name,
        email,
        about,
        text,
        dueAt,
        teams,
        answered,
        nominee,
        daysLeft: daysUntil(dueAt, member.now),
        outcomes: outcomeChoices(kind),
      };
    }),
    ended: ended.map(({ id, kind, outcome, endedAt }) => ({ id, what: rightsWords[kind].name, outcome, endedAt })),
    timeZone: member.team.timeZone,
  });
}

export async function action(args: ActionFunctionArgs) {
  const member = await requireOperator(args);
  const form = await readPosted(args.request, "id", "intent", "how");
  const id = String(form.get("id"));
  const said = (text: string, tone: "good" | "bad" = "good") => redirectWith(member, paths.operatorRights(), { text, tone });
  if (form.get("intent") === "minor") {
    const went = await settleMinor(member, id);
    if (!went) return said("This request has ended.", "bad");
    const account = went.account ? "The account is deleted." : "No account was deleted.";
    return said(`${account} ${countWords(went.teams, "team")} notified. They have three days to object.`);
  }
  const how = String(form.get("how"));
  const ended = how in outcomes && (await endRequest(member, id, how as RightsOutcome, true)).kind === "done";
  return ended
    ? said("Answered by e-mail.")
    : said("Not answered. Choose how it ended. You can choose “deleted” or “nothing kept” only once no team keeps the address.", "bad");
}

type Data = ReturnType<typeof useLoaderData<typeof loader>>;

function Line({ line, data }: { line: Data["open"][number]; data: Data }) {
  const { id, kind, what, name, email, about, text, dueAt, daysLeft, teams, answered, nominee } = line;
  return (
    <li id={id} className="grid grid-cols-1 gap-2 wrap-anywhere border-b border-line px-4 py-3 last:border-0">
      <span className="flex flex-wrap items-center gap-3">
        <b className="mr-auto font-[550]">{what}</b>
        {kind === "nominee" ? (
          <Chip tone={nominee ? "good" : "warn"}>{nominee ? "named as nominee" : "no such nominee on file"}</Chip>
        ) : null}
        <Chip tone={daysLeft < 0 ? "bad" : daysLeft <= 7 ? "warn" : "plain"}>
          {daysLeft < 0 ? "overdue" : `${daysLeft} ${daysLeft === 1 ? "day" : "days"} left`}
        </Chip>
      </span>
      <span className="text-ink-2">
        {name}, {email}
        {about ? `, about ${about}` : ""}. Due <When at={dueAt} timeZone={data.timeZone} />.{" "}
        {teams > 0
          ? `${answered} of ${teams} teams have answered.`
          : about || kind === "minor"
            ? "No team was told."
            : "No team kept the address when it was confirmed."}
      </span>
      {text ? <p className="break-words whitespace-pre-wrap text-ink-2">{text}</p> : null}
      {kind === "minor" ? (
        <PostForm>
          <input type="hidden" name="id" value={id} />
          <Button name="intent" value="minor" kind="bad" className="whitespace-normal!">
            Stop all use of {about ?? email}, and delete the account
          </Button>
        </PostForm>
      ) : null}
      <EndRequest id={id} outcomes={line.outcomes} />
    </li>
  );
}

export default function OperatorRights() {
  const data = useLoaderData<typeof loader>();
  return (
    <>
      <PageHead title="Requests about personal data" />
      <div className="grid gap-3">
        <Card>
          <CardHead title="Open, most urgent first" />
          {data.open.length === 0 ? <p className="px-4 py-6 text-center text-ink-2">No open requests.</p> : null}
          <ul>
            {data.open.map((line) => (
              <Line key={line.id} line={line} data={data} />
            ))}
          </ul>
        </Card>
        <Card>
          <CardHead title="Answered" />
          <ul>
            {data.ended.map(({ id, what, outcome, endedAt }) => (
              <li key={id} className="flex flex-wrap gap-3 border-b border-line px-4 py-2 text-ink-2 last:border-0">
                <span className="mr-auto">
                  {what}: {outcome}
                </span>
                {endedAt ? <When at={endedAt} timeZone={data.timeZone} /> : null}
              </li>
            ))}
          </ul>
        </Card>
      </div>
    </>
  );
}
