import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/cloudflare";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { Mail, Pencil, Phone, Trash2 } from "lucide-react";
import { InTrash, Restricted, Rights } from "../../components/contacts/ContactState";
import { Details } from "../../components/contacts/Details";
import { NotDone } from "../../components/credits/Short";
import { NoteBox } from "../../components/records/NoteBox";
import { OwnerCard } from "../../components/records/OwnerCard";
import { Timeline } from "../../components/records/Timeline";
import { Button, ButtonLink } from "../../components/ui/Button";
import { IfMay } from "../../components/ui/may";
import { PostForm } from "../../components/ui/PostForm";
import { Avatar, Card } from "../../components/ui/parts";
import { Since } from "../../components/ui/Time";
import { contactRef, contacts } from "../../domain/contacts/card";
import { type Contact, readContact, restoreContactsById, trashContactsById } from "../../domain/contacts/contacts";
import { readTags } from "../../domain/contacts/tags";
import { notAllowedWords } from "../../domain/core/permissions";
import { formatPhone } from "../../domain/core/phones";
import { openCustomBook } from "../../domain/fields/book";
import { setRestricted } from "../../domain/privacy/contactRights";
import { viewOwner } from "../../domain/records/owners";
import { readMemberNames } from "../../domain/teams/members";
import { readPosted } from "../../web/body.server";
import { notFound, requireMay, requireMember } from "../../web/guard.server";
import { paths } from "../../web/paths";
import { viewValues } from "../../web/records/custom.server";
import { postPrivacy } from "../../web/records/owner.server";
import { postToTimeline, timelineFields, viewTimeline } from "../../web/records/timeline.server";
import { redirectWith } from "../../web/reply.server";
import type { Toast } from "../../web/toast.server";
import { nameOf } from "../../web/views";

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${data?.contact.name ?? "Contact"} - Farthing` }];

function viewOf(contact: Contact) {
  const { id, title, company, status, emails, addresses, birthday, website, lastContactedAt, trashedAt, restrictedAt } = contact;
  const phones = contact.phones.map((phone) => ({ label: phone.label, value: formatPhone(phone), e164: phone.e164 ?? null }));
  const about = {
    id,
    name: nameOf(contact),
    title,
    company,
    companyId: contact.companyId ?? "",
    status,
    emails,
    phones,
    addresses,
    birthday,
    website,
  };
  return { ...about, lastContactedAt, trashedAt, restrictedAt };
}

export async function loader(args: LoaderFunctionArgs) {
  const member = await requireMember(args);
  const id = args.params.contactId ?? "";
  const query = new URL(args.request.url).searchParams;
  const names = readMemberNames(member);
  const [found, tags, book, timeline] = await Promise.all([
    readContact(member, id),
    readTags(member),
    openCustomBook(member, contacts.noun),
    viewTimeline(member, id, query, names),
  ]);
  if (!found) throw notFound("No such contact");
  return json({
    contact: { ...viewOf(found), custom: await viewValues(book, found) },
    tags: found.tagIds.flatMap((tagId) => tags.find((tag) => tag.id === tagId) ?? []),
    owner: viewOwner(member, found, await names),
    ...timeline,
    now: member.now,
    timeZone: member.team.timeZone,
  });
}

export async function action(args: ActionFunctionArgs) {
  const member = await requireMember(args);
  const form = await readPosted(args.request, ...timelineFields);
  const id = args.params.contactId ?? "";
  const here = paths.contact(id);
  const said = (text: string, tone: Toast["tone"] = "good", undo?: Toast["undo"]) => redirectWith(member, here, { text, tone, undo });
  const intent = String(form.get("intent"));
  if (intent === "trash") {
    requireMay(member, "record.trash");
    await trashContactsById(member, [id]);
    return said("Moved to the trash for 30 days.", "good", { kind: "trash", of: "contact", id, recordId: id });
  }
  if (intent === "restrict" || intent === "release") {
    const outcome = await setRestricted(member, id, intent === "restrict");
    return said(restrictWords[outcome.kind === "done" ? intent : outcome.kind], outcome.kind === "done" ? "good" : "bad");
  }
  if (intent === "restore") {
    requireMay(member, "record.trash");
    await restoreContactsById(member, [id]);
    return said("Restored.");
  }
  return (await postPrivacy(member, contactRef(id), intent)) ?? postToTimeline(member, args.request, contactRef(id), form);
}

const restrictWords = {
  restrict: "Contact restricted.",
  release: "Restriction lifted.",
  missing: "This contact is gone.",
  reported: "This contact was reported as under 16. An owner has to answer that report first, under Requests and sharing.",
  "not-allowed": notAllowedWords({ act: "contact.restrict" }),
  changed: "Someone just changed this contact. Reload the page and try again.",
};

type Data = ReturnType<typeof useLoaderData<typeof loader>>;

/** Calling and writing, with what the device has for it. */
function Reach({ contact }: Pick<Data, "contact">) {
  const [phone] = contact.phones.filter(({ e164 }) => e164);
  const [email] = contact.emails;
  return (
    <>
      {phone ? (
        <a
          href={`tel:${phone.e164}`}
          className="inline-flex min-h-8 items-center gap-2 rounded-md border border-line-strong bg-surface px-3 font-[550] max-md:min-h-10"
        >
          <Phone size={16} aria-hidden="true" /> Call
        </a>
      ) : null}
      {email ? (
        <a
          href={`mailto:${email.value}`}
          className="inline-flex min-h-8 items-center gap-2 rounded-md border border-line-strong bg-surface px-3 font-[550] max-md:min-h-10"
        >
          <Mail size={16} aria-hidden="true" /> E-mail
        </a>
      ) : null}
    </>
  );
}

function Head({ contact, now, timeZone }: Pick<Data, "contact" | "now" | "timeZone">) {
  const { title, company, lastContactedAt } = contact;
  const place = Boolean(title || company);
  return (
    <div className="mb-4 flex flex-wrap items-center gap-3">
      <Avatar name={contact.name} large />
      <div className="min-w-0 md:mr-auto">
        <h1 className="break-words">{contact.name}</h1>
        <p className="text-ink-2">
          {title}
          {title && company ? " at " : ""}
          {contact.companyId ? (
            <Link to={paths.record("companies", contact.companyId)} className="hover:underline">
              {company}
            </Link>
          ) : (
            company
          )}
          <span className="text-ink-3">
            {place ? " · " : ""}
            {lastContactedAt ? (
              <>
                last contacted <Since at={lastContactedAt} now={now} timeZone={timeZone} />
              </>
            ) : (
              "not contacted yet"
            )}
          </span>
        </p>
      </div>
      <div className="flex flex-wrap gap-2">
        {contact.restrictedAt ? null : <Reach contact={contact} />}
        <IfMay act="record.change">
          <ButtonLink to={paths.editContact(contact.id)}>
            <Pencil size={16} aria-hidden="true" /> Edit
          </ButtonLink>
        </IfMay>
        {contact.trashedAt || contact.restrictedAt ? null : (
          <IfMay act="record.trash">
            <PostForm>
              <Button name="intent" value="trash" kind="bare" aria-label="Move to trash">
                <Trash2 size={16} aria-hidden="true" />
              </Button>
            </PostForm>
          </IfMay>
        )}
      </div>
    </div>
  );
}

export default function ContactPage() {
  const { contact, tags, owner, entries, next, note, now, timeZone } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <>
      <Head contact={contact} now={now} timeZone={timeZone} />
      {contact.trashedAt ? <InTrash /> : null}
      {contact.restrictedAt ? <Restricted /> : null}
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_320px]">
        <div className="grid min-w-0 gap-3">
          {contact.trashedAt || contact.restrictedAt ? null : (
            <IfMay act="record.add">
              <NoteBox key={contact.id} note={note} entries={entries} answer={answer ?? null} />
            </IfMay>
          )}
          <NotDone answer={answer ?? null} form="note" />
          <Timeline noun="contact" entries={entries} now={now} timeZone={timeZone} />
          {next ? (
            <Link to={paths.contact(contact.id, { before: next })} className="py-1 underline underline-offset-3">
              Earlier
            </Link>
          ) : null}
        </div>
        <aside className="grid min-w-0 gap-3">
          <Card>
            <Details contact={contact} tags={tags} />
          </Card>
          <OwnerCard owner={owner} noun="contact" />
          <Rights id={contact.id} restricted={contact.restrictedAt > 0} />
        </aside>
      </div>
    </>
  );
}
