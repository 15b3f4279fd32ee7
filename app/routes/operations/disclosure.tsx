import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/cloudflare";
import { useActionData } from "@remix-run/react";
import { Button } from "../../components/ui/Button";
import { TextField } from "../../components/ui/Field";
import { PostForm } from "../../components/ui/PostForm";
import { Card, PageHead } from "../../components/ui/parts";
import { DisclosureInput, recordDisclosure } from "../../domain/privacy/disclosures";
import { readPosted } from "../../web/body.server";
import { readForm } from "../../web/form.server";
import { notFound, requireOperator } from "../../web/guard.server";
import { paths } from "../../web/paths";
import { redirectWith } from "../../web/reply.server";

export const meta: MetaFunction = () => [{ title: "A legal disclosure - Farthing" }];

export async function loader(args: LoaderFunctionArgs) {
  await requireOperator(args);
  return json(null);
}

export async function action(args: ActionFunctionArgs) {
  const member = await requireOperator(args);
  const teamId = args.params.teamId ?? "";
  const read = readForm(DisclosureInput, await readPosted(args.request, DisclosureInput));
  if (!("data" in read)) return json(read, { status: 400 });
  if (!(await recordDisclosure(member, teamId, read.data))) throw notFound("No such team");
  return redirectWith(member, paths.operatorTeam(teamId), { text: "Recorded in the team’s audit log.", tone: "good" });
}

export default function Disclosure() {
  const answer = useActionData<typeof action>();
  const field = (name: string) => ({ name, defaultValue: answer?.typed[name], error: answer?.wrong[name] });
  return (
    <>
      <PageHead title="A legal disclosure" />
      <Card className="max-w-xl p-4">
        <PostForm className="grid gap-3">
          <p className="text-ink-2">
            This records what was handed to an authority in the team’s audit log, which its owner can read. It can’t be changed or removed.
          </p>
          <TextField {...field("authority")} label="To which authority" required />
          <TextField {...field("basis")} label="Under which law and which order" required />
          <TextField {...field("what")} label="Which kinds of data" required />
          <TextField
            {...field("silentUntil")}
            label="Tell the team no earlier than"
            type="date"
            hint="Leave empty to tell them right away. Set a date only if the law forbids telling them before."
          />
          <div>
            <Button kind="bad">Record it</Button>
          </div>
        </PostForm>
      </Card>
    </>
  );
}
