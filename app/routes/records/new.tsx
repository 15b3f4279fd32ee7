import { parseWithZod } from "@conform-to/zod/v4";
import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { NotDone } from "../../components/credits/Short";
import { withArticle } from "../../components/records/cardView";
import { RecordForm, type RecordValues } from "../../components/records/RecordForm";
import { RecordTwins, useRecordTwins } from "../../components/records/RecordTwins";
import { Button, ButtonLink } from "../../components/ui/Button";
import { Card, PageHead } from "../../components/ui/parts";
import { readDraft } from "../../domain/contacts/drafts";
import { newId } from "../../domain/core/ids";
import { priceOf } from "../../domain/core/prices";
import { openCustomBook } from "../../domain/fields/book";
import { addRecord } from "../../domain/records/add";
import { readRecord } from "../../domain/records/list";
import { readMemberNames } from "../../domain/teams/members";
import { buyKeeping } from "../../web/buying.server";
import { Key, readSubmission } from "../../web/form.server";
import { requireMember } from "../../web/guard.server";
import { paths } from "../../web/paths";
import { fieldErrors, fillInOf, typedCustom } from "../../web/records/custom.server";
import { requireCard, viewCard } from "../../web/records/records.server";
import { costWords, notYours, type Problem, problemOf, redirectWith } from "../../web/reply.server";
import { packViews } from "../../web/views";

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `Add ${data?.card.words.one} - Farthing` }];

export async function loader(args: LoaderFunctionArgs) {
  const member = await requireMember(args, "record.add");
  const card = requireCard(args.request);
  const query = new URL(args.request.url).searchParams;
  const [draft, members, book] = await Promise.all([
    query.get("draft") ? readDraft(member, query.get("draft") ?? "") : null,
    readMemberNames(member),
    openCustomBook(member, card.noun),
  ]);
  const { custom, fields } = await fillInOf(book, null);
  const form = new FormData();
  for (const [name, value] of draft?.fields ?? []) form.append(name, value);
  const typed = draft ? parseWithZod(form, { schema: card.input }).payload : { name: query.get("name") ?? "" };
  return json({
    card: viewCard(card),
    key: String(form.get("key") ?? newId(member.now)),
    typed: { ...typed, custom: draft ? typedCustom(form) : custom } as RecordValues,
    own: fields,
    members: Object.entries(members),
    price: priceOf(card.price, member.now),
    draft: query.get("draft") ?? query.get("after"),
  });
}

export async function action(args: ActionFunctionArgs) {
  const member = await requireMember(args, "record.add");
  const card = requireCard(args.request);
  const { form, submission } = await readSubmission(args.request, card.input, "key", "price", "intent", "pack");
  const key = Key.parse(form.get("key"));
  if (form.get("intent") === "buy") {
    const buying = await buyKeeping(member, args.request, form, paths.newRecord(card.plural));
    if (!buying) return redirectWith(member, paths.buy(), { text: "Choose a pack.", tone: "bad" });
    if (buying.kind === "stripe") return redirect(buying.url);
    const problem: Pick<Problem, "title" | "words" | "credits"> = { title: "You can’t buy credits yet", words: buying.words };
    return json({ result: submission.reply(), problem, key, packs: null }, { status: buying.status });
  }
  if (submission.status !== "success")
    return json({ result: submission.reply(), problem: null, key, packs: null }, { status: form.has("__intent__") ? 200 : 400 });
  const outcome = await addRecord(
    member,
    card,
    { ...submission.value, custom: typedCustom(form) },
    { key, shownCredits: Number(form.get("price")) },
  );
  if (outcome.kind === "invalid") {
    return json(
      { result: submission.reply({ fieldErrors: fieldErrors(outcome.fields) }), problem: null, key, packs: null },
      { status: 400 },
    );
  }
  if (outcome.kind !== "done") {
    const problem = problemOf(member, outcome, key);
    const packs = problem.short ? packViews(problem.short.missing) : null;
    return json({ result: submission.reply(), problem, key: problem.key, packs }, { status: problem.status });
  }
  const text = `Added the ${card.words.one}. ${costWords(outcome.credits, outcome.balance)}`;
  // What somebody adds for a colleague they may not see.
  if (!(await readRecord(member, card, key)))
    return redirectWith(member, paths.records(card.plural), { text: `${text} ${notYours}`, tone: "good" });
  const to = form.get("intent") === "more" ? paths.newRecord(card.plural, { after: key }) : paths.record(card.plural, key);
  return redirectWith(member, to, { text, tone: "good", undo: { kind: "add", of: card.noun, id: key, recordId: key } });
}

const FORM = "record";

export default function NewRecord() {
  const { card, key, typed, own, members, price, draft } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { twins, onInput } = useRecordTwins(card, null);
  const cost = answer?.problem?.credits ?? price;
  return (
    <>
      <PageHead title={`Add ${withArticle(card.words.one)}`} />
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_320px]">
        <Card className="p-4">
          <RecordForm
            key={draft ?? "new"}
            id={FORM}
            card={card}
            members={members}
            own={own}
            defaultValue={typed}
            lastResult={answer?.result as never}
            hidden={{ key: answer?.key ?? key, price: String(cost) }}
            onInput={(event) => onInput(event.currentTarget)}
            notice={<RecordTwins card={card} twins={twins} />}
            submit={
              <>
                <Button kind="go" cost={cost}>
                  Add {card.words.one}
                </Button>
                <Button kind="bare" name="intent" value="more">
                  Add and start another
                </Button>
                <ButtonLink kind="bare" to={paths.records(card.plural)}>
                  Cancel
                </ButtonLink>
              </>
            }
          />
        </Card>
        <NotDone answer={answer ?? null} form={FORM} />
      </div>
    </>
  );
}
