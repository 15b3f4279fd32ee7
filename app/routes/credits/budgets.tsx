import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { Button } from "../../components/ui/Button";
import { Errors, inputLook, Labelled } from "../../components/ui/Field";
import { Meter } from "../../components/ui/Meter";
import { PostForm } from "../../components/ui/PostForm";
import { Alert, Card, CardHead, Empty, PageHead } from "../../components/ui/parts";
import { dateWords } from "../../components/ui/Time";
import { can, notAllowedWords } from "../../domain/core/permissions";
import { BudgetInput, type BudgetLine, budgetTargets, readBudgets, setBudget } from "../../domain/credits/budgets";
import { readPosted } from "../../web/body.server";
import { readForm, type Wrong } from "../../web/form.server";
import { requireMember } from "../../web/guard.server";
import { paths } from "../../web/paths";
import { redirectWith } from "../../web/reply.server";

export const meta: MetaFunction = () => [{ title: "Budgets - Farthing" }];

export async function loader(args: LoaderFunctionArgs) {
  const member = await requireMember(args);
  const [budgets, targets] = await Promise.all([readBudgets(member), budgetTargets(member)]);
  return json({ budgets, targets, owner: can(member, "budget.set"), timeZone: member.team.timeZone });
}

export async function action(args: ActionFunctionArgs) {
  const member = await requireMember(args);
  const form = await readPosted(args.request, "intent", BudgetInput);
  const removing = form.get("intent") === "remove";
  if (removing) form.set("most", "0");
  const read = readForm(BudgetInput, form);
  if (!("data" in read)) return json(read, { status: 400 });
  const { target, period, most } = read.data;
  const outcome = await setBudget(member, { target, period, most: removing ? null : most });
  if (outcome.kind !== "done") {
    const words = outcome.kind === "missing" ? "Choose a member or an action of this team." : notAllowedWords(outcome);
    return json({ wrong: { target: words }, typed: {} } satisfies Wrong, { status: outcome.kind === "missing" ? 400 : 403 });
  }
  return redirectWith(member, paths.budgets(), { text: removing ? "Budget removed." : "The budget is set.", tone: "good" });
}

function Line({ budget, owner, timeZone }: { budget: BudgetLine; owner: boolean; timeZone: string }) {
  const { scope, scopeId, name, period, most, used, held, resetsAt } = budget;
  const spent = used + held;
  return (
    <li className="grid grid-cols-1 gap-2 border-b border-line px-4 py-3 last:border-0">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <b className="mr-auto font-[550]">{name}</b>
        <span className="text-ink-2 tabular-nums">
          {spent.toLocaleString("en")} of {most.toLocaleString("en")} credits this {period}
        </span>
        {owner ? (
          <PostForm>
            <input type="hidden" name="target" value={`${scope}:${scopeId}`} />
            <input type="hidden" name="period" value={period} />
            <Button name="intent" value="remove" kind="bare" aria-label={`Remove the budget for ${name} per ${period}`}>
              Remove
            </Button>
          </PostForm>
        ) : null}
      </div>
      <Meter label={`Used by ${name} this ${period}`} value={spent} max={most} />
      <p className="text-xs text-ink-3">
        {spent >= most ? "Used up. " : ""}Resets {dateWords(resetsAt, timeZone, true)}
      </p>
    </li>
  );
}

function SetBudget({ targets, answer }: { targets: { value: string; name: string }[]; answer?: Wrong }) {
  const typed = answer?.typed ?? {};
  return (
    <Card>
      <CardHead title="Set a budget" />
      <PostForm className="grid gap-3 p-4">
        <Labelled id="target" label="For">
          <select id="target" name="target" defaultValue={typed.target} className={inputLook}>
            {targets.map(({ value, name }) => (
              <option key={value} value={value}>
                {name}
              </option>
            ))}
          </select>
        </Labelled>
        <Errors id="target-error" errors={answer?.wrong.target ? [answer.wrong.target] : undefined} />
        <Labelled id="most" label="Credit limit">
          <input
            id="most"
            name="most"
            type="number"
            inputMode="numeric"
            min={0}
            required
            defaultValue={typed.most}
            aria-invalid={answer?.wrong.most ? true : undefined}
            aria-describedby="most-error"
            className={inputLook}
          />
        </Labelled>
        <Errors id="most-error" errors={answer?.wrong.most ? [answer.wrong.most] : undefined} />
        <Labelled id="period" label="Per" hint="In the team’s time zone. Replaces any existing budget.">
          <select id="period" name="period" defaultValue={typed.period ?? "month"} className={inputLook}>
            <option value="day">day</option>
            <option value="month">month</option>
          </select>
        </Labelled>
        <div>
          <Button kind="go">Set the budget</Button>
        </div>
      </PostForm>
    </Card>
  );
}

export default function Budgets() {
  const { budgets, targets, owner, timeZone } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <>
      <PageHead title="Budgets" />
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_320px]">
        <Card>
          {budgets === null ? (
            <Alert title="We can’t load budgets right now">Nothing is lost. Try again in a moment.</Alert>
          ) : budgets.length === 0 ? (
            <Empty
              title="No budgets"
              words="A budget limits how many credits a member or an action can use per day or month. It is checked in the same step as the charge, so it can’t be exceeded."
            />
          ) : (
            <ul>
              {budgets.map((budget) => (
                <Line key={`${budget.scope}${budget.scopeId}${budget.period}`} budget={budget} owner={owner} timeZone={timeZone} />
              ))}
            </ul>
          )}
        </Card>
        {owner ? <SetBudget targets={targets} answer={answer} /> : <p className="text-ink-2">The team’s owner sets budgets.</p>}
      </div>
    </>
  );
}
