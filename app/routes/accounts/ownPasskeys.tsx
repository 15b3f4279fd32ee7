import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/cloudflare";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { PasskeyButton } from "../../components/accounts/PasskeyButton";
import { Entrance, Paper } from "../../components/frame/Paper";
import { Button } from "../../components/ui/Button";
import { PostForm } from "../../components/ui/PostForm";
import { When } from "../../components/ui/Time";
import { addPasskey, dropPasskey, PASSKEYS_MAX, passkeyToMake, readPasskeys } from "../../domain/accounts/passkeys";
import { allow } from "../../domain/core/limits";
import { readPosted } from "../../web/body.server";
import { fromOf } from "../../web/device.server";
import { ipOf, requirePerson, requireRecent } from "../../web/guard.server";
import { tooManyTries } from "../../web/password.server";
import { paths } from "../../web/paths";

export const meta: MetaFunction = () => [{ title: "Passkeys - Farthing" }];

export async function loader(args: LoaderFunctionArgs) {
  const { session, member } = await requirePerson(args);
  await requireRecent(args);
  const { ctx } = args.context;
  const { user } = session.asker;
  const [passkeys, make] = await Promise.all([readPasskeys(ctx, user.id), passkeyToMake(ctx, user, session.sessionId)]);
  return json({ passkeys, make, timeZone: member?.team.timeZone ?? "UTC" });
}

const problems = {
  wrong: "This didn’t work. Reload the page and try again.",
  full: `This device has a passkey already, or you have ${PASSKEYS_MAX}. Remove one first.`,
};

export async function action(args: ActionFunctionArgs) {
  const { session } = await requirePerson(args);
  await requireRecent(args);
  const { ctx } = args.context;
  const { userId, sessionId } = session;
  const form = await readPosted(args.request, "intent", "answer", "id");
  const wrong = (problem: string, status: number) => json({ problem, done: null }, { status });
  if (!(await allow(ctx, "own-second", userId, ipOf(args.request)))) return wrong(tooManyTries, 429);
  const from = fromOf(args.request);
  if (form.get("intent") === "remove") {
    const gone = await dropPasskey(ctx, userId, String(form.get("id") ?? ""), from);
    return gone ? json({ problem: null, done: "Removed. Delete it on the device, too." }) : wrong("This passkey is gone already.", 404);
  }
  const outcome = await addPasskey(ctx, userId, sessionId, String(form.get("answer") ?? ""), from);
  if (outcome !== "done") return wrong(problems[outcome], outcome === "full" ? 409 : 400);
  return json({ problem: null, done: "Added. You can sign in with it from now on." });
}

type Data = ReturnType<typeof useLoaderData<typeof loader>>;

function Known({ passkeys, timeZone }: Pick<Data, "passkeys" | "timeZone">) {
  if (passkeys.length === 0) return <p className="text-ink-2">You have no passkey yet.</p>;
  return (
    <ul className="grid border-t border-line">
      {passkeys.map(({ id, device, createdAt, usedAt }) => (
        <li key={id} className="flex flex-wrap items-center gap-x-3 border-b border-line py-2">
          <span className="mr-auto grid min-w-0">
            <span className="break-words">Made with {device || "a browser"}</span>
            <span className="text-xs text-ink-3">
              Added <When at={createdAt} timeZone={timeZone} />, last used <When at={usedAt} timeZone={timeZone} />
            </span>
          </span>
          <PostForm>
            <input type="hidden" name="id" value={id} />
            <Button name="intent" value="remove">
              Remove
            </Button>
          </PostForm>
        </li>
      ))}
    </ul>
  );
}

export default function OwnPasskeys() {
  const { passkeys, make, timeZone } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <Paper signedIn>
      <Entrance
        title="Passkeys"
        words="A passkey signs you in with your finger, your face or the PIN of your device. No password that could leak, and no code to type."
      >
        {answer?.done ? <p role="status">{answer.done}</p> : null}
        <Known passkeys={passkeys} timeZone={timeZone} />
        <PasskeyButton words="Add a passkey" make={make} to={paths.ownPasskeys()} wrong={answer?.problem ?? undefined} />
        <Link to={paths.yourData()} className="w-fit py-1 underline underline-offset-3">
          Privacy and security
        </Link>
      </Entrance>
    </Paper>
  );
}
