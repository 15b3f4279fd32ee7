import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { Paper } from "../../components/frame/Paper";
import { Messages } from "../../components/support/Messages";
import { Button } from "../../components/ui/Button";
import { TextBox } from "../../components/ui/Field";
import { PostForm } from "../../components/ui/PostForm";
import { Card } from "../../components/ui/parts";
import { allow } from "../../domain/core/limits";
import { MessageInput, readTicket, writeInTicket } from "../../domain/support/support";
import { readPosted } from "../../web/body.server";
import { readForm } from "../../web/form.server";
import { findAsking, ipOf, notFound } from "../../web/guard.server";
import { paths } from "../../web/paths";

export const meta: MetaFunction = () => [{ title: "Your message - Farthing" }, { name: "referrer", content: "no-referrer" }];

async function open(args: LoaderFunctionArgs) {
  const asking = await findAsking(args);
  const key = new URL(args.request.url).searchParams.get("key");
  const opened = await readTicket(args.context.ctx, args.params.ticketId ?? "", { userId: asking?.person.member.userId ?? null, key });
  if (!opened) throw notFound("No such message");
  return { opened, key, asking };
}

export async function loader(args: LoaderFunctionArgs) {
  const { opened, asking } = await open(args);
  const { ticket, messages } = opened;
  return json({
    state: ticket.state,
    messages: messages.map(({ id, author, body, at }) => ({ id, author, body, at })),
    signedIn: asking !== null,
    timeZone: asking?.member?.team.timeZone ?? "UTC",
  });
}

export async function action(args: ActionFunctionArgs) {
  const { opened, key } = await open(args);
  const read = readForm(MessageInput, await readPosted(args.request, MessageInput));
  if (!("data" in read)) return json(read, { status: 400 });
  if (!(await allow(args.context.ctx, "support", opened.ticket.id, ipOf(args.request))))
    return json(
      { wrong: { body: "Too many messages. Try again in 15 minutes." } as Record<string, string>, typed: { body: read.data.body } },
      { status: 429 },
    );
  await writeInTicket(args.context.ctx, opened, read.data.body);
  return redirect(paths.ticket(opened.ticket.id, key));
}

export default function Ticket() {
  const { state, messages, signedIn, timeZone } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <Paper signedIn={signedIn}>
      <div className="grid max-w-2xl gap-4 py-8">
        <h1>Your message</h1>
        <p className="text-ink-2">
          {state === "open" ? "We have it, and we’ll answer as soon as we can." : "Answered. If you still need help, write here again."}
        </p>
        <Messages messages={messages} timeZone={timeZone} you="You" support="Support" />
        <Card className="p-4">
          <PostForm key={messages.length} className="grid gap-3">
            <TextBox name="body" label="Add to your message" required defaultValue={answer?.typed.body} error={answer?.wrong.body} />
            <div>
              <Button>Send</Button>
            </div>
          </PostForm>
        </Card>
      </div>
    </Paper>
  );
}
