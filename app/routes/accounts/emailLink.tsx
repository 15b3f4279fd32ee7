import { type ActionFunctionArgs, json, type MetaFunction } from "@remix-run/cloudflare";
import { Link, useActionData } from "@remix-run/react";
import { Entrance, OneButton, Paper } from "../../components/frame/Paper";
import { confirmEmailChange } from "../../domain/accounts/emailChange";
import { fromOf } from "../../web/device.server";
import { findAsking } from "../../web/guard.server";
import { paths } from "../../web/paths";
import { redirectWith } from "../../web/reply.server";

export const meta: MetaFunction = () => [{ title: "Confirm your new address - Farthing" }, { name: "referrer", content: "no-referrer" }];

// A button and not the link itself confirms: mail programs open links by themselves.
export async function action(args: ActionFunctionArgs) {
  const { ctx } = args.context;
  const sessionId = (await findAsking(args))?.session.sessionId ?? null;
  const outcome = await confirmEmailChange(ctx, args.params.token ?? "", sessionId, fromOf(args.request));
  if (outcome !== "done") return json({ problem: outcome }, { status: outcome === "stale" ? 410 : 403 });
  return redirectWith(ctx, paths.settings(), { text: "This is your address now. Use it to sign in from now on.", tone: "good" });
}

export default function ConfirmEmail() {
  const answer = useActionData<typeof action>();
  return (
    <Paper>
      {answer ? (
        <Entrance
          title={answer.problem === "stale" ? "This link has expired" : "Open this link where you asked for it"}
          words={
            answer.problem === "stale"
              ? "It’s been used, it’s more than a day old, or someone else now uses this address."
              : "For your safety, you can confirm the change only in the browser where you asked for it, while you’re still signed in there."
          }
        >
          <Link to={paths.settings()} className="underline underline-offset-3">
            Open settings
          </Link>
        </Entrance>
      ) : (
        <Entrance title="Confirm your new address" words="You’ll sign in with it from then on. We’ll tell your old address.">
          <OneButton>Use this address</OneButton>
        </Entrance>
      )}
    </Paper>
  );
}
