import { type ActionFunctionArgs, json, type MetaFunction } from "@remix-run/cloudflare";
import { Form, Link, useActionData } from "@remix-run/react";
import { Entrance, Paper } from "../components/Paper";
import { Button } from "../components/ui/Button";
import { verifyEmail } from "../domain/accounts";
import { signInWith } from "../web/device.server";
import { paths } from "../web/paths";
import { redirectWith } from "../web/reply.server";

export const meta: MetaFunction = () => [{ title: "Confirm your address - Farthing" }, { name: "referrer", content: "no-referrer" }];

// A button and not the link itself confirms: mail programs open links by themselves.
export async function action({ request, params, context: { ctx } }: ActionFunctionArgs) {
  const outcome = await verifyEmail(ctx, params.token ?? "");
  if (outcome.kind === "stale") return json({ stale: true }, { status: 410 });
  const text = outcome.welcomed ? "Your address is confirmed. 25 welcome credits are yours for 90 days." : "Your address is confirmed.";
  const response = await redirectWith(ctx, paths.contacts(), { text, tone: "good" });
  for (const cookie of (await signInWith(ctx, request, outcome.userId)).getSetCookie()) response.headers.append("Set-Cookie", cookie);
  return response;
}

export default function Verify() {
  const answer = useActionData<typeof action>();
  return (
    <Paper>
      {answer?.stale ? (
        <Entrance
          title="This link is over"
          words="It was used already, or is older than three days. Sign in, and send the mail again from the top of any page."
        >
          <Link to={paths.signIn()} className="underline underline-offset-3">
            Sign in
          </Link>
        </Entrance>
      ) : (
        <Entrance title="Confirm your e-mail address" words="One click, and 25 welcome credits are yours.">
          <Form method="post">
            <Button kind="go" className="min-h-10 w-full">
              Confirm my address
            </Button>
          </Form>
        </Entrance>
      )}
    </Paper>
  );
}
