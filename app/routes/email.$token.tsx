import { type ActionFunctionArgs, json, type MetaFunction } from "@remix-run/cloudflare";
import { Form, Link, useActionData } from "@remix-run/react";
import { Entrance, Paper } from "../components/Paper";
import { Button } from "../components/ui/Button";
import { confirmEmailChange } from "../domain/emailChange";
import { fromOf } from "../web/device.server";
import { paths } from "../web/paths";
import { redirectWith } from "../web/reply.server";

export const meta: MetaFunction = () => [{ title: "Confirm your new address - Farthing" }, { name: "referrer", content: "no-referrer" }];

// A button and not the link itself confirms: mail programs open links by themselves.
export async function action({ request, params, context: { ctx } }: ActionFunctionArgs) {
  if (!(await confirmEmailChange(ctx, params.token ?? "", fromOf(request)))) return json({ stale: true }, { status: 410 });
  return redirectWith(ctx, paths.settings(), { text: "This is your address now. Sign in with it from here on.", tone: "good" });
}

export default function ConfirmEmail() {
  const answer = useActionData<typeof action>();
  return (
    <Paper>
      {answer?.stale ? (
        <Entrance title="This link is over" words="It was used already, is older than a day, or somebody else has this address by now.">
          <Link to={paths.settings()} className="underline underline-offset-3">
            To the settings
          </Link>
        </Entrance>
      ) : (
        <Entrance title="Confirm your new address" words="You sign in with it from then on. The old address is told.">
          <Form method="post">
            <Button kind="go" className="min-h-10 w-full">
              Use this address
            </Button>
          </Form>
        </Entrance>
      )}
    </Paper>
  );
}
