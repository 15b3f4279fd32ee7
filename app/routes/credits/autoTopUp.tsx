import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useState } from "react";
import { Button } from "../../components/ui/Button";
import { Errors, inputLook, Labelled } from "../../components/ui/Field";
import { PostForm } from "../../components/ui/PostForm";
import { Alert, Card, CardHead, PageHead } from "../../components/ui/parts";
import { dateWords } from "../../components/ui/Time";
import { countWords } from "../../components/ui/words";
import { can, notAllowedWords } from "../../domain/core/permissions";
import { problemWords } from "../../domain/core/problems";
import { readBalance } from "../../domain/credits/credits";
import {
  AlertInput,
  forgetCard,
  noteSavedCard,
  readBilling,
  setAlert,
  setTopUp,
  startSavingCard,
  TopUpInput,
} from "../../domain/payments/billing";
import { watchBalance } from "../../domain/payments/topUps";
import { readPosted } from "../../web/body.server";
import { refuseUnconfirmed } from "../../web/buying.server";
import { readForm } from "../../web/form.server";
import { type MemberContext, requireMember } from "../../web/guard.server";
import { paths } from "../../web/paths";
import { redirectWith } from "../../web/reply.server";
import { packViews } from "../../web/views";

export const meta: MetaFunction = () => [{ title: "Auto top-up - Farthing" }];

export async function loader(args: LoaderFunctionArgs) {
  const member = await requireMember(args);
  const saved = new URL(args.request.url).searchParams.get("session");
  if (saved && can(member, "billing.change")) {
    // The way back from Stripe's page: does not wait for the webhook.
    await noteSavedCard(member, saved);
    const card = (await readBilling(member)).cardLast4;
    throw await redirectWith(member, paths.autoTopUp(), {
      text: card ? `The card ending in ${card} is saved.` : "No card was saved.",
      tone: card ? "good" : "bad",
    });
  }
  const billing = await readBilling(member);
  const { topUp, threshold, packCredits, monthlyCapCents, cardBrand, cardLast4, pausedUntil, declines, alertBelow } = billing;
  return json({
    owner: can(member, "billing.change"),
    free: (await readBalance(member))?.free ?? null,
    topUp,
    threshold,
    packCredits,
    monthlyCap: monthlyCapCents / 100,
    card: cardLast4 ? `${cardBrand ?? "Card"} ending in ${cardLast4}` : null,
    pausedUntil: pausedUntil && pausedUntil > member.now ? pausedUntil : null,
    declines,
    alertBelow,
    packs: packViews().packs,
    timeZone: member.team.timeZone,
  });
}

export async function action(args: ActionFunctionArgs) {
  const member = await requireMember(args);
  const form = await readPosted(args.request, "intent", AlertInput, TopUpInput);
  if (form.get("intent") === "save-card") {
    const refused = refuseUnconfirmed(member);
    if (refused)
      return json({ wrong: { card: refused.words } as Record<string, string>, typed: {} as Record<string, string> }, { status: 403 });
    const saving = await startSavingCard(member);
    return saving.kind === "begun" ? redirect(saving.url) : refuse("card");
  }
  if (form.get("intent") === "forget-card")
    return (await forgetCard(member)).kind === "done" ? said(member, "Card removed.") : refuse("card");
  if (form.get("intent") === "alert") {
    const read = readForm(AlertInput, form);
    if (!("data" in read)) return json(read, { status: 400 });
    return (await setAlert(member, read.data.alertBelow)).kind === "done" ? said(member, "Saved.") : refuse("alertBelow");
  }
  const read = readForm(TopUpInput, form);
  if (!("data" in read)) return json(read, { status: 400 });
  const outcome = await setTopUp(member, read.data);
  if (outcome.kind === "no-card") return json({ wrong: { on: "Save a card first." }, typed: {} }, { status: 400 });
  if (outcome.kind !== "done") return refuse("on");
  if (!read.data.on) return said(member, "Auto top-up is off.");
  // Done before the answer, not after it: the balance in the header is the one after the purchase.
  await watchBalance(member, member.team.id).catch((error) =>
    member.log({ at: "top-up.failed", teamId: member.team.id, problem: problemWords(error) }),
  );
  return said(member, "Auto top-up is on.");
}

const refuse = (field: string) => json({ wrong: { [field]: notAllowedWords({ act: "billing.change" }) }, typed: {} }, { status: 403 });
const said = (member: MemberContext, text: string) => redirectWith(member, paths.autoTopUp(), { text, tone: "good" });

type Data = ReturnType<typeof useLoaderData<typeof loader>>;
type Answer = { wrong: Record<string, string>; typed: Record<string, string> };

function SavedCard({ data, answer }: { data: Data; answer: Answer }) {
  return (
    <Card>
      <CardHead title="Card" />
      <PostForm reloadDocument className="grid gap-3 p-4">
        <p className={data.card ? "first-letter:uppercase" : "text-ink-2"}>
          {data.card ?? "No card yet. You save one on Stripe’s page; its number never reaches us."}
        </p>
        <Errors id="card-error" errors={answer.wrong.card ? [answer.wrong.card] : undefined} />
        <div className="flex flex-wrap gap-2">
          <Button name="intent" value="save-card" kind={data.card ? "plain" : "go"} disabled={!data.owner}>
            {data.card ? "Use another card" : "Save a card with Stripe"}
          </Button>
          {data.card ? (
            <Button name="intent" value="forget-card" kind="bad" disabled={!data.owner}>
              Remove card
            </Button>
          ) : null}
        </div>
      </PostForm>
    </Card>
  );
}

