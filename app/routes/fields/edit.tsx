import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { FieldForm } from "../../components/fields/FieldForm";
import { Button, ButtonLink } from "../../components/ui/Button";
import { Card, PageHead } from "../../components/ui/parts";
import { can, notAllowedWords } from "../../domain/core/permissions";
import { canIndex, changeCustomField, readAllCustomFields } from "../../domain/fields/customFields";
import { kindWords } from "../../domain/fields/kinds";
import { findNoun } from "../../domain/modules";
import { readPosted } from "../../web/body.server";
import { readForm, typedIn } from "../../web/form.server";
import { notFound, requireMember } from "../../web/guard.server";
import { paths } from "../../web/paths";
import { PostedSettings, refusedField } from "../../web/records/fields.server";
import { redirectWith } from "../../web/reply.server";

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `Edit ${data?.field.name ?? "field"} - Farthing` }];

type Args = LoaderFunctionArgs | ActionFunctionArgs;

async function requireField(args: Args) {
  const member = await requireMember(args);
  if (!can(member, "field.change")) throw new Response(notAllowedWords({ act: "field.change" }), { status: 403 });
  const field = (await readAllCustomFields(member)).find(({ id }) => id === args.params.fieldId);
  const of = findNoun(field?.noun ?? "");
  if (!field || !of) throw notFound("No such field");
  return { member, field, of };
}

export async function loader(args: LoaderFunctionArgs) {
  const { member, field } = await requireField(args);
  return json({ field, kind: kindWords[field.kind], sortable: can(member, "field.index") && canIndex(field) });
}

export async function action(args: ActionFunctionArgs) {
  const { member, field, of } = await requireField(args);
  const form = await readPosted(args.request, PostedSettings);
  const read = readForm(PostedSettings, form);
  if (!("data" in read)) return json(read, { status: 400 });
  // Who is not asked about it changes nothing of it.
  const indexed = can(member, "field.index") && canIndex(field) ? read.data.indexed : field.indexed;
  const outcome = await changeCustomField(member, of, field.id, { ...read.data, indexed });
  if (outcome.kind !== "done") {
    const { answer, status } = refusedField(outcome, typedIn(form));
    return json(answer, { status });
  }
  return redirectWith(member, paths.customFields({ of: of.noun }), { text: `Saved ${read.data.name}.`, tone: "good" });
}

export default function EditField() {
  const { field, kind, sortable } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>() as { wrong: Record<string, string>; typed: Record<string, string> } | undefined;
  const { name, help, preset, required, indexed, choices } = field;
  const typed = answer?.typed ?? {
    name,
    help,
    preset,
    choices: choices.join("\n"),
    ...(required ? { required: "on" } : {}),
    ...(indexed ? { indexed: "on" } : {}),
  };
  const ask = {
    choices: field.kind === "choice" || field.kind === "choices",
    currency: false,
    preset: field.kind !== "choices" && field.kind !== "person",
    sensitive: false,
    indexed: sortable,
  };
  return (
    <>
      <PageHead title={`Edit ${name}`} aside={<span className="text-ink-3">{kind}</span>} />
      <Card className="max-w-xl">
        <FieldForm typed={typed} wrong={answer?.wrong ?? {}} kinds={null} ask={ask}>
          <Button kind="go">Save</Button>
          <ButtonLink kind="bare" to={paths.customFields({ of: field.noun })}>
            Cancel
          </ButtonLink>
        </FieldForm>
      </Card>
    </>
  );
}
