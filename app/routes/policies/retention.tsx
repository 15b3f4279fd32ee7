import { json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/cloudflare";
import { useLoaderData } from "@remix-run/react";
import { Paper } from "../../components/frame/Paper";
import { HISTORY_DAYS } from "../../domain/core/periods";
import { retention } from "../../domain/core/retention";
import { findAsking } from "../../web/guard.server";

export const meta: MetaFunction = () => [{ title: "How long we keep data - Farthing" }];

export async function loader(args: LoaderFunctionArgs) {
  const classes = retention.map(({ name, what, period, from, basis, done }) => ({ name, what, period, from, basis, done }));
  return json({ signedIn: (await findAsking(args)) !== null, classes, historyDays: HISTORY_DAYS });
}

export default function Retention() {
  const { signedIn, classes, historyDays } = useLoaderData<typeof loader>();
  return (
    <Paper signedIn={signedIn}>
      <article className="prose py-8">
        <h1>How long we keep data</h1>
        <p>This page is made from the same table that the nightly cleanup reads.</p>
        {classes.map(({ name, what, period, from, basis, done }) => (
          <section key={name}>
            <h2>{name}</h2>
            <p>{what}</p>
            <p className="text-ink-2">
              Kept {period}
              {from ? `, counted from when ${from}` : ""}
              {done === "kept" ? "" : `; then ${done}`}. Why: {basis.toLowerCase()}.
            </p>
          </section>
        ))}
        <h2>What the platform itself remembers</h2>
        <p>
          Our database’s own history goes back {historyDays} days. It can hold names, addresses and numbers for that long after a purge, and
          nobody looks at it except to restore the whole database after an accident. Even there, notes can’t be opened: their key is gone.
        </p>
      </article>
    </Paper>
  );
}
