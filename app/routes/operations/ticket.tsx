import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { Messages } from "../../components/support/Messages";
import { Button, ButtonLink } from "../../components/ui/Button";
import { TextBox } from "../../components/ui/Field";
import { PostForm } from "../../components/ui/PostForm";
import { Card, CardHead, Chip, PageHead } from "../../components/ui/parts";
import { When } from "../../components/ui/Time";
import { endLostFactor, findLostFactor } from "../../domain/operations/lostFactor";
import { answerTicket, MessageInput, readTicketAsSupport } from "../../domain/support/support";
import { readPosted } from "../../web/body.server";
import { readForm } from "../../web/form.server";
import { notFound, requireOperator } from "../../web/guard.server";
import { paths } from "../../web/paths";
import { redirectWith } from "../../web/reply.server";

export const meta: MetaFunction = () => [{ title: "Ticket - Farthing" }];

export async function loader(args: LoaderFunctionArgs) {
  const member = await requireOperator(args);
  const opened = await readTicketAsSupport(member, args.params.ticketId ?? "");
  if (!opened) throw notFound("No such ticket");
  const { name, email, topic, teamId } = opened.ticket;
  const messages = opened.messages.map(({ id, author, body, at }) => ({ id, author, body, at }));
  const lost = await findLostFactor(member, opened.ticket.id);
  return json({
    ...{ name, email, topic, teamId, messages },
    proven: opened.ticket.provenAt !== null,
    lost: lost && { from: lost.from, ready: lost.from <= member.now },
    timeZone: member.team.timeZone,
  });
}

export async function action(args: ActionFunctionArgs) {
  const member = await requireOperator(args);
  const id = args.params.ticketId ?? "";
  const form = await readPosted(args.request, MessageInput, "intent");
  if (form.get("intent") === "lost") {
    const ended = await endLostFactor(member, id);
    const text = ended
      ? "Turned off. They were told by e-mail, and sign in by their password."
      : "Not turned off: it’s too early, or there is none.";
    return redirectWith(member, paths.operatorTicket(id), { text, tone: ended ? "good" : "bad" });
  }
  const read = readForm(MessageInput, form);
  if (!("data" in read)) return json(read, { status: 400 });
  if (!(await answerTicket(member, id, read.data.body))) throw notFound("No such ticket");
  return redirectWith(member, paths.operatorTicket(id), { text: "Answered by e-mail and on the page.", tone: "good" });
}

export default function TicketDesk() {
  const { name, email, topic, teamId, messages, proven, lost, timeZone } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <>
      <PageHead title={`${name}: ${topic}`}>
        {teamId ? <ButtonLink to={paths.operatorTeam(teamId)}>Their team</ButtonLink> : null}
        <ButtonLink to={paths.operatorSupport()}>All tickets</ButtonLink>
      </PageHead>
      <div className="grid max-w-2xl gap-3">
        <p className="flex flex-wrap items-center gap-2 text-ink-2">
          {email}
          {proven ? null : <Chip tone="warn">Address not confirmed: anyone could have typed it</Chip>}
        </p>
        <Messages messages={messages} timeZone={timeZone} you={name} support="We" />
        <Card className="p-4">
          <PostForm key={messages.length} className="grid gap-3">
            <TextBox name="body" label="Answer" required rows={6} defaultValue={answer?.typed.body} error={answer?.wrong.body} />
            <div>
              <Button kind="go">Send the answer</Button>
            </div>
          </PostForm>
        </Card>
        {lost ? (
          <Card>
            <CardHead title="Lost second factor" />
            <PostForm className="grid justify-items-start gap-3 p-4">
              <p className="text-ink-2">
                Only if they ask for it here. {lost.ready ? "" : "A day after they opened their link: from "}
                {lost.ready ? "" : <When at={lost.from} timeZone={timeZone} />}
              </p>
              <Button kind="bad" name="intent" value="lost" disabled={!lost.ready}>
                Turn off their second factor
              </Button>
            </PostForm>
          </Card>
        ) : null}
      </div>
    </>
  );
}
