import { json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/cloudflare";
import { Link, useLoaderData } from "@remix-run/react";
import { ButtonLink } from "../../components/ui/Button";
import { Card, Chip, Empty, PageHead, type Tone } from "../../components/ui/parts";
import { When } from "../../components/ui/Time";
import { formatMoney } from "../../domain/core/money";
import { type Purchase, readPurchases } from "../../domain/payments/purchases";
import { requireMember } from "../../web/guard.server";
import { paths } from "../../web/paths";

export const meta: MetaFunction = () => [{ title: "Purchases - Farthing" }];

const states: Record<string, [words: string, tone: Tone]> = {
  open: ["Not paid", "plain"],
  waiting: ["Waiting for the bank", "warn"],
  confirm: ["Your bank wants you to confirm", "warn"],
  paid: ["Paid", "good"],
  failed: ["Did not go through", "bad"],
  expired: ["Expired", "plain"],
};

export async function loader(args: LoaderFunctionArgs) {
  const member = await requireMember(args);
  const { purchases, next } = await readPurchases(member, new URL(args.request.url).searchParams.get("before"));
  const lines = purchases.map((purchase) => {
    const { id, credits, amountCents, currency, state, createdAt, cardBrand, cardLast4, kind } = purchase;
    const card = cardLast4 ? `${cardBrand ?? "Card"} ${cardLast4}` : "";
    return { id, credits, amount: formatMoney(amountCents, currency), state, createdAt, card, kind, back: backWords(purchase) };
  });
  return json({ lines, next, timeZone: member.team.timeZone });
}

/** What was taken back of a purchase, in words. */
function backWords({ refundedCents, disputedCents, disputeState, debt, currency }: Purchase): string {
  const owed = debt > 0 ? `; ${debt} of its credits were already spent and are owed` : "";
  if (disputedCents > 0) return `Disputed: ${formatMoney(disputedCents, currency)} taken back by the bank${owed}`;
  if (refundedCents > 0) return `${formatMoney(refundedCents, currency)} refunded${owed}`;
  if (disputeState === "won") return "A dispute ended in your favor";
  return disputeState?.startsWith("warning") ? "The bank asked about it; nothing was taken" : "";
}

function Line({ line, timeZone }: { line: ReturnType<typeof useLoaderData<typeof loader>>["lines"][number]; timeZone: string }) {
  const [words, tone] = states[line.state] ?? ["", "plain"];
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-4 py-2.5 last:border-0">
      <span className="w-28 text-xs text-ink-2">
        <When at={line.createdAt} timeZone={timeZone} />
      </span>
      <span className="mr-auto">
        <b className="font-[550]">{line.credits} credits</b>
        {line.kind === "auto" ? <span className="text-ink-3"> by auto top-up</span> : null}
      </span>
      <span className="text-ink-2 capitalize">{line.card}</span>
      <span className="tabular-nums">{line.amount}</span>
      <Chip tone={tone}>{words}</Chip>
      {line.state === "paid" ? (
        <Link to={paths.receipt(line.id)} className="py-0.5 underline underline-offset-3">
          Receipt
        </Link>
      ) : null}
      {line.state === "confirm" ? (
        <Link to={paths.confirm(line.id)} className="py-0.5 underline underline-offset-3">
          Confirm
        </Link>
      ) : null}
      {line.back ? <span className="w-full text-xs text-warn">{line.back}</span> : null}
    </li>
  );
}

export default function Purchases() {
  const { lines, next, timeZone } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHead title="Purchases">
        <ButtonLink to={paths.credits()}>Back to credits</ButtonLink>
        <ButtonLink to={paths.buy()} kind="go">
          Buy credits
        </ButtonLink>
      </PageHead>
      <Card>
        {lines.length === 0 ? <Empty title="No purchases yet" words="Every pack you buy is listed here, with its receipt." /> : null}
        <ul>
          {lines.map((line) => (
            <Line key={line.id} line={line} timeZone={timeZone} />
          ))}
        </ul>
      </Card>
      {next ? (
        <Link to={paths.purchases({ before: next })} className="mt-3 inline-block py-1 underline underline-offset-3">
          Earlier
        </Link>
      ) : null}
    </>
  );
}
