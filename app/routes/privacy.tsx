import { json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/cloudflare";
import { useLoaderData } from "@remix-run/react";
import { Paper } from "../components/Paper";
import { Privacy } from "../legal/Privacy";
import { currentPolicies } from "../legal/policies";
import { findAsking } from "../web/guard.server";

export const meta: MetaFunction = () => [{ title: "Privacy - Farthing" }];

export async function loader(args: LoaderFunctionArgs) {
  const policy = currentPolicies(args.context.ctx.now).find((one) => one.policy === "privacy");
  return json({ signedIn: (await findAsking(args)) !== null, version: policy?.version ?? "" });
}

export default function PrivacyPage() {
  const { signedIn, version } = useLoaderData<typeof loader>();
  return (
    <Paper signedIn={signedIn}>
      <Privacy version={version} />
    </Paper>
  );
}
