import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/cloudflare";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { Entrance, OneButton, Paper } from "../../components/frame/Paper";
import { Button } from "../../components/ui/Button";
import { PostForm } from "../../components/ui/PostForm";
import { chooseMail, readUnsubscribe } from "../../domain/mail/mailChoices";
import { mailKinds } from "../../domain/mail/mailKinds";
import { readPosted } from "../../web/body.server";
import { paths } from "../../web/paths";

export const meta: MetaFunction = () => [{ title: "Unsubscribe - Farthing" }, { name: "referrer", content: "no-referrer" }];

export async function loader({ params, context: { ctx } }: LoaderFunctionArgs) {
  const found = await readUnsubscribe(ctx, params.token ?? "");
  return json({ name: found && mailKinds[found.kind].name }, { status: found ? 200 : 404 });
}

/** One click, also by a mail program that posts here by itself (RFC 8058): no sign-in, no question. `back=1` turns it on again. */
export async function action({ request, params, context: { ctx } }: ActionFunctionArgs) {
  const found = await readUnsubscribe(ctx, params.token ?? "");
  if (!found) return json({ wanted: null }, { status: 404 });
  const wanted = (await readPosted(request, "back", "List-Unsubscribe")).get("back") === "1";
  await chooseMail(ctx, found.userId, found.kind, wanted);
  return json({ wanted });
}

export default function Unsubscribe() {
  const { name } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  if (!name)
    return (
      <Paper>
        <Entrance title="This link doesn’t belong to any account" words="If the account was deleted, we don’t send it any more e-mail." />
      </Paper>
    );
  if (answer?.wanted === false)
    return (
      <Paper>
        <Entrance title="Unsubscribed" words={`You’ll get no more e-mail about: ${name}. This takes effect immediately.`}>
          <PostForm>
            <Button name="back" value="1" className="w-full">
              I didn’t mean to: turn it back on
            </Button>
          </PostForm>
        </Entrance>
      </Paper>
    );
  return (
    <Paper>
      <Entrance
        title={answer?.wanted ? "Turned on again" : `Unsubscribe from: ${name}`}
        words="Other kinds of e-mail are in your settings, under Privacy and security."
      >
        <OneButton>Unsubscribe</OneButton>
        <Link to={paths.yourData()} className="underline underline-offset-3">
          All kinds of e-mail
        </Link>
      </Entrance>
    </Paper>
  );
}
