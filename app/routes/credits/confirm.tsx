import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/cloudflare";
import { useLoaderData } from "@remix-run/react";
import { Button } from "../../components/ui/Button";
import { PostForm } from "../../components/ui/PostForm";
import { Card, PageHead } from "../../components/ui/parts";
import { formatMoney } from "../../domain/core/money";
import { openCheckout, readPurchase } from "../../domain/payments/purchases";
import { notFound, requireMember } from "../../web/guard.server";
import { paths } from "../../web/paths";
import { redirectWith } from "../../web/reply.server";

export const meta: MetaFunction = () => [{ title: "Confirm a payment - Farthing" }];

async function findOpen(args: LoaderFunctionArgs) {
  const member = await requireMember(args, "credits.buy");
  const purchase = await readPurchase(member, args.params.purchaseId ?? "");
  if (!purchase) throw notFound("No such purchase");
  if (purchase.state !== "confirm")
    throw await redirectWith(member, paths.purchases(), { text: "Nothing is left to confirm.", tone: "good" });
  return { member, purchase };
}

/** Where the mail leads when the bank wants its customer: the same purchase, paid on Stripe's page. */
export async function loader(args: LoaderFunctionArgs) {
  const { purchase } = await findOpen(args);
  return json({ credits: purchase.credits, amount: formatMoney(purchase.amountCents, purchase.currency) });
}

export async function action(args: ActionFunctionArgs) {
  const { member, purchase } = await findOpen(args);
  return redirect((await openCheckout(member, purchase)).url);
}

export default function Confirm() {
  const { credits, amount } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHead title="Your bank wants you to confirm" />
      <Card className="max-w-md p-4">
        <PostForm reloadDocument className="grid gap-3">
          <p className="text-ink-2">
            Auto top-up tried to buy {credits} credits for {amount}. Nothing has been charged yet: your bank wants you to confirm the
            payment yourself, on Stripe’s page.
          </p>
          <div>
            <Button kind="go">Confirm {amount} with Stripe</Button>
          </div>
        </PostForm>
      </Card>
    </>
  );
}
