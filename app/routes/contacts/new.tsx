import { parseWithZod } from "@conform-to/zod/v4";
import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { type ContactFields, ContactForm } from "../../components/contacts/ContactForm";
import { TwinForms, Twins, useTwins } from "../../components/contacts/Twins";
import { NotDone } from "../../components/credits/Short";
import { Button, ButtonLink } from "../../components/ui/Button";
import { Card, PageHead } from "../../components/ui/parts";
import { contacts } from "../../domain/contacts/card";
import { ContactInput } from "../../domain/contacts/contactInput";
import { addContact, readContact } from "../../domain/contacts/contacts";
import { readDraft } from "../../domain/contacts/drafts";
import { readTags } from "../../domain/contacts/tags";
import { newId } from "../../domain/core/ids";
import { priceOf } from "../../domain/core/prices";
import { openCustomBook } from "../../domain/fields/book";
import { readMemberNames } from "../../domain/teams/members";
import { buyKeeping } from "../../web/buying.server";
import { Key, readSubmission } from "../../web/form.server";
import { requireMember } from "../../web/guard.server";
import { paths } from "../../web/paths";
import { fieldErrors, fillInOf, typedCustom } from "../../web/records/custom.server";
import { costWords, notYours, type Problem, problemOf, redirectWith } from "../../web/reply.server";
import { nameOf, packViews } from "../../web/views";

export const meta: MetaFunction = () => [{ title: "Add contact - Farthing" }];

export async function loader(args: LoaderFunctionArgs) {
  const member = await requireMember(args, "record.add");
  const query = new URL(args.request.url).searchParams;
  const draft = query.get("draft") ? await readDraft(member, query.get("draft") ?? "") : null;
  const form = new FormData();
  for (const [name, value] of draft?.fields ?? []) form.append(name, value);
  const typed = draft
    ? parseWithZod(form, { schema: ContactInput }).payload
    : { firstName: query.get("firstName") ?? "", company: query.get("company") ?? "" };
  const [tags, book, names] = await Promise.all([readTags(member), openCustomBook(member, contacts.noun), readMemberNames(member)]);
  const { custom, ...own } = await fillInOf(book, null);
  const key = String(form.get("key") ?? newId(member.now));
  return json({
    key,
    typed: (draft ? { ...typed, custom: typedCustom(form) } : { ...typed, custom }) as Partial<ContactFields>,
    price: priceOf("contact.add", member.now),
    tagNames: tags.map(({ name }) => name),
    people: Object.entries(names),
    own,
    draft: query.get("draft") ?? query.get("after"),
  });
}

export async function action(args: ActionFunctionArgs) {
  const member = await requireMember(args, "record.add");
  const { form, submission } = await readSubmission(args.request, ContactInput, "key", "price", "intent", "pack");
  const key = Key.parse(form.get("key"));
  if (form.get("intent") === "buy") return buy(member, args.request, form, submission);
  if (submission.status !== "success")
    return json({ result: submission.reply(), problem: null, key, packs: null }, { status: form.has("__intent__") ? 200 : 400 });
  const outcome = await addContact(member, { ...submission.value, custom: typedCustom(form) }, key, Number(form.get("price")));
  if (outcome.kind === "invalid") {
    const result = submission.reply({ fieldErrors: fieldErrors(outcome.fields) });
    return json({ result, problem: null, key, packs: null }, { status: 400 });
  }
  if (outcome.kind !== "done") {
    const problem = problemOf(member, outcome, key);
    return json(
      { result: submission.reply(), problem, key: problem.key, packs: problem.short ? packViews(problem.short.missing) : null },
      { status: problem.status },
    );
  }
  const text = `Added ${nameOf(submission.value)}. ${costWords(outcome.credits, outcome.balance)}`;
  // What somebody adds for a colleague they may not see.
  if (!(await readContact(member, key))) return redirectWith(member, paths.contacts(), { text: `${text} ${notYours}`, tone: "good" });
  const undo = { kind: "add", of: "contact", id: key, recordId: key } as const;
  return redirectWith(member, form.get("intent") === "more" ? paths.newContact({ after: key }) : paths.contact(key), {
    text,
    tone: "good",
    undo,
  });
}

/** Keeps the form as it is and leads to Stripe; the way back ends at the same form. */
async function buy(
  member: Awaited<ReturnType<typeof requireMember>>,
  request: Request,
  form: FormData,
  submission: Awaited<ReturnType<typeof readSubmission>>["submission"],
) {
  const buying = await buyKeeping(member, request, form, paths.newContact());
  if (!buying) return redirectWith(member, paths.buy(), { text: "Choose a pack.", tone: "bad" });
  if (buying.kind === "stripe") return redirect(buying.url);
  const key = Key.parse(form.get("key"));
  const problem: Pick<Problem, "title" | "words" | "credits"> = { title: "You can’t buy credits yet", words: buying.words };
  return json({ result: submission.reply(), problem, key, packs: null }, { status: buying.status });
}

const FORM = "contact";

export default function NewContact() {
  const { key, typed, price, tagNames, people, own, draft } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { twins, onInput } = useTwins(null);
  const cost = answer?.problem?.credits ?? price;
  return (
    <>
      <PageHead title="Add contact" />
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_320px]">
        <Card className="p-4">
          <ContactForm
            key={draft ?? "new"}
            id={FORM}
            defaultValue={typed}
            lastResult={answer?.result as never}
            hidden={{ key: answer?.key ?? key, price: String(cost) }}
            tagNames={tagNames}
            people={people}
            own={own}
            onInput={(event) => onInput(event.currentTarget)}
            notice={<Twins twins={twins} />}
            submit={
              <>
                <Button kind="go" cost={cost}>
                  Add contact
                </Button>
                <Button kind="bare" name="intent" value="more">
                  Add and start another
                </Button>
                <ButtonLink kind="bare" to={paths.contacts()}>
                  Cancel
                </ButtonLink>
              </>
            }
          />
        </Card>
        <NotDone answer={answer ?? null} form={FORM} />
      </div>
      <TwinForms twins={twins} />
    </>
  );
}
