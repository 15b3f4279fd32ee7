import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/cloudflare";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { Paper } from "../../components/frame/Paper";
import { Button } from "../../components/ui/Button";
import { inputLook, Labelled, TextBox, TextField } from "../../components/ui/Field";
import { PostForm } from "../../components/ui/PostForm";
import { Alert, Card, CardHead, Chip } from "../../components/ui/parts";
import { When } from "../../components/ui/Time";
import { allow } from "../../domain/core/limits";
import { openTicket, readTickets, TicketInput, ticketTopics } from "../../domain/support/support";
import { readPosted } from "../../web/body.server";
import { readForm, typedIn } from "../../web/form.server";
import { findAsking, ipOf } from "../../web/guard.server";
import { paths } from "../../web/paths";

export const meta: MetaFunction = () => [{ title: "Support - Farthing" }];

const topicWords = { help: "How do I …?", billing: "Credits and payments", privacy: "Privacy", fault: "Something isn’t working" } as const;
const stateWords = { open: "waiting for us", answered: "answered", closed: "closed" } as const;

export async function loader(args: LoaderFunctionArgs) {
  const asking = await findAsking(args);
  const mine = asking ? await readTickets(args.context.ctx, asking.person.member.userId) : [];
  return json({
    topics: ticketTopics,
    you: asking && { name: asking.person.member.name, email: asking.person.member.email, timeZone: asking.member?.team.timeZone ?? "UTC" },
    tickets: mine.map(({ id, topic, state, changedAt }) => ({ id, topic, state, changedAt })),
  });
}

export async function action(args: ActionFunctionArgs) {
  const { ctx } = args.context;
  const asking = await findAsking(args);
  const form = await readPosted(args.request, TicketInput);
  // Who is signed in writes as who they are.
  if (asking) {
    form.set("name", asking.person.member.name);
    form.set("email", asking.person.member.email);
  }
  const read = readForm(TicketInput, form);
  if (!("data" in read)) return json({ sent: null, ...read }, { status: 400 });
  if (!(await allow(ctx, "support", read.data.email, ipOf(args.request)))) {
    const wrong: Record<string, string> = { body: "Too many messages. Try again in 15 minutes; yours is still here." };
    return json({ sent: null, wrong, typed: typedIn(form) }, { status: 429 });
  }
  const who = asking && { userId: asking.person.member.userId, teamId: asking.member?.team.id ?? null, verified: asking.person.verified };
  const { ticketId } = await openTicket(ctx, read.data, who);
  if (who) return redirect(paths.ticket(ticketId));
  return json({ sent: read.data.email, wrong: {} as Record<string, string>, typed: {} as Record<string, string> });
}

type Data = ReturnType<typeof useLoaderData<typeof loader>>;

function Yours({ tickets, timeZone }: { tickets: Data["tickets"]; timeZone: string }) {
  if (tickets.length === 0) return null;
  return (
    <Card>
      <CardHead title="What you wrote" />
      <ul>
        {tickets.map(({ id, topic, state, changedAt }) => (
          <li key={id} className="flex flex-wrap items-center gap-3 border-b border-line px-4 py-2.5 last:border-0">
            <Link to={paths.ticket(id)} className="mr-auto font-[550] hover:underline">
              {topicWords[topic]}
            </Link>
            <Chip tone={state === "answered" ? "good" : "plain"}>{stateWords[state]}</Chip>
            <span className="text-xs text-ink-3">
              <When at={changedAt} timeZone={timeZone} />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

type Fields = Record<string, string>;

function TicketForm({ you, topics, typed, wrong }: Pick<Data, "you" | "topics"> & { typed: Fields; wrong: Fields }) {
  return (
    <PostForm className="grid gap-4">
      {you ? (
        <p className="text-ink-2">
          You’re writing as {you.name}, {you.email}.
        </p>
      ) : (
        <>
          <TextField name="name" label="Your name" required defaultValue={typed.name} error={wrong.name} autoComplete="name" />
          <TextField
            name="email"
            label="Your e-mail address"
            type="email"
            required
            defaultValue={typed.email}
            error={wrong.email}
            autoComplete="email"
          />
        </>
      )}
      <Labelled id="topic" label="What is it about?">
        <select id="topic" name="topic" defaultValue={typed.topic ?? "help"} className={inputLook}>
          {topics.map((topic) => (
            <option key={topic} value={topic}>
              {topicWords[topic]}
            </option>
          ))}
        </select>
      </Labelled>
      <TextBox name="body" label="Your message" required rows={7} defaultValue={typed.body} error={wrong.body} />
      <div>
        <Button kind="go">Send</Button>
      </div>
    </PostForm>
  );
}

export default function Support() {
  const { you, tickets, topics } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <Paper signedIn={you !== null}>
      <div className="grid max-w-2xl gap-5 py-8">
        <div className="grid gap-2">
          <h1>Support</h1>
          <p className="text-ink-2">
            A person will read your message and answer, here and by e-mail. For privacy requests, there is a separate form.
          </p>
        </div>
        {answer?.sent ? (
          <Alert tone="good" title="Sent">
            We’ve e-mailed {answer.sent} a link. Open it to read the answer here, and to add to your message.
          </Alert>
        ) : (
          <Card className="p-4">
            <TicketForm you={you} topics={topics} typed={answer?.typed ?? {}} wrong={answer?.wrong ?? {}} />
          </Card>
        )}
        {you ? <Yours tickets={tickets} timeZone={you.timeZone} /> : null}
      </div>
    </Paper>
  );
}
