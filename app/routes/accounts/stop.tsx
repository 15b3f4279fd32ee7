import { type ActionFunctionArgs, json, type MetaFunction } from "@remix-run/cloudflare";
import { Link, useActionData } from "@remix-run/react";
import { Entrance, OneButton, Paper } from "../../components/frame/Paper";
import { stopEmailChange } from "../../domain/accounts/emailChange";
import { fromOf } from "../../web/device.server";
import { paths } from "../../web/paths";

export const meta: MetaFunction = () => [{ title: "Stop the change - Farthing" }, { name: "referrer", content: "no-referrer" }];

export async function action({ request, params, context: { ctx } }: ActionFunctionArgs) {
  const stopped = await stopEmailChange(ctx, params.token ?? "", fromOf(request));
  return json({ stopped }, { status: stopped ? 200 : 410 });
}

export default function Stop() {
  const answer = useActionData<typeof action>();
  if (!answer)
    return (
      <Paper>
        <Entrance title="Stop the change of address?" words="Your account keeps the address it has, and everyone is signed out of it.">
          <OneButton>Stop the change</OneButton>
        </Entrance>
      </Paper>
    );
  return (
    <Paper>
      <Entrance
        title={answer.stopped ? "Stopped" : "This link has expired"}
        words={
          answer.stopped
            ? "Your address stays as it is, and everyone is signed out. Someone knew your password, so choose a new one now."
            : "It’s been used, or the change it was about is over. If something looks wrong, choose a new password."
        }
      >
        <Link to={paths.forgot()} className="underline underline-offset-3">
          Choose a new password
        </Link>
      </Entrance>
    </Paper>
  );
}
