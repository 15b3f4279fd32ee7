import { json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/cloudflare";
import { useLoaderData } from "@remix-run/react";
import { Paper } from "../components/Paper";
import { currentPolicies } from "../legal/policies";
import { Terms } from "../legal/Terms";
import { findAsking } from "../web/guard.server";

export const meta: MetaFunction = () => [{ title: "Terms - Farthing" }];

export async function loader(args: LoaderFunctionArgs) {
  const policy = currentPolicies(args.context.ctx.now).find((one) => one.policy === "terms");
  return json({ signedIn: (await findAsking(args)) !== null, version: policy?.version ?? "" });
}

export default function TermsPage() {
  const { signedIn, version } = useLoaderData<typeof loader>();
  return (
    <Paper signedIn={signedIn}>
      <Terms version={version} />
    </Paper>
  );
}
