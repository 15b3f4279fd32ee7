import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/cloudflare";
import { Form, Link, useLoaderData, useSearchParams } from "@remix-run/react";
import { StatementTable } from "../../components/credits/StatementTable";
import { UsageTable } from "../../components/credits/UsageTable";
import { Button, ButtonLink } from "../../components/ui/Button";
import { inputLook, Labelled } from "../../components/ui/Field";
import { PostForm } from "../../components/ui/PostForm";
import { Alert, Card, CardHead, PageHead } from "../../components/ui/parts";
import { countWords } from "../../components/ui/words";
import { actions, actionWords } from "../../domain/core/prices";
import { readStanding, readStatement, readUsage, type UsageLine } from "../../domain/credits/statement";
import { chooseMail, wantsMail } from "../../domain/mail/mailChoices";
import { readMemberNames } from "../../domain/teams/members";
import { readPosted } from "../../web/body.server";
import { requireMember } from "../../web/guard.server";
import { paths } from "../../web/paths";
import { redirectWith } from "../../web/reply.server";
import { momentOf, readStatementQuery } from "../../web/statementQuery.server";

export const meta: MetaFunction = () => [{ title: "Statement - Farthing" }];

const LINES = 100;

export async function loader(args: LoaderFunctionArgs) {
  const member = await requireMember(args);
  const url = new URL(args.request.url);
  const { query, filter, span, months } = readStatementQuery(member, url);
  const asOf = momentOf(url.searchParams.get("asOf"), member.team.timeZone);
  const [page, usage, standing, names, mailed] = await Promise.all([
    readStatement(member, query.before ?? null, LINES, filter).catch(() => null),
    readUsage(member, span.from, span.to).catch((): UsageLine[] => []),
    asOf === null ? null : readStanding(member, asOf).catch(() => null),
    readMemberNames(member),
    wantsMail(member, member.member.userId, "statement"),
  ]);
  return json({
    page,
    usage,
    query,
    months,
    span: span.name,
    standing: standing && { balance: standing.balance, asOf: url.searchParams.get("asOf") ?? "" },
    actions: actions.map((value) => ({ value, name: actionWords[value].past })),
    members: Object.entries(names).map(([value, name]) => ({ value, name })),
    mailed,
    timeZone: member.team.timeZone,
  });
}

/** Whether the monthly statement comes by mail. */
export async function action(args: ActionFunctionArgs) {
  const member = await requireMember(args);
  const wanted = (await readPosted(args.request, "mail")).get("mail") === "on";
  await chooseMail(member, member.member.userId, "statement", wanted);
  const text = wanted ? "You’ll get the statement by e-mail each month." : "You won’t get statements by e-mail anymore.";
  return redirectWith(member, paths.statement(), { text, tone: "good" });
}

type Data = ReturnType<typeof useLoaderData<typeof loader>>;

function Choice({ name, label, all, options, chosen }: ChoiceProps) {
  return (
    <Labelled id={name} label={label}>
      <select id={name} name={name} defaultValue={chosen ?? ""} className={inputLook}>
        <option value="">{all}</option>
        {options.map(({ value, name: words }) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
    </Labelled>
  );
}

interface ChoiceProps {
  name: string;
  label: string;
  all: string;
  options: { value: string; name: string }[];
  chosen?: string;
}

function Filters({ data }: { data: Data }) {
  const { query, months, actions: kinds, members } = data;
  const [search] = useSearchParams();
  return (
    <Card>
      <CardHead title="Filter" />
      <Form key={search.toString()} className="grid gap-3 p-4">
        <Choice
          name="month"
          label="Month"
          all="All months"
          options={months.map((one) => ({ value: one, name: one }))}
          chosen={query.month}
        />
        <Choice name="action" label="Action" all="Everything" options={kinds} chosen={query.action} />
        <Choice name="member" label="Member" all="Everyone" options={members} chosen={query.member} />
        <Labelled id="asOf" label="Balance as of (optional)">
          <input id="asOf" name="asOf" type="datetime-local" defaultValue={data.standing?.asOf} className={inputLook} />
        </Labelled>
        {data.standing ? (
          <p role="status" className="rounded-md bg-sunken px-3 py-2">
            <b className="font-semibold tabular-nums">{countWords(data.standing.balance, "credit")}</b> left at that time.
          </p>
        ) : null}
        <div className="flex flex-wrap gap-2">
          <Button kind="go">Show</Button>
          <ButtonLink to={paths.statement()}>Everything</ButtonLink>
        </div>
      </Form>
    </Card>
  );
}

function ByMail({ mailed }: { mailed: boolean }) {
  return (
    <Card>
      <CardHead title="By e-mail" />
      <PostForm className="grid gap-3 p-4">
        <p className="text-ink-2">
          {mailed
            ? "You get last month’s statement by e-mail at the beginning of each month."
            : "Get last month’s statement by e-mail each month."}
        </p>
        <div>
          <Button name="mail" value={mailed ? "off" : "on"}>
            {mailed ? "Stop" : "Send it to me"}
          </Button>
        </div>
      </PostForm>
    </Card>
  );
}

export default function Statement() {
  const data = useLoaderData<typeof loader>();
  const { page, query, usage, span, timeZone } = data;
  const { before: _before, ...rest } = query;
  return (
    <>
      <PageHead title="Statement">
        <ButtonLink to={paths.statementCsv(rest)} reloadDocument>
          Download CSV
        </ButtonLink>
        <ButtonLink to={paths.statementJson()} reloadDocument>
          Download JSON
        </ButtonLink>
      </PageHead>
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_280px]">
        <div className="grid min-w-0 gap-3">
          {page ? (
            <Card className="overflow-hidden">
              <StatementTable lines={page.lines} timeZone={timeZone} />
            </Card>
          ) : (
            <Alert title="We can’t load the statement right now">Nothing is lost. Try again in a moment.</Alert>
          )}
          <nav aria-label="Pages" className="flex justify-between">
            {query.before ? (
              <Link to={paths.statement(rest)} className="py-1 underline underline-offset-3">
                Newest
              </Link>
            ) : (
              <span />
            )}
            {page?.next ? (
              <Link to={paths.statement({ ...rest, before: page.next })} className="py-1 underline underline-offset-3">
                Earlier
              </Link>
            ) : null}
          </nav>
          <Card className="overflow-hidden">
            <CardHead title={`Spent in ${span}, by action and member`} />
            <UsageTable lines={usage} />
          </Card>
        </div>
        <aside className="grid gap-3">
          <Filters data={data} />
          <ByMail mailed={data.mailed} />
        </aside>
      </div>
    </>
  );
}
