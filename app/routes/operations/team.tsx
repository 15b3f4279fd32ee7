import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import * as z from "zod";
import { ActList } from "../../components/teams/ActList";
import { Button, ButtonLink } from "../../components/ui/Button";
import { Errors, inputLook, Labelled } from "../../components/ui/Field";
import { PostForm } from "../../components/ui/PostForm";
import { Card, CardHead, Chip, PageHead } from "../../components/ui/parts";
import { dateWords, When } from "../../components/ui/Time";
import { countWords } from "../../components/ui/words";
import { newId } from "../../domain/core/ids";
import { formatMoney } from "../../domain/core/money";
import { giveGoodwill } from "../../domain/credits/grants";
import { lotWords } from "../../domain/credits/statement";
import { freezeLedger, readTeamAccount, refundPurchase } from "../../domain/operations/operator";
import { findConsent } from "../../domain/privacy/consents";
import { readPosted } from "../../web/body.server";
import { readForm, typedIn } from "../../web/form.server";
import { type MemberContext, notFound, requireOperator } from "../../web/guard.server";
import { paths } from "../../web/paths";
import { redirectWith } from "../../web/reply.server";

export const meta: MetaFunction = () => [{ title: "Team - Farthing" }];

export async function loader(args: LoaderFunctionArgs) {
  const member = await requireOperator(args);
  const account = await readTeamAccount(member, args.params.teamId ?? "");
  if (!account) throw notFound("No such team");
  const { team, balance, purchases, grants, members, owners, acts } = account;
  return json({
    mayLook: (await findConsent(member, team.id)) !== null,
    key: newId(member.now),
    team: { id: team.id, name: team.name, createdAt: team.createdAt },
    owners,
    members,
    free: balance?.free ?? null,
    held: balance?.held ?? 0,
    debt: balance?.debt ?? 0,
    lots: (balance?.lots ?? []).map(({ lotId, left, expiresAt }) => ({ lotId, words: lotWords(lotId), left, expiresAt })),
    purchases: purchases.map(({ id, credits, amountCents, refundedCents, disputeState, currency, state, createdAt, unspentCents }) => ({
      id,
      credits,
      amount: formatMoney(amountCents, currency),
      refundedCents,
      refunded: refundedCents > 0 ? formatMoney(refundedCents, currency) : null,
      most: (amountCents - refundedCents) / 100,
      unspent: unspentCents / 100,
      disputeState,
      state,
      createdAt,
    })),
    grants: grants.map(({ id, credits, reason, at, grantedAt }) => ({ id, credits, reason, at, done: grantedAt !== null })),
    acts,
    timeZone: member.team.timeZone,
  });
}

const Reason = z.string("Why?").trim().min(3, "Say why, in a few words").max(200, "At most 200 characters");
const Key = z.ulid();
const Goodwill = z.object({
  key: Key,
  credits: z.coerce.number("How many credits?").int("Whole credits only").min(1, "At least 1").max(100_000, "At most 100,000"),
  days: z.union([z.literal("").transform(() => null), z.coerce.number("How many days?").int().min(1).max(3_650)]),
  reason: Reason,
});
const Refund = z.object({
  seenRefundedCents: z.coerce.number().int(),
  key: Key,
  purchaseId: Key,
  amount: z.coerce.number("How much?").min(0.01, "At least one cent"),
  reason: Reason,
});
const Freeze = z.object({ reason: Reason });

