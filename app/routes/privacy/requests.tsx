import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/cloudflare";
import { Link, useLoaderData } from "@remix-run/react";
import { EndRequest } from "../../components/privacy/EndRequest";
import { Button } from "../../components/ui/Button";
import { PostForm } from "../../components/ui/PostForm";
import { Card, CardHead, Chip, Empty, PageHead } from "../../components/ui/parts";
import { When } from "../../components/ui/Time";
import { can, isOwner, notAllowedWords } from "../../domain/core/permissions";
import { daysUntil } from "../../domain/mail/notices";
import { allowSupport, liveConsent, readConsents, withdrawSupport } from "../../domain/privacy/consents";
import { endRequest, readTeamRequests } from "../../domain/privacy/rights";
import { detailsOf, outcomeChoices, outcomes, type RightsOutcome, rightsWords } from "../../domain/privacy/rightsWords";
import { readPosted } from "../../web/body.server";
import { requireMember, requireMemberOfAny } from "../../web/guard.server";
import { paths } from "../../web/paths";
import { redirectWith } from "../../web/reply.server";

export const meta: MetaFunction = () => [{ title: "Requests and sharing - Farthing" }];

export async function loader(args: LoaderFunctionArgs) {
  const member = await requireMember(args);
  const [requests, consents] = await Promise.all([readTeamRequests(member), readConsents(member)]);
  return json({
    requests: requests.map(({ request, contactIds }) => {
      const { id, kind, name, email, dueAt, endedAt, outcome, receivedAt } = request;
      const daysLeft = daysUntil(dueAt, member.now);
      return {
        id,
        what: rightsWords[kind].name,
        name,
        email,
        text: detailsOf(request).text,
        dueAt,
        daysLeft,
        endedAt,
        outcome,
        receivedAt,
        contactIds,
        all: isOwner(member.member),
        outcomes: outcomeChoices(kind),
        reported: kind === "minor" && detailsOf(request).about !== null,
      };
    }),
    live: liveConsent(consents, member.now)?.endsAt ?? null,
    past: consents.map(({ id, givenAt, endsAt, withdrawnAt }) => ({ id, givenAt, endedAt: withdrawnAt ?? endsAt })),
    owner: can(member, "support.allow"),
    maySettle: can(member, "request.end"),
    timeZone: member.team.timeZone,
  });
}

export async function action(args: ActionFunctionArgs) {
  const member = await requireMemberOfAny(args);
  const form = await readPosted(args.request, "intent", "how", "id");
  const intent = form.get("intent");
  const said = (text: string, tone: "good" | "bad" = "good") => redirectWith(member, paths.requests(), { text, tone });
  if (intent === "allow")
    return (await allowSupport(member)).kind === "done"
      ? said("Support can view your contacts for a week.")
      : said(notAllowedWords({ act: "support.allow" }), "bad");
  if (intent === "withdraw")
    return (await withdrawSupport(member)).kind === "done"
      ? said("Withdrawn. Support can no longer view your contacts.")
      : said(notAllowedWords({ act: "support.allow" }), "bad");
  const how = String(form.get("how"));
  if (!(how in outcomes)) return said("Choose how it ended.", "bad");
  const ended = await endRequest(member, String(form.get("id")), how as RightsOutcome);
  if (ended.kind === "not-allowed") return said(notAllowedWords(ended), "bad");
  return ended.kind === "done"
    ? said("Answered. The person who asked will be told by e-mail.")
    : said("Not answered. The contact still exists or is still in use, the request has ended, or you can’t end it this way.", "bad");
}

type Data = ReturnType<typeof useLoaderData<typeof loader>>;

function RequestLine({ line, data }: { line: Data["requests"][number]; data: Data }) {
  const { id, what, name, email, text, dueAt, daysLeft, endedAt, outcome, contactIds, reported } = line;
  if (endedAt)
    return (
      <li className="flex flex-wrap gap-3 border-b border-line px-4 py-2.5 text-ink-2 last:border-0">
        <span className="mr-auto">
          {what}: {outcome}
        </span>
        <When at={endedAt} timeZone={data.timeZone} />
      </li>
    );
  return (
    <li className="grid grid-cols-1 gap-2 wrap-anywhere border-b border-line px-4 py-3 last:border-0">
      <span className="flex flex-wrap items-center gap-3">
        <b className="mr-auto font-[550]">{what}</b>
        <Chip tone={daysLeft < 0 ? "bad" : daysLeft <= 7 ? "warn" : "plain"}>
          {daysLeft < 0 ? "overdue" : `${daysLeft} ${daysLeft === 1 ? "day" : "days"} left`}
        </Chip>
      </span>
      <span className="text-ink-2">
        {reported ? `${email}, reported by someone else. Answer by ` : `${name}, ${email}. The address is confirmed. Answer by `}
        <When at={dueAt} timeZone={data.timeZone} />.
      </span>
      {text ? (
        <p dir="auto" className="break-words whitespace-pre-wrap text-ink-2">
          {text}
        </p>
      ) : null}
      <span className="flex flex-wrap gap-3">
        {contactIds.map((contactId) => (
          <Link key={contactId} to={paths.contact(contactId)} className="underline underline-offset-3">
            The contact with this address
          </Link>
        ))}
        {contactIds.length === 0
          ? line.all
            ? "No contact has this address anymore."
            : "No contact that you see has this address. Ask an owner."
          : null}
      </span>
      {data.maySettle ? <EndRequest id={id} outcomes={line.outcomes} /> : null}
    </li>
  );
}

function Sharing({ live, past, owner, timeZone }: Pick<Data, "live" | "past" | "owner" | "timeZone">) {
  return (
    <Card>
      <CardHead title="Sharing with support" />
      <div className="grid gap-3 p-4">
        <p className="text-ink-2">
          No one outside your team sees your contacts. If you want help, you can let support view your contact list for a week. Your audit
          log shows each view.
        </p>
        {live ? (
          <p>
            Support can view your contacts until <When at={live} timeZone={timeZone} />.
          </p>
        ) : null}
        <PostForm always>
          <Button name="intent" value={live ? "withdraw" : "allow"} disabled={!owner}>
            {live ? "Withdraw access now" : "Let support view contacts for a week"}
          </Button>
        </PostForm>
        {past.length > 0 ? (
          <ul className="text-xs text-ink-3">
            {past.map(({ id, givenAt, endedAt }) => (
              <li key={id}>
                Given <When at={givenAt} timeZone={timeZone} />, until <When at={endedAt} timeZone={timeZone} />
              </li>
            ))}
          </ul>
        ) : null}
      </div>
    </Card>
  );
}

export default function Requests() {
  const data = useLoaderData<typeof loader>();
  return (
    <>
      <PageHead title="Requests and sharing" />
      <div className="grid items-start gap-3 lg:grid-cols-[minmax(0,1fr)_360px]">
        <Card>
          <CardHead title="Requests from people about their data" />
          {data.requests.length === 0 ? (
            <Empty
              title="No requests"
              words="When one of your contacts makes a privacy request, it appears here with the date by which the law requires an answer."
            />
          ) : null}
          <ul>
            {data.requests.map((line) => (
              <RequestLine key={line.id} line={line} data={data} />
            ))}
          </ul>
        </Card>
        <Sharing live={data.live} past={data.past} owner={data.owner} timeZone={data.timeZone} />
      </div>
    </>
  );
}
