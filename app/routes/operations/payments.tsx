import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/cloudflare";
import { Link, useLoaderData } from "@remix-run/react";
import { Button } from "../../components/ui/Button";
import { PostForm } from "../../components/ui/PostForm";
import { Card, CardHead, Chip, PageHead } from "../../components/ui/parts";
import { When } from "../../components/ui/Time";
import { formatMoney } from "../../domain/core/money";
import { readPayments, repeatEvent } from "../../domain/operations/operator";
import { readPosted } from "../../web/body.server";
import { requireOperator } from "../../web/guard.server";
import { paths } from "../../web/paths";
import { redirectWith } from "../../web/reply.server";

export const meta: MetaFunction = () => [{ title: "Payments - Farthing" }];

export async function loader(args: LoaderFunctionArgs) {
  const member = await requireOperator(args);
  const { purchases, events } = await readPayments(member);
  const lines = purchases.map(({ id, teamId, credits, amountCents, currency, state, createdAt, refundedCents, disputeState }) => ({
    id,
    teamId,
    words: `${credits} credits for ${formatMoney(amountCents, currency)}`,
    state: refundedCents > 0 ? `${state}, ${formatMoney(refundedCents, currency)} refunded` : state,
    disputeState,
    createdAt,
  }));
  return json({ lines, events, timeZone: member.team.timeZone });
}

export async function action(args: ActionFunctionArgs) {
  const member = await requireOperator(args);
  const eventId = String((await readPosted(args.request, "eventId")).get("eventId"));
  const toast = await repeatEvent(member, eventId).then(
    () => ({ text: "Checked again.", tone: "good" }) as const,
    () => ({ text: "It failed again; the log says why.", tone: "bad" }) as const,
  );
  return redirectWith(member, paths.operatorPayments(), toast);
}

/** What was done with an event. */
const words: Record<string, string> = {
  applied: "applied",
  waits: "waiting for the bank",
  seen: "needs a look",
  "not-ours": "not ours",
  "team-gone": "team is gone",
  mismatch: "amount differs",
  unknown: "not needed",
};

export default function Payments() {
  const { lines, events, timeZone } = useLoaderData<typeof loader>();
  const sorted = [...events].sort((a, b) => Number(b.odd) - Number(a.odd));
  return (
    <>
      <PageHead title="Payments" />
      <div className="grid items-start gap-3 lg:grid-cols-2">
        <Card>
          <CardHead title="Purchases" />
          {lines.length === 0 ? <p className="px-4 py-6 text-center text-ink-2">None yet.</p> : null}
          <ul>
            {lines.map(({ id, teamId, words, state, disputeState, createdAt }) => (
              <li key={id} className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-2 last:border-0">
                <Link to={paths.operatorTeam(teamId)} className="mr-auto hover:underline">
                  {words}
                </Link>
                {disputeState ? <Chip tone="bad">{disputeState}</Chip> : null}
                <Chip>{state}</Chip>
                <span className="text-xs text-ink-2">
                  <When at={createdAt} timeZone={timeZone} />
                </span>
              </li>
            ))}
          </ul>
        </Card>
        <Card>
          <CardHead title="Stripe events, unusual ones first" />
          {sorted.length === 0 ? <p className="px-4 py-6 text-center text-ink-2">None yet.</p> : null}
          <ul>
            {sorted.map(({ id, type, result, odd, receivedAt }) => (
              <li key={id} className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-2 last:border-0">
                <span className="mr-auto break-all">{type}</span>
                <Chip tone={odd ? "warn" : "plain"}>{words[result ?? ""] ?? "not processed"}</Chip>
                <span className="text-xs text-ink-2">
                  <When at={receivedAt} timeZone={timeZone} />
                </span>
                <PostForm>
                  <Button name="eventId" value={id} kind="bare" aria-label={`Check ${type} again`}>
                    Again
                  </Button>
                </PostForm>
              </li>
            ))}
          </ul>
        </Card>
      </div>
    </>
  );
}
