import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { RecordForm } from "../../components/records/RecordForm";
import { RecordTwins, useRecordTwins } from "../../components/records/RecordTwins";
import { Button, ButtonLink } from "../../components/ui/Button";
import { Alert, Card, PageHead } from "../../components/ui/parts";
import { openCustomBook } from "../../domain/fields/book";
import { editRecord } from "../../domain/records/edit";
import { readRecord } from "../../domain/records/list";
import { readMemberNames } from "../../domain/teams/members";
import { readSubmission } from "../../web/form.server";
import { notFound, requireMember } from "../../web/guard.server";
import { paths } from "../../web/paths";
import { fieldErrors, fillInOf, typedCustom } from "../../web/records/custom.server";
import { requireCard, valuesOf, viewCard } from "../../web/records/records.server";
import { passedOn, redirectWith } from "../../web/reply.server";

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `Edit ${data?.title ?? ""} - Farthing` }];

export async function loader(args: LoaderFunctionArgs) {
  const member = await requireMember(args, "record.change");
  const card = requireCard(args.request);
  const [row, members, book] = await Promise.all([
    readRecord(member, card, args.params.id ?? ""),
    readMemberNames(member),
    openCustomBook(member, card.noun),
  ]);
  if (!row) throw notFound(`No such ${card.words.one}`);
  const { id, changedAt } = row;
  const { custom, fields } = await fillInOf(book, row);
  return json({
    card: viewCard(card),
    id,
    changedAt,
    title: card.title(row),
    typed: { ...valuesOf(card, row), custom },
    own: fields,
    members: Object.entries(members),
  });
}

export async function action(args: ActionFunctionArgs) {
  const member = await requireMember(args, "record.change");
  const card = requireCard(args.request);
  const id = args.params.id ?? "";
  const { form, submission } = await readSubmission(args.request, card.input, "changedAt");
  if (submission.status !== "success")
    return json({ result: submission.reply(), clash: null }, { status: form.has("__intent__") ? 200 : 400 });
  const outcome = await editRecord(
    member,
    card,
    { id, seenChangedAt: Number(form.get("changedAt")) },
    {
      ...submission.value,
      custom: typedCustom(form),
    },
  );
  if (outcome.kind === "missing") throw notFound(`No such ${card.words.one}`);
  if (outcome.kind === "changed") return json({ result: submission.reply(), clash: outcome.changedAt }, { status: 409 });
  if (outcome.kind === "invalid") {
    return json({ result: submission.reply({ fieldErrors: fieldErrors(outcome.fields) }), clash: null }, { status: 400 });
  }
  // Who gave it to somebody else may see it no more.
  if (!(await readRecord(member, card, id)))
    return redirectWith(member, paths.records(card.plural), { text: `Saved. ${passedOn}`, tone: "good" });
  return redirectWith(member, paths.record(card.plural, id), { text: "Saved.", tone: "good" });
}

export default function EditRecord() {
  const { card, id, changedAt, title, typed, own, members } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { twins, onInput } = useRecordTwins(card, id);
  return (
    <>
      <PageHead title={`Edit ${title}`} />
      <Card className="max-w-[860px] p-4">
        {answer?.clash ? (
          <div className="mb-4">
            <Alert tone="warn" title={`Someone else saved this ${card.words.one} in the meantime`}>
              Your changes are still here, but they aren’t saved yet. Save again to replace theirs with yours.
            </Alert>
          </div>
        ) : null}
        <RecordForm
          id="record"
          card={card}
          members={members}
          own={own}
          defaultValue={typed}
          lastResult={answer?.result as never}
          hidden={{ changedAt: String(answer?.clash ?? changedAt) }}
          onInput={(event) => onInput(event.currentTarget)}
          notice={<RecordTwins card={card} twins={twins} />}
          submit={
            <>
              <Button kind="go">Save</Button>
              <ButtonLink kind="bare" to={paths.record(card.plural, id)}>
                Cancel
              </ButtonLink>
            </>
          }
        />
      </Card>
    </>
  );
}
