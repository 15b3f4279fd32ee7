import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useState } from "react";
import { Packs } from "../../components/credits/Packs";
import { Button } from "../../components/ui/Button";
import { PostForm } from "../../components/ui/PostForm";
import { Alert, Card, PageHead } from "../../components/ui/parts";
import { findPack } from "../../domain/core/prices";
import { readPosted } from "../../web/body.server";
import { beginBuying } from "../../web/buying.server";
import { requireMember } from "../../web/guard.server";
import { packViews } from "../../web/views";

export const meta: MetaFunction = () => [{ title: "Buy credits - Farthing" }];

export async function loader(args: LoaderFunctionArgs) {
  await requireMember(args, "credits.buy");
  return json(packViews());
}

export async function action(args: ActionFunctionArgs) {
  const member = await requireMember(args, "credits.buy");
  const pack = findPack(Number((await readPosted(args.request, "pack")).get("pack")));
  if (!pack) return json({ problem: "Choose a pack." }, { status: 400 });
  const buying = await beginBuying(member, args.request, pack, null);
  return buying.kind === "stripe" ? redirect(buying.url) : json({ problem: buying.words }, { status: buying.status });
}

export default function Buy() {
  const { packs, chosen } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [credits, setCredits] = useState(chosen);
  return (
    <>
      <PageHead title="Buy credits" />
      <Card className="max-w-md p-4">
        <PostForm reloadDocument className="grid gap-4">
          {answer?.problem ? <Alert title={answer.problem} /> : null}
          <Packs packs={packs} chosen={chosen} onChoose={setCredits} />
          <Button kind="go" className="min-h-10">
            Pay {packs.find((pack) => pack.credits === credits)?.price} with Stripe
          </Button>
          <p className="text-xs text-ink-3">
            Credits you buy never expire. You pay on Stripe’s page: no card number reaches us. Unspent packs are refunded on request.
          </p>
        </PostForm>
      </Card>
    </>
  );
}
