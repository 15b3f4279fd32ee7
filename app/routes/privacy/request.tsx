import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/cloudflare";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { Paper } from "../../components/frame/Paper";
import { Button } from "../../components/ui/Button";
import { TextField } from "../../components/ui/Field";
import { PostForm } from "../../components/ui/PostForm";
import { Card, Chip } from "../../components/ui/parts";
import { dayWords } from "../../domain/core/dates";
import { allow } from "../../domain/core/limits";
import { confirmRequest, readRequest } from "../../domain/privacy/rights";
import { detailsOf, rightsWords } from "../../domain/privacy/rightsWords";
import { readPosted } from "../../web/body.server";
import { ipOf, notFound } from "../../web/guard.server";
import { paths } from "../../web/paths";

export const meta: MetaFunction = () => [{ title: "Your request - Farthing" }, { name: "referrer", content: "no-referrer" }];

const keyIn = (request: Request) => new URL(request.url).searchParams.get("key") ?? "";

export async function loader({ request, params, context: { ctx } }: LoaderFunctionArgs) {
  const found = await readRequest(ctx, params.requestId ?? "", keyIn(request));
  if (!found) throw notFound("No such request");
  const { kind, state, receivedAt, dueAt, endedAt, outcome } = found.request;
  return json({
    what: rightsWords[kind].what,
    own: kind === "minor" && detailsOf(found.request).about === null,
    ...{ state, receivedAt, dueAt, endedAt, outcome, account: found.account },
    parts: found.parts.map((part) => ({ id: part.id, state: part.state, outcome: part.outcome })),
  });
}

export async function action({ request, params, context: { ctx } }: ActionFunctionArgs) {
  const [id, key] = [params.requestId ?? "", keyIn(request)];
  const password = String((await readPosted(request, "password")).get("password") ?? "");
  if (password !== "" && !(await allow(ctx, "password", id, ipOf(request))))
    return json({ problem: "Too many attempts. Try again in 15 minutes." }, { status: 429 });
  const outcome = await confirmRequest(ctx, id, key, password);
  if (outcome === "missing") throw notFound("No such request");
  if (outcome === "wrong-password")
    return json(
      { problem: "Wrong password, so the account is still there. What teams keep under this address will be deleted without it." },
      { status: 403 },
    );
  return redirect(paths.rightsRequest(id, key));
}

const words = { unconfirmed: "not confirmed", open: "being answered", done: "answered", refused: "rejected" } as const;

function Confirm({ own, account, problem }: { own: boolean; account: boolean; problem?: string }) {
  return (
    <PostForm className="grid justify-items-start gap-3">
      {own ? (
        <p>
          <b className="font-semibold">From now on no team uses what it keeps under this address.</b> After three days it is deleted for
          good, unless an owner of the team says it isn’t a child’s.
          {account
            ? " If you enter the password of this address’s account, the account is deleted immediately, and so is the team if you are its only member. Without it, a person reviews the request first."
            : ""}
        </p>
      ) : null}
      {own && account ? (
        <TextField name="password" type="password" label="The account’s password" autoComplete="current-password" error={problem} />
      ) : null}
      <Button kind={own ? "bad" : "go"}>{own ? "I am under 16: delete what is kept" : "Yes, it was me: confirm"}</Button>
    </PostForm>
  );
}

export default function YourRequest() {
  const answer = useActionData<typeof action>();
  const { what, own, state, receivedAt, dueAt, endedAt, outcome, account, parts } = useLoaderData<typeof loader>();
  return (
    <Paper>
      <div className="grid max-w-xl gap-4 py-8">
        <h1>Your request</h1>
        <p>
          You asked for {what}. Received on {dayWords(receivedAt)};{" "}
          {endedAt ? `answered on ${dayWords(endedAt)}` : `you’ll have an answer by ${dayWords(dueAt)}`}.
        </p>
        <Card className="grid gap-3 p-4">
          <p>
            <Chip tone={state === "done" ? "good" : state === "refused" ? "warn" : "blue"}>{words[state]}</Chip>
          </p>
          {outcome ? <p>{outcome}</p> : null}
          {state === "unconfirmed" || (state === "open" && own && account) ? (
            <Confirm own={own} account={account} problem={answer?.problem} />
          ) : null}
          {state === "open" && account && !own ? (
            <p>
              This address has its own account, so you can do most of this yourself, right away, under{" "}
              <Link to={paths.yourData()} className="underline underline-offset-3">
                Privacy and security
              </Link>
              .
            </p>
          ) : null}
          {parts.length > 0 ? (
            <ul className="grid gap-1">
              {parts.map((part, n) => (
                <li key={part.id}>
                  Team {n + 1} that keeps your address: {words[part.state]}. {part.outcome}
                </li>
              ))}
            </ul>
          ) : null}
          {state === "open" && parts.length === 0 ? <p className="text-ink-2">We’re looking into it and will answer by e-mail.</p> : null}
        </Card>
        <p className="text-ink-3">
          Once your request is answered, we remove your name, your address and what you wrote from it. This page stays.
        </p>
      </div>
    </Paper>
  );
}
