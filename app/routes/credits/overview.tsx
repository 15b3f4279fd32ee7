import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { CreditSummary, type SummaryView } from "../../components/credits/CreditSummary";
import { PriceTable } from "../../components/credits/PriceTable";
import { StatementTable } from "../../components/credits/StatementTable";
import { Button, ButtonLink } from "../../components/ui/Button";
import { Errors, inputLook, Labelled } from "../../components/ui/Field";
import { PostForm } from "../../components/ui/PostForm";
import { Alert, Card, CardHead, PageHead } from "../../components/ui/parts";
import { countWords } from "../../components/ui/words";
import { dayWords } from "../../domain/core/dates";
import { notAllowedWords } from "../../domain/core/permissions";
import { actionWords, priceVersionAt } from "../../domain/core/prices";
import { readBalance, readSpending } from "../../domain/credits/credits";
import { redeemPromo } from "../../domain/credits/grants";
import { readStatement, type StatementLine } from "../../domain/credits/statement";
import { readPosted } from "../../web/body.server";
import { unconfirmedWords } from "../../web/buying.server";
import { ipOf, requireMember } from "../../web/guard.server";
import { paths } from "../../web/paths";
import { redirectWith } from "../../web/reply.server";

export const meta: MetaFunction = () => [{ title: "Credits - Farthing" }];

export async function loader(args: LoaderFunctionArgs) {
  const member = await requireMember(args);
  const balance = await readBalance(member);
  const prices = Object.entries(priceVersionAt(member.now).prices).map(([action, credits]) => ({
    name: actionWords[action as keyof typeof actionWords].name,
    credits,
  }));
  const timeZone = member.team.timeZone;
  const none: StatementLine[] = [];
  if (!balance) return json({ summary: null, lines: none, prices, timeZone });
  const [spending, statement] = await Promise.all([readSpending(member, balance.free), readStatement(member, null, 8)]);
  const expiring = balance.lots
    .filter((lot) => lot.expiresAt !== null && lot.left > 0)
    .sort((a, b) => (a.expiresAt ?? 0) - (b.expiresAt ?? 0))[0];
  const summary: SummaryView = {
    free: balance.free,
    held: balance.held,
    debt: balance.debt,
    expiring: expiring ? { credits: expiring.left, at: expiring.expiresAt ?? 0 } : null,
    ...spending,
  };
  return json({ summary, lines: statement.lines, prices, timeZone });
}

const refusals = {
  unknown: "This code doesn’t exist.",
  over: "This code has expired, or has reached its redemption limit.",
  already: "Your team has already redeemed this code.",
  "too-many": "Too many attempts. Try again in 15 minutes.",
  frozen: "This team is deactivated, so nothing was added.",
  unconfirmed: unconfirmedWords,
};

/** A promo code. */
export async function action(args: ActionFunctionArgs) {
  const member = await requireMember(args);
  const code = String((await readPosted(args.request, "code")).get("code") ?? "");
  const outcome = await redeemPromo(member, code, ipOf(args.request));
  if (outcome.kind === "not-allowed") return json({ code, problem: notAllowedWords(outcome) }, { status: 403 });
  if (outcome.kind !== "done") return json({ code, problem: refusals[outcome.kind] }, { status: outcome.kind === "too-many" ? 429 : 400 });
  const day = dayWords(outcome.expiresAt, member.team.timeZone);
  return redirectWith(member, paths.credits(), {
    text: `${countWords(outcome.credits, "credit")} added, valid until ${day}.`,
    tone: "good",
  });
}

function PromoCode() {
  const answer = useActionData<typeof action>();
  return (
    <Card>
      <CardHead title="Promo code" />
      <PostForm className="grid gap-3 p-4">
        <Labelled id="code" label="Code">
          <input
            id="code"
            name="code"
            required
            maxLength={40}
            autoComplete="off"
            autoCapitalize="characters"
            defaultValue={answer?.code}
            aria-invalid={answer ? true : undefined}
            aria-describedby={answer ? "code-error" : undefined}
            className={inputLook}
          />
        </Labelled>
        <Errors id="code-error" errors={answer ? [answer.problem] : undefined} />
        <div>
          <Button>Redeem</Button>
        </div>
      </PostForm>
    </Card>
  );
}

export default function Credits() {
  const { summary, lines, prices, timeZone } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHead title="Credits">
        <ButtonLink to={paths.buy()} kind="go">
          Buy credits
        </ButtonLink>
      </PageHead>
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_320px]">
        <div className="grid min-w-0 gap-3">
          {summary ? (
            <CreditSummary view={summary} timeZone={timeZone} />
          ) : (
            <Alert title="We can’t reach your credits right now">
              Nothing is lost. For now, you can’t do anything that costs credits. Try again in a moment.
            </Alert>
          )}
          <Card className="overflow-hidden">
            <CardHead title="Recent activity" />
            <StatementTable lines={lines} timeZone={timeZone} />
          </Card>
        </div>
        <aside className="grid gap-3">
          <Card>
            <CardHead title="What things cost" />
            <PriceTable prices={prices} />
          </Card>
          <PromoCode />
        </aside>
      </div>
    </>
  );
}
