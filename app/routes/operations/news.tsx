import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { Button } from "../../components/ui/Button";
import { inputLook, Labelled, TextBox, TextField } from "../../components/ui/Field";
import { PostForm } from "../../components/ui/PostForm";
import { Card, CardHead, Chip, PageHead } from "../../components/ui/parts";
import { When } from "../../components/ui/Time";
import { BroadcastInput, readBroadcasts, writeBroadcast } from "../../domain/mail/broadcasts";
import { readPosted } from "../../web/body.server";
import { readForm } from "../../web/form.server";
import { requireOperator } from "../../web/guard.server";
import { paths } from "../../web/paths";
import { redirectWith } from "../../web/reply.server";

export const meta: MetaFunction = () => [{ title: "News - Farthing" }];

export async function loader(args: LoaderFunctionArgs) {
  const member = await requireOperator(args);
  const lines = (await readBroadcasts(member)).map(({ id, kind, title, mailed, createdAt, finishedAt }) => ({
    id,
    kind,
    title,
    mailed,
    createdAt,
    finishedAt,
  }));
  return json({ lines, timeZone: member.team.timeZone });
}

export async function action(args: ActionFunctionArgs) {
  const member = await requireOperator(args);
  const read = readForm(BroadcastInput, await readPosted(args.request, BroadcastInput));
  if (!("data" in read)) return json(read, { status: 400 });
  await writeBroadcast(member, read.data);
  return redirectWith(member, paths.operatorNews(), { text: "It will go out within the next few minutes.", tone: "good" });
}

export default function News() {
  const { lines, timeZone } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <>
      <PageHead title="News and notices" />
      <div className="grid items-start gap-3 lg:grid-cols-2">
        <Card className="p-4">
          <PostForm key={lines.length} className="grid gap-3">
            <Labelled id="kind" label="Kind">
              <select id="kind" name="kind" defaultValue={answer?.typed.kind ?? "service"} className={inputLook}>
                <option value="service">Service notice: to everyone</option>
                <option value="product">Product news: to people who asked for it</option>
              </select>
            </Labelled>
            <TextField name="title" label="Subject" required defaultValue={answer?.typed.title} error={answer?.wrong.title} />
            <TextBox name="body" label="Message" required rows={8} defaultValue={answer?.typed.body} error={answer?.wrong.body} />
            <div>
              <Button kind="go">Send it</Button>
            </div>
          </PostForm>
        </Card>
        <Card>
          <CardHead title="Sent" />
          {lines.length === 0 ? (
            <p className="px-4 py-6 text-center text-ink-2">Nothing yet. A material change to a policy appears here automatically.</p>
          ) : null}
          <ul>
            {lines.map(({ id, kind, title, mailed, createdAt, finishedAt }) => (
              <li key={id} className="flex flex-wrap items-center gap-3 border-b border-line px-4 py-2 last:border-0">
                <span className="mr-auto">{title}</span>
                <Chip>{kind}</Chip>
                <span className="text-xs text-ink-2 tabular-nums">
                  {mailed} sent{finishedAt ? "" : ", still sending"}
                </span>
                <span className="text-xs text-ink-3">
                  <When at={createdAt} timeZone={timeZone} />
                </span>
              </li>
            ))}
          </ul>
        </Card>
      </div>
    </>
  );
}
