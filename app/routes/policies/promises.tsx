import proofs from "virtual:proofs";
import { json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/cloudflare";
import { Link, useLoaderData } from "@remix-run/react";
import { Paper } from "../../components/frame/Paper";
import { Chip } from "../../components/ui/parts";
import { promises } from "../../legal/promises";
import { findAsking } from "../../web/guard.server";

export const meta: MetaFunction = () => [{ title: "Promises - Farthing" }];

export async function loader(args: LoaderFunctionArgs) {
  const made = promises.map((promise) => ({ ...promise, proofs: proofs[promise.id] ?? [] }));
  return json({ made, signedIn: (await findAsking(args)) !== null });
}

type Made = ReturnType<typeof useLoaderData<typeof loader>>["made"][number];

function PromiseLine({ id, words, path, proofs: titles }: Made) {
  return (
    <li id={id} className="grid grid-cols-1 gap-1 border-b border-line py-3">
      <span className="flex flex-wrap items-center gap-3">
        <span className="w-12 flex-none text-xs text-ink-3 tabular-nums">{id}</span>
        <span className="mr-auto min-w-0 flex-1 basis-64">{words}</span>
        {path ? (
          <Link to={path} className="text-xs underline underline-offset-3">
            Where
          </Link>
        ) : null}
        {titles.length > 0 ? <Chip tone="good">has a test</Chip> : <Chip tone="warn">{path ? "no test yet" : "planned"}</Chip>}
      </span>
      {titles.length > 0 ? (
        <details className="pl-15 text-xs text-ink-2 max-md:pl-0">
          <summary className="w-fit py-1 text-ink-3">
            {titles.length} {titles.length === 1 ? "test" : "tests"}
          </summary>
          <ul className="grid list-disc gap-1 pl-4">
            {titles.map((title) => (
              <li key={title}>{title}</li>
            ))}
          </ul>
        </details>
      ) : null}
    </li>
  );
}

export default function Promises() {
  const { made, signedIn } = useLoaderData<typeof loader>();
  const planned = made.filter(({ path, proofs: titles }) => path === null && titles.length === 0);
  const promised = made.filter((one) => !planned.includes(one));
  const tested = promised.filter(({ proofs: titles }) => titles.length > 0).length;
  return (
    <Paper signedIn={signedIn}>
      <div className="grid max-w-3xl gap-4 py-8">
        <h1>Promises</h1>
        <p className="text-ink-2">
          What we promise, in plain words, with the page where you’ll find it and the tests that prove it. The tests run before every
          release; this page is made from their titles. {tested} of {promised.length} have a test; the others say that they have none yet.
        </p>
        <ul>
          {promised.map((one) => (
            <PromiseLine key={one.id} {...one} />
          ))}
        </ul>
        <h2 className="mt-6">Planned</h2>
        <p className="text-ink-2">What we plan to build but haven’t built yet. Don’t count on it.</p>
        <ul>
          {planned.map((one) => (
            <PromiseLine key={one.id} {...one} />
          ))}
        </ul>
      </div>
    </Paper>
  );
}