function Amount({ name, label, value, answer, hint, max }: AmountProps) {
  const wrong = answer.wrong[name];
  return (
    <div className="grid gap-1">
      <Labelled id={name} label={label} hint={hint}>
        <input
          id={name}
          name={name}
          type="number"
          inputMode="numeric"
          min={1}
          max={max}
          defaultValue={answer.typed[name] ?? value ?? ""}
          aria-invalid={wrong ? true : undefined}
          aria-describedby={`${name}-error`}
          className={inputLook}
        />
      </Labelled>
      <Errors id={`${name}-error`} errors={wrong ? [wrong] : undefined} />
    </div>
  );
}

interface AmountProps {
  name: string;
  label: string;
  value: number | null;
  answer: Answer;
  hint?: string;
  max: number;
}

/** Why nothing is bought by itself just now. */
function Paused({ data }: { data: Data }) {
  const { pausedUntil, declines } = data;
  return (
    <>
      {data.topUp === "frozen" ? (
        <Alert tone="warn" title="Paused after a refund or dispute">
          A payment was refunded or disputed. Turn auto top-up back on when you want your card to be charged.
        </Alert>
      ) : null}
      {pausedUntil ? (
        <Alert tone="warn" title={`Paused until ${dateWords(pausedUntil, data.timeZone, true)}`}>
          {declines > 0
            ? `The card was declined ${declines === 1 ? "once" : `${declines} times`}.`
            : "Your bank wants you to confirm; check your e-mail."}
        </Alert>
      ) : null}
    </>
  );
}

/** What saving would buy at once: the pack that is chosen, where it is turned on above the balance. */
function boughtAtOnce(form: HTMLFormElement, { free, packs }: Data): string | null {
  const asked = new FormData(form);
  if (asked.get("on") !== "on" || free === null || free >= Number(asked.get("threshold"))) return null;
  const pack = packs.find(({ credits }) => credits === Number(asked.get("packCredits")));
  return pack ? `${pack.credits} credits for ${pack.price}` : null;
}

function TopUp({ data, answer }: { data: Data; answer: Answer }) {
  const { topUp, packs, packCredits, threshold, monthlyCap } = data;
  const [now, setNow] = useState<string | null>(null);
  return (
    <Card>
      <CardHead title="Auto top-up" />
      <PostForm className="grid gap-3 p-4" onChange={(event) => setNow(boughtAtOnce(event.currentTarget, data))}>
        <Paused data={data} />
        <label className="flex items-center gap-2">
          <input type="checkbox" name="on" value="on" defaultChecked={topUp === "on"} className="size-4 accent-(--accent)" />
          Buy a pack automatically when credits run low
        </label>
        <Errors id="on-error" errors={answer.wrong.on ? [answer.wrong.on] : undefined} />
        <Amount
          name="threshold"
          label="When credits fall below"
          value={threshold}
          answer={answer}
          max={100_000}
          hint={
            data.free === null
              ? undefined
              : `You have ${countWords(data.free, "credit")} now. If you enter a higher number, we buy a pack as soon as you save.`
          }
        />
        <Labelled id="packCredits" label="Buy">
          <select id="packCredits" name="packCredits" defaultValue={answer.typed.packCredits ?? packCredits} className={inputLook}>
            {packs.map(({ credits, price }) => (
              <option key={credits} value={credits}>
                {credits} credits for {price}
              </option>
            ))}
          </select>
        </Labelled>
        <Amount
          name="monthlyCap"
          label="Monthly limit ($)"
          value={monthlyCap}
          answer={answer}
          max={10_000}
          hint="Auto top-up never spends more than this. Packs you buy yourself don’t count."
        />
        <Button kind="go" disabled={!data.owner} className="w-fit">
          {now ? `Save and buy ${now}` : "Save"}
        </Button>
      </PostForm>
    </Card>
  );
}

function LowAlert({ data, answer }: { data: Data; answer: Answer }) {
  return (
    <Card>
      <CardHead title="E-mail alert" />
      <PostForm className="grid gap-3 p-4">
        <input type="hidden" name="intent" value="alert" />
        <Amount
          name="alertBelow"
          label="When credits fall below"
          value={data.alertBelow}
          answer={answer}
          max={1_000_000}
          hint="Leave empty for no alert. We send it once, and again only after the balance has recovered. It says how many days your credits will last."
        />
        <div>
          <Button disabled={!data.owner}>Save the alert</Button>
        </div>
      </PostForm>
    </Card>
  );
}

export default function AutoTopUp() {
  const data = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>() as Answer | undefined;
  const safe = answer ?? { wrong: {}, typed: {} };
  return (
    <>
      <PageHead title="Auto top-up" />
      <div className="grid items-start gap-3 lg:grid-cols-2">
        <TopUp data={data} answer={safe} />
        <div className="grid gap-3">
          <SavedCard data={data} answer={safe} />
          <LowAlert data={data} answer={safe} />
          {data.owner ? null : <p className="text-ink-2">Only the team’s owner can change these settings.</p>}
        </div>
      </div>
    </>
  );
}
