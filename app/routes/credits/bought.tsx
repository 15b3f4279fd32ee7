import { json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/cloudflare";
import { useLoaderData, useRevalidator } from "@remix-run/react";
import { useEffect } from "react";
import { ButtonLink } from "../../components/ui/Button";
import { Card, PageHead } from "../../components/ui/parts";
import { readDraft } from "../../domain/contacts/drafts";
import { readBalance } from "../../domain/credits/credits";
import { readPurchase } from "../../domain/payments/purchases";
import { notFound, requireMember } from "../../web/guard.server";
import { paths } from "../../web/paths";
import { redirectWith } from "../../web/reply.server";

export const meta: MetaFunction = () => [{ title: "Your purchase - Farthing" }];

/** Where Stripe leads back to: brings the purchase up to date and, once it is decided, leads back to the form that was left. */
export async function loader(args: LoaderFunctionArgs) {
  const member = await requireMember(args);
  const purchase = await readPurchase(member, args.params.purchaseId ?? "");
  if (!purchase) throw notFound("No such purchase");
  const { state, credits, draftId } = purchase;
  const draft = draftId ? await readDraft(member, draftId) : null;
  const back = draft && draftId ? `${draft.path}?draft=${draftId}` : null;
  if (state === "waiting") return json({ state, credits, back });
  if (state === "paid") {
    const free = (await readBalance(member))?.free ?? credits;
    const text = `${credits} credits added. You have ${free.toLocaleString("en")} now.`;
    throw await redirectWith(member, back ?? paths.credits(), { text, tone: "good" });
  }
  const why = {
    open: "Nothing was paid.",
    confirm: "Nothing was paid. You can still confirm it under Purchases.",
    failed: "The payment did not go through. No money was taken.",
    expired: "The payment page has expired. Nothing was paid.",
  }[state];
  throw await redirectWith(member, back ?? paths.buy(), { text: why, tone: "bad" });
}

export default function Bought() {
  const { credits, back } = useLoaderData<typeof loader>();
  const { revalidate } = useRevalidator();
  useEffect(() => {
    const timer = setInterval(revalidate, 5_000);
    return () => clearInterval(timer);
  }, [revalidate]);
  return (
    <>
      <PageHead title="Your bank has not answered yet" />
      <Card className="grid max-w-lg gap-3 p-4">
        <p>
          We’ll add your {credits} credits automatically as soon as the bank confirms. With some payment methods, this takes days. You don’t
          need to wait here: we’ll e-mail you either way.
        </p>
        <div className="flex flex-wrap gap-2">
          {back ? (
            <ButtonLink to={back} kind="go">
              Back to your form
            </ButtonLink>
          ) : null}
          <ButtonLink to={paths.purchases()}>Your purchases</ButtonLink>
        </div>
      </Card>
    </>
  );
}
