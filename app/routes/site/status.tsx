import { json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/cloudflare";
import { useLoaderData } from "@remix-run/react";
import { Paper } from "../../components/frame/Paper";
import { Card, CardHead, Chip } from "../../components/ui/parts";
import { readStatus } from "../../domain/operations/status";
import { findAsking } from "../../web/guard.server";

export const meta: MetaFunction = () => [{ title: "Status - Farthing" }];

export async function loader(args: LoaderFunctionArgs) {
  const [parts, asking] = await Promise.all([readStatus(args.context.ctx), findAsking(args)]);
  return json({ parts, signedIn: asking !== null, at: new Date(args.context.ctx.now).toISOString().slice(0, 19).replace("T", " ") });
}

export default function Status() {
  const { parts, signedIn, at } = useLoaderData<typeof loader>();
  const allWell = parts.every(({ works }) => works);
  return (
    <Paper signedIn={signedIn}>
      <div className="grid max-w-xl gap-4 py-8">
        <h1>{allWell ? "Everything works" : "Something isn’t working"}</h1>
        <Card>
          <CardHead title="Checked just now">
            <span className="text-xs text-ink-3 tabular-nums">{at} UTC</span>
          </CardHead>
          <ul>
            {parts.map(({ name, works }) => (
              <li key={name} className="flex items-center border-b border-line px-4 py-2.5 last:border-0">
                <span className="mr-auto">{name}</span>
                <Chip tone={works ? "good" : "bad"}>{works ? "works" : "not responding"}</Chip>
              </li>
            ))}
          </ul>
        </Card>
      </div>
    </Paper>
  );
}
