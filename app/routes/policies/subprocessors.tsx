import { json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/cloudflare";
import { useLoaderData } from "@remix-run/react";
import { Paper } from "../../components/frame/Paper";
import { subprocessors } from "../../legal/subprocessors";
import { findAsking } from "../../web/guard.server";

export const meta: MetaFunction = () => [{ title: "Sub-processors - Farthing" }];

export async function loader(args: LoaderFunctionArgs) {
  return json({ signedIn: (await findAsking(args)) !== null });
}

export default function Subprocessors() {
  const { signedIn } = useLoaderData<typeof loader>();
  return (
    <Paper signedIn={signedIn}>
      <article className="prose py-8">
        <h1>Sub-processors</h1>
        <p>
          Everyone who receives any data, what for, and the contract that binds them. None of them is an AI service, and none may use it for
          anything else.
        </p>
        {subprocessors.map(({ name, purpose, gets, location, contract }) => (
          <section key={name}>
            <h2>{name}</h2>
            <p>{purpose}</p>
            <ul>
              <li>Receives: {gets}</li>
              <li>Where: {location}</li>
              <li>
                Bound by: <a href={contract.url}>{contract.name}</a>
              </li>
            </ul>
          </section>
        ))}
      </article>
    </Paper>
  );
}