export async function action(args: ActionFunctionArgs) {
  const member = await requireOperator(args);
  const teamId = args.params.teamId ?? "";
  const form = await readPosted(args.request, "intent", Goodwill, Freeze, Refund);
  const intent = String(form.get("intent"));
  const wrong = (fields: { wrong: Record<string, string>; typed: Record<string, string> }, status = 400) =>
    json({ intent, ...fields }, { status });
  if (intent === "goodwill") {
    const read = readForm(Goodwill, form);
    if (!("data" in read)) return wrong(read);
    const { key, credits, days, reason } = read.data;
    const given = await giveGoodwill(member, { id: key, teamId, credits, days, reason });
    return given
      ? said(member, teamId, `${countWords(credits, "credit")} given.`)
      : wrong({ wrong: { credits: "This team is frozen or gone, so nothing was given." }, typed: typedIn(form) }, 409);
  }
  if (intent === "freeze" || intent === "reopen") {
    const read = readForm(Freeze, form);
    if (!("data" in read)) return wrong(read);
    await freezeLedger(member, teamId, intent === "freeze", read.data.reason);
    return said(member, teamId, intent === "freeze" ? "Frozen: nothing new is charged or given." : "Reopened.");
  }
  if (intent !== "refund") throw new Response("There is no such action", { status: 400 });
  const read = readForm(Refund, form);
  if (!("data" in read)) return wrong(read);
  const { key, purchaseId, amount, reason, seenRefundedCents } = read.data;
  const outcome = await refundPurchase(member, {
    teamId,
    purchaseId,
    seenRefundedCents,
    amountCents: Math.round(amount * 100),
    key,
    reason,
  });
  if (outcome.kind === "done") return said(member, teamId, "Refunded. The matching share of credits was taken back.");
  const words = {
    missing: "This purchase is not paid.",
    changed: `${outcome.kind === "changed" ? outcome.refundedCents / 100 : 0} was refunded in the meantime. Check again before you refund more.`,
    "too-much": `At most ${outcome.kind === "too-much" ? outcome.most / 100 : 0} can still be refunded.`,
    refused: `Stripe rejected it: ${outcome.kind === "refused" ? outcome.reason : ""}`,
  };
  return wrong({
    wrong: { amount: words[outcome.kind] },
    typed: typedIn(form),
  });
}

const said = (member: MemberContext, teamId: string, text: string) =>
  redirectWith(member, paths.operatorTeam(teamId), { text, tone: "good" });

type Data = ReturnType<typeof useLoaderData<typeof loader>>;
interface Answer {
  intent: string;
  wrong: Record<string, string>;
  typed: Record<string, string>;
}

