import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { Paper } from "../../components/frame/Paper";
import { Button } from "../../components/ui/Button";
import { inputLook, Labelled, TextBox, TextField } from "../../components/ui/Field";
import { PostForm } from "../../components/ui/PostForm";
import { Alert, Card } from "../../components/ui/parts";
import { allow } from "../../domain/core/limits";
import { openRequest } from "../../domain/privacy/rights";
import { RightsInput, rightsKinds, rightsWords } from "../../domain/privacy/rightsWords";
import { readPosted } from "../../web/body.server";
import { readForm, typedIn } from "../../web/form.server";
import { findAsking, ipOf } from "../../web/guard.server";

export const meta: MetaFunction = () => [{ title: "Your data - Farthing" }];

export async function loader(args: LoaderFunctionArgs) {
  const kind = new URL(args.request.url).searchParams.get("kind");
  const kinds = rightsKinds.map((one) => ({ value: one, ...rightsWords[one] }));
  return json({ signedIn: (await findAsking(args)) !== null, kinds, kind: rightsKinds.find((one) => one === kind) ?? "copy" });
}

/** Answers alike whether anybody keeps anything: only the owner of the address learns more. */
export async function action({ request, context: { ctx } }: ActionFunctionArgs) {
  const form = await readPosted(request, RightsInput);
  const read = readForm(RightsInput, form);
  if (!("data" in read)) return json({ sent: null, ...read }, { status: 400 });
  if (!(await allow(ctx, "rights", read.data.email, ipOf(request)))) {
    const wrong: Record<string, string> = { email: "Too many requests. Try again in 15 minutes." };
    return json({ sent: null, wrong, typed: typedIn(form) }, { status: 429 });
  }
  await openRequest(ctx, read.data);
  return json({ sent: read.data.email, wrong: {} as Record<string, string>, typed: {} as Record<string, string> });
}

type Data = ReturnType<typeof useLoaderData<typeof loader>>;
type Fields = Record<string, string>;

function RightsForm({ kinds, kind, typed, wrong }: Pick<Data, "kinds" | "kind"> & { typed: Fields; wrong: Fields }) {
  return (
    <PostForm className="grid gap-4">
      <Labelled id="kind" label="What would you like to ask for?">
        <select id="kind" name="kind" defaultValue={typed.kind ?? kind} className={inputLook}>
          {kinds.map(({ value, name }) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </select>
      </Labelled>
      <TextField name="name" label="Your name" required defaultValue={typed.name} error={wrong.name} autoComplete="name" />
      <TextField
        name="email"
        label="Your e-mail address"
        type="email"
        required
        defaultValue={typed.email}
        error={wrong.email}
        autoComplete="email"
        hint="The one your data may be kept under. We’ll e-mail you a link."
      />
      <TextField
        name="about"
        label="Whose data, if not yours"
        type="email"
        defaultValue={typed.about}
        error={wrong.about}
        hint="The e-mail address of a child, or of someone you act for."
      />
      <TextBox name="details" label="Anything we should know" defaultValue={typed.details} error={wrong.details} />
      <div>
        <Button kind="go">Send the request</Button>
      </div>
    </PostForm>
  );
}

export default function Rights() {
  const { signedIn, kinds, kind } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <Paper signedIn={signedIn}>
      <div className="grid max-w-2xl gap-5 py-8">
        <div className="grid gap-2">
          <h1>Your data</h1>
          <p className="text-ink-2">
            For anyone whose data is kept here, with or without an account. You’ll get an answer within 30 days, or within 7 for data from
            Facebook. Once a report about a child is confirmed, the child’s data is no longer used. It is deleted within four days.
          </p>
        </div>
        {answer?.sent ? (
          <Alert tone="good" title="Now confirm it">
            We e-mailed a link to {answer.sent}. Nothing is shown or disclosed to anyone before you open it, so no one else can make a
            request in your name.
          </Alert>
        ) : (
          <Card className="p-4">
            <RightsForm kinds={kinds} kind={kind} typed={answer?.typed ?? {}} wrong={answer?.wrong ?? {}} />
          </Card>
        )}
      </div>
    </Paper>
  );
}
