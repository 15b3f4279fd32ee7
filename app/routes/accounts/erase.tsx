import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/cloudflare";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { Kept } from "../../components/privacy/Kept";
import { Button, ButtonLink } from "../../components/ui/Button";
import { TextField } from "../../components/ui/Field";
import { PostForm } from "../../components/ui/PostForm";
import { Alert, Card, PageHead } from "../../components/ui/parts";
import { isOwner } from "../../domain/core/permissions";
import { eraseAccount } from "../../domain/privacy/memberRights";
import { keptLines } from "../../domain/privacy/outliving";
import { readPosted } from "../../web/body.server";
import { requireMemberOfAny } from "../../web/guard.server";
import { mayTryPassword, noteWrongPassword, tooManyTries } from "../../web/password.server";
import { paths } from "../../web/paths";

export const meta: MetaFunction = () => [{ title: "Delete your account - Farthing" }];

export async function loader(args: LoaderFunctionArgs) {
  const member = await requireMemberOfAny(args);
  return json({ email: member.member.email, owner: isOwner(member.member), team: member.team.name, kept: keptLines });
}

export async function action(args: ActionFunctionArgs) {
  const member = await requireMemberOfAny(args);
  const form = await readPosted(args.request, "password");
  if (!(await mayTryPassword(member, args.request))) return json({ problem: tooManyTries, owner: false }, { status: 429 });
  const outcome = await eraseAccount(member, String(form.get("password") ?? ""));
  if (outcome.kind === "wrong-password") {
    await noteWrongPassword(member, args.request);
    return json({ problem: "Wrong password. Nothing was changed.", owner: false }, { status: 403 });
  }
  if (outcome.kind === "last-owner")
    return json(
      { problem: `You are the only owner of ${outcome.team}, and it has other members. Deactivate the team first.`, owner: true },
      { status: 409 },
    );
  return redirect(paths.gone());
}

export default function EraseAccount() {
  const { email, owner, team, kept } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <>
      <PageHead title="Delete your account" />
      <Card className="grid max-w-2xl gap-4 p-4">
        {answer ? (
          <Alert title={answer.problem}>
            {answer.owner ? (
              <Link to={paths.leave()} className="underline underline-offset-3">
                Deactivate the team
              </Link>
            ) : null}
          </Alert>
        ) : null}
        <p>
          The account for {email} is deleted immediately and for good: name, address, password, sessions, choices and nominee. This can’t be
          undone.
        </p>
        {owner ? (
          <p>
            If you are the only member of {team}, the team and all its contacts are deleted with your account, today, without the thirty
            days. To keep those days,{" "}
            <Link to={paths.leave()} className="underline underline-offset-3">
              deactivate the team
            </Link>{" "}
            instead.
          </p>
        ) : null}
        <Kept kept={kept}>
          <li>What you did in a team that continues stays on its statement, under a number instead of your name.</li>
        </Kept>
        <div className="flex flex-wrap gap-2">
          <ButtonLink to={paths.yourCopy()} reloadDocument>
            Download your data first
          </ButtonLink>
          {owner ? <ButtonLink to={paths.archives()}>Export the team’s data first</ButtonLink> : null}
        </div>
        <PostForm always className="grid max-w-sm gap-3">
          <TextField name="password" label="Your password" type="password" required autoComplete="current-password" />
          <div className="flex flex-wrap gap-2">
            <Button kind="bad">Delete my account for good</Button>
            <ButtonLink to={paths.yourData()}>Keep my account</ButtonLink>
          </div>
        </PostForm>
      </Card>
    </>
  );
}