function Lots({ data }: { data: Data }) {
  return (
    <Card>
      <CardHead title={data.free === null ? "The ledger isn’t responding" : `${countWords(data.free, "credit")} free`}>
        {data.held > 0 ? <Chip>{data.held} held</Chip> : null}
        {data.debt > 0 ? <Chip tone="warn">{data.debt} owed</Chip> : null}
      </CardHead>
      <ul>
        {data.lots.map(({ lotId, words, left, expiresAt }) => (
          <li key={lotId} className="flex gap-3 border-b border-line px-4 py-2 last:border-0">
            <span className="mr-auto">{words}</span>
            {expiresAt ? <span className="text-xs text-ink-3">until {dateWords(expiresAt, data.timeZone, false)}</span> : null}
            <span className="font-semibold tabular-nums">{left.toLocaleString("en")}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Purchases({ data, answer }: { data: Data; answer: Answer | null }) {
  return (
    <Card>
      <CardHead title="Purchases" />
      {data.purchases.length === 0 ? <p className="px-4 py-6 text-center text-ink-2">None.</p> : null}
      <ul>
        {data.purchases.map((one) => (
          <li key={one.id} className="grid grid-cols-1 gap-2 border-b border-line px-4 py-3 last:border-0">
            <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
              <span className="mr-auto">
                <b className="font-[550]">{one.credits} credits</b> for {one.amount}
              </span>
              {one.refunded ? <Chip tone="warn">{one.refunded} refunded</Chip> : null}
              {one.disputeState ? <Chip tone="bad">Dispute: {one.disputeState}</Chip> : null}
              <Chip>{one.state}</Chip>
              <span className="text-xs text-ink-2">
                <When at={one.createdAt} timeZone={data.timeZone} />
              </span>
            </div>
            {one.state === "paid" && one.most > 0 ? <RefundForm one={one} data={data} answer={answer} /> : null}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function RefundForm({ one, data, answer }: { one: Data["purchases"][number]; data: Data; answer: Answer | null }) {
  const mine = answer?.typed.purchaseId === one.id ? answer : null;
  return (
    <details open={mine !== null}>
      <summary className="w-fit cursor-pointer py-1 text-ink-2 underline underline-offset-3">Refund</summary>
      <PostForm className="mt-2 grid gap-2 sm:grid-cols-[120px_minmax(0,1fr)_auto] sm:items-end">
        <input type="hidden" name="key" value={data.key} />
        <input type="hidden" name="purchaseId" value={one.id} />
        <input type="hidden" name="seenRefundedCents" value={one.refundedCents} />
        <Labelled id={`amount-${one.id}`} label={`Amount, up to ${one.most}`}>
          <input
            id={`amount-${one.id}`}
            name="amount"
            type="number"
            step="0.01"
            min="0.01"
            max={one.most}
            defaultValue={mine?.typed.amount ?? one.unspent}
            className={inputLook}
          />
        </Labelled>
        <Labelled id={`reason-${one.id}`} label="Why">
          <input id={`reason-${one.id}`} name="reason" defaultValue={mine?.typed.reason} required className={inputLook} />
        </Labelled>
        <Button name="intent" value="refund" kind="bad">
          Refund
        </Button>
        <Errors id={`refund-${one.id}`} errors={mine ? Object.values(mine.wrong) : undefined} />
      </PostForm>
      <p className="mt-1 text-xs text-ink-3">The unspent share is {one.unspent}. More than that leaves the team owing credits.</p>
    </details>
  );
}

function Give({ data, answer }: { data: Data; answer: Answer | null }) {
  const mine = answer?.intent === "goodwill" ? answer : null;
  return (
    <Card>
      <CardHead title="Give goodwill credits" />
      <PostForm className="grid gap-3 p-4">
        <input type="hidden" name="key" value={data.key} />
        <Labelled id="credits" label="Credits">
          <input id="credits" name="credits" type="number" min={1} required defaultValue={mine?.typed.credits} className={inputLook} />
        </Labelled>
        <Labelled id="days" label="Days until they expire" hint="Leave empty if they never expire.">
          <input id="days" name="days" type="number" min={1} defaultValue={mine?.typed.days} className={inputLook} />
        </Labelled>
        <Labelled id="goodwill-reason" label="Reason, shown to the team">
          <input id="goodwill-reason" name="reason" required maxLength={200} defaultValue={mine?.typed.reason} className={inputLook} />
        </Labelled>
        <Errors id="goodwill-error" errors={mine ? Object.values(mine.wrong) : undefined} />
        <div>
          <Button name="intent" value="goodwill" kind="go">
            Give
          </Button>
        </div>
      </PostForm>
    </Card>
  );
}

function FreezeForm({ answer }: { answer: Answer | null }) {
  const mine = answer?.intent === "freeze" || answer?.intent === "reopen" ? answer : null;
  return (
    <Card>
      <CardHead title="Freeze" />
      <PostForm className="grid gap-3 p-4">
        <p className="text-ink-2">In a frozen team, nothing new is charged or given. Undo, refunds and reading still work.</p>
        <Labelled id="freeze-reason" label="Why">
          <input id="freeze-reason" name="reason" required defaultValue={mine?.typed.reason} className={inputLook} />
        </Labelled>
        <Errors id="freeze-error" errors={mine ? Object.values(mine.wrong) : undefined} />
        <div className="flex gap-2">
          <Button name="intent" value="freeze" kind="bad">
            Freeze
          </Button>
          <Button name="intent" value="reopen">
            Reopen
          </Button>
        </div>
      </PostForm>
    </Card>
  );
}

export default function TeamAccount() {
  const data = useLoaderData<typeof loader>();
  const answer = (useActionData<typeof action>() as Answer | undefined) ?? null;
  return (
    <>
      <PageHead title={data.team.name} aside={<span className="text-ink-3">{data.owners.join(", ")}</span>} />
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_320px]">
        <div className="grid min-w-0 gap-3">
          <Lots data={data} />
          <Purchases data={data} answer={answer} />
          <ActList acts={data.acts} timeZone={data.timeZone} />
        </div>
        <aside className="grid gap-3">
          <Give data={data} answer={answer} />
          <FreezeForm answer={answer} />
          <Card className="grid justify-items-start gap-2 p-4">
            <ButtonLink to={paths.operatorDisclosure(data.team.id)}>Record a legal disclosure</ButtonLink>
            {data.mayLook ? <ButtonLink to={paths.operatorLook(data.team.id)}>Contacts, with consent</ButtonLink> : null}
          </Card>
        </aside>
      </div>
    </>
  );
}
