import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { ContactForm } from "../../components/contacts/ContactForm";
import { TwinForms, Twins, useTwins } from "../../components/contacts/Twins";
import { Button, ButtonLink } from "../../components/ui/Button";
import { Alert, Card, PageHead } from "../../components/ui/parts";
import { contacts } from "../../domain/contacts/card";
import { ContactInput } from "../../domain/contacts/contactInput";
import { editContact, readContact } from "../../domain/contacts/contacts";
import { readTags } from "../../domain/contacts/tags";
import { openCustomBook } from "../../domain/fields/book";
import { readMemberNames } from "../../domain/teams/members";
import { readSubmission } from "../../web/form.server";
import { notFound, requireMember } from "../../web/guard.server";
import { paths } from "../../web/paths";
import { fieldErrors, fillInOf, typedCustom } from "../../web/records/custom.server";
import { passedOn, redirectWith } from "../../web/reply.server";
import { nameOf } from "../../web/views";

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `Edit ${data?.name ?? "contact"} - Farthing` }];

export async function loader(args: LoaderFunctionArgs) {
  const member = await requireMember(args, "record.change");
  const [contact, tags, book, names] = await Promise.all([
    readContact(member, args.params.contactId ?? ""),
    readTags(member),
    openCustomBook(member, contacts.noun),
    readMemberNames(member),
  ]);
  if (!contact) throw notFound("No such contact");
  const { custom, ...own } = await fillInOf(book, contact);
  const tagged = contact.tagIds.flatMap((id) => tags.find((tag) => tag.id === id)?.name ?? []);
  const { firstName, lastName, company, title, status, emails, phones, addresses, birthday, website, ownerId, id, changedAt } = contact;
  const typed = { firstName, lastName, company, title, status, emails, phones, addresses, birthday, website, ownerId, custom };
  const tagNames = tags.map(({ name }) => name);
  return json({
    id,
    changedAt,
    name: nameOf(contact),
    typed: { ...typed, tags: tagged.join(", ") },
    tagNames,
    people: Object.entries(names),
    own,
  });
}

export async function action(args: ActionFunctionArgs) {
  const member = await requireMember(args, "record.change");
  const { form, submission } = await readSubmission(args.request, ContactInput, "changedAt", "companySeen");
  const contactId = args.params.contactId ?? "";
  if (submission.status !== "success")
    return json({ result: submission.reply(), clash: null }, { status: form.has("__intent__") ? 200 : 400 });
  const input = { ...submission.value, custom: typedCustom(form) };
  const seen = { changedAt: Number(form.get("changedAt")), company: form.has("companySeen") ? String(form.get("companySeen")) : undefined };
  const outcome = await editContact(member, contactId, input, seen);
  if (outcome.kind === "missing") throw notFound("No such contact");
  if (outcome.kind === "changed") return json({ result: submission.reply(), clash: outcome.contact.changedAt }, { status: 409 });
  if (outcome.kind === "invalid")
    return json({ result: submission.reply({ fieldErrors: fieldErrors(outcome.fields) }), clash: null }, { status: 400 });
  const text = `Saved ${nameOf(submission.value)}.`;
  // Who gave it to somebody else may see it no more.
  if (!(await readContact(member, contactId))) return redirectWith(member, paths.contacts(), { text: `${text} ${passedOn}`, tone: "good" });
  return redirectWith(member, paths.contact(contactId), { text, tone: "good" });
}

export default function EditContact() {
  const { id, changedAt, name, typed, tagNames, people, own } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { twins, onInput } = useTwins(id);
  return (
    <>
      <PageHead title={`Edit ${name}`} />
      <Card className="max-w-[860px] p-4">
        {answer?.clash ? (
          <div className="mb-4">
            <Alert tone="warn" title="Someone else saved this contact in the meantime">
              Your changes are still here, but they aren’t saved yet. Save again to replace theirs with yours.
            </Alert>
          </div>
        ) : null}
        <ContactForm
          id="contact"
          defaultValue={typed}
          lastResult={answer?.result as never}
          hidden={{ changedAt: String(answer?.clash ?? changedAt), companySeen: typed.company }}
          tagNames={tagNames}
          people={people}
          own={own}
          onInput={(event) => onInput(event.currentTarget)}
          notice={<Twins twins={twins} />}
          submit={
            <>
              <Button kind="go">Save</Button>
              <ButtonLink kind="bare" to={paths.contact(id)}>
                Cancel
              </ButtonLink>
              <span className="text-xs text-ink-3">Editing is free.</span>
            </>
          }
        />
      </Card>
      <TwinForms twins={twins} />
    </>
  );
}
