import { json, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/cloudflare";
import { useLoaderData } from "@remix-run/react";
import { useState } from "react";
import { PriceTable } from "../../components/credits/PriceTable";
import { Paper } from "../../components/frame/Paper";
import { Sample } from "../../components/frame/Sample";
import { ButtonLink } from "../../components/ui/Button";
import { Card, CardHead, Coin } from "../../components/ui/parts";
import { actionWords, priceVersionAt } from "../../domain/core/prices";
import { findAsking } from "../../web/guard.server";
import { paths } from "../../web/paths";
import { packViews } from "../../web/views";

export const meta: MetaFunction = () => [
  { title: "Farthing: the CRM without seats or subscriptions" },
  {
    name: "description",
    content: "Pay for what you do. A credit is spent when something is created or sent; reading, editing, exporting and leaving are free.",
  },
];

export async function loader(args: LoaderFunctionArgs) {
  if (await findAsking(args)) return redirect(paths.contacts());
  const prices = Object.entries(priceVersionAt(args.context.ctx.now).prices).map(([action, credits]) => ({
    name: actionWords[action as keyof typeof actionWords].name,
    credits,
  }));
  return json({ prices, packs: packViews().packs });
}

const SEAT_DOLLARS = 20;

/** What a month costs here, by the cheapest pack's rate each month's credits need; and with seats elsewhere, at a price you set. */
function Calculator({ packs }: { packs: { credits: number; price: string }[] }) {
  const [people, setPeople] = useState(3);
  const [actions, setActions] = useState(150);
  const [seat, setSeat] = useState(SEAT_DOLLARS);
  const largest = packs.at(-1);
  const dollars = (pack: { price: string }) => Number(pack.price.slice(1));
  const whole = largest ? Math.floor(actions / largest.credits) : 0;
  const rest = actions - whole * (largest?.credits ?? 0);
  const fitting = rest > 0 ? packs.filter((pack) => pack.credits >= rest).map(dollars) : [0];
  const here = whole * (largest ? dollars(largest) : 0) + Math.min(...fitting);
  const sliders = [
    ["People", people, setPeople, 1, 20],
    ["Things created or sent in a month", actions, setActions, 10, 1500],
    ["Price of a seat elsewhere, $ a month", seat, setSeat, 5, 60],
  ] as const;
  return (
    <Card className="grid gap-4 p-5">
      {sliders.map(([words, value, set, min, max]) => (
        <label key={words} className="grid gap-1">
          <span className="flex justify-between text-ink-2">
            {words} <b className="text-ink tabular-nums">{value.toLocaleString("en")}</b>
          </span>
          <input
            type="range"
            min={min}
            max={max}
            value={value}
            onChange={(event) => set(Number(event.currentTarget.value))}
            className="accent-accent"
          />
        </label>
      ))}
      <p aria-live="polite" className="flex flex-wrap items-baseline gap-x-6 gap-y-1 border-t border-line pt-4">
        <span>
          <b className="text-2xl font-[640] tabular-nums">${here.toLocaleString("en")}</b> here
        </span>
        <span className="text-ink-2">
          <b className="text-2xl font-[640] tabular-nums">${(people * seat).toLocaleString("en")}</b> with seats
        </span>
      </p>
      <p className="text-xs text-ink-3">
        Inviting people is free. “Here” is the price of the packs that cover the month; leftover credits stay yours. A month in which you do
        nothing costs nothing.
      </p>
    </Card>
  );
}

type Data = ReturnType<typeof useLoaderData<typeof loader>>;

function Hero() {
  return (
    <section className="grid items-center gap-10 py-10 md:py-16 lg:grid-cols-[minmax(0,5fr)_minmax(0,6fr)]">
      <div className="grid gap-5">
        <h1 className="text-4xl! leading-[1.1]! font-[660]! tracking-tight text-balance">Pay for what you do.</h1>
        <p className="max-w-[46ch] text-lg text-ink-2">
          Farthing keeps your contacts and notes. No seats, no subscription: a credit is spent when something is created or sent. Everything
          else is free.
        </p>
        <div className="flex flex-wrap items-center gap-3">
          <ButtonLink to={paths.signUp()} kind="go" className="min-h-11 px-5!">
            Start with 25 free credits
          </ButtonLink>
          <ButtonLink to={paths.prices()} kind="bare" className="min-h-11">
            See the prices
          </ButtonLink>
        </div>
        <p className="text-ink-3">
          No card needed. Bring your Google, Outlook or HubSpot export: from sign-up to your list in under three minutes.
        </p>
      </div>
      <Sample />
    </section>
  );
}

function Costs({ prices, packs }: Data) {
  return (
    <section className="grid items-start gap-8 py-12 md:grid-cols-2">
      <div className="grid gap-3">
        <h2 className="flex items-center gap-2 text-xl!">
          <Coin className="size-5" /> What would it cost you?
        </h2>
        <Calculator packs={packs} />
      </div>
      <div className="grid gap-3">
        <h2 className="text-xl!">Packs, and what a credit buys</h2>
        <Card>
          <CardHead title="Credits you buy never expire" />
          <ul className="grid grid-cols-4 divide-x divide-line border-b border-line text-center">
            {packs.map((pack) => (
              <li key={pack.credits} className="py-3">
                <b className="block text-lg tabular-nums">{pack.credits}</b>
                <span className="text-ink-2 tabular-nums">{pack.price}</span>
              </li>
            ))}
          </ul>
          <PriceTable prices={prices} />
        </Card>
      </div>
    </section>
  );
}

export default function Landing() {
  const { prices, packs } = useLoaderData<typeof loader>();
  const promises = [
    ["No seats", "Invite your whole team: people are free, only what they create costs credits. Roles say who may do what."],
    ["No subscription", "Credits you buy never expire. A quiet month costs nothing at all."],
    ["Free to leave", "Reading, editing, exporting, undoing and deleting are free, always."],
    ["Every credit accounted for", "Each one is a line on your statement: what, who, when, why. Nothing is charged twice."],
  ] as const;
  return (
    <Paper>
      <Hero />
      <section className="grid gap-x-8 gap-y-5 border-y border-line py-10 sm:grid-cols-2 lg:grid-cols-4">
        {promises.map(([title, words]) => (
          <div key={title}>
            <h2>{title}</h2>
            <p className="mt-1 text-ink-2">{words}</p>
          </div>
        ))}
      </section>
      <Costs prices={prices} packs={packs} />
    </Paper>
  );
}
