import { json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/cloudflare";
import { useLoaderData } from "@remix-run/react";
import { ButtonLink } from "../../components/ui/Button";
import { Card, Coin, PageHead } from "../../components/ui/parts";
import { dateWords } from "../../components/ui/Time";
import { countWords } from "../../components/ui/words";
import { formatMoney } from "../../domain/core/money";
import { readPurchase, receiptNumber } from "../../domain/payments/purchases";
import { notFound, requireMember } from "../../web/guard.server";
import { paths } from "../../web/paths";

export const meta: MetaFunction = () => [{ title: "Receipt - Farthing" }];

export async function loader(args: LoaderFunctionArgs) {
  const member = await requireMember(args);
  const purchase = await readPurchase(member, args.params.purchaseId ?? "");
  if (purchase?.state !== "paid") throw notFound("No such receipt");
  const { id, credits, amountCents, currency, paidAt, createdAt, refundedCents, disputedCents, cardBrand, cardLast4, receiptUrl } =
    purchase;
  const buyer = purchase.buyerName || member.team.businessName || member.team.name;
  const money = (cents: number) => formatMoney(cents, currency);
  return json({
    receiptUrl,
    lines: [
      ["Number", receiptNumber(id, paidAt ?? createdAt)],
      ["Paid on", dateWords(paidAt ?? createdAt, member.team.timeZone, true)],
      ["For", countWords(credits, "credit")],
      ["Amount", `${money(amountCents)} ${currency.toUpperCase()}`],
      ["Tax", "None charged"],
      ...(refundedCents > 0 ? [["Refunded", money(refundedCents)]] : []),
      ...(disputedCents > 0 ? [["Taken back by the bank", money(disputedCents)]] : []),
      ["Paid with", cardLast4 ? `${cardBrand ?? "Card"} ending in ${cardLast4}` : "Stripe"],
      ["Sold by", `${member.sender.name}, ${member.sender.address}`],
      ["Bought by", buyer === member.team.name ? buyer : `${buyer} (team ${member.team.name})`],
      ...(purchase.buyerTaxId ? [["GST or VAT number", purchase.buyerTaxId]] : []),
    ] as [string, string][],
  });
}

export default function Receipt() {
  const { lines, receiptUrl } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHead title="Receipt">
        <ButtonLink to={paths.purchases()}>All purchases</ButtonLink>
        {receiptUrl ? (
          <ButtonLink to={receiptUrl} reloadDocument rel="noreferrer">
            Stripe’s receipt
          </ButtonLink>
        ) : null}
      </PageHead>
      <Card className="max-w-lg p-5">
        <p className="mb-4 flex items-center gap-2 font-[640]">
          <Coin className="size-5" />
          Farthing
        </p>
        <dl className="grid gap-2">
          {lines.map(([name, value]) => (
            <div key={name} className="flex flex-wrap justify-between gap-x-6 border-b border-line pb-2 last:border-0">
              <dt className="text-ink-2">{name}</dt>
              <dd className="font-[550] break-words tabular-nums">{value}</dd>
            </div>
          ))}
        </dl>
        <p className="mt-4 text-xs text-ink-3">Credits you buy never expire. Print this page, or keep the e-mail we sent you.</p>
      </Card>
    </>
  );
}
