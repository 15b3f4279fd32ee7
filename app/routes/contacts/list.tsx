import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/cloudflare";
import { Form, Link, useLoaderData, useNavigation, useSubmit } from "@remix-run/react";
import { Download, FileUp, Lock, Search, Trash2 } from "lucide-react";
import { ContactTable } from "../../components/contacts/ContactTable";
import { statusWords } from "../../components/contacts/status";
import { Button, ButtonLink } from "../../components/ui/Button";
import { inputLook } from "../../components/ui/Field";
import { Card, Empty, PageHead } from "../../components/ui/parts";
import { companies } from "../../domain/companies/card";
import { readContacts, restoreContactsById, tagContactsById, trashContactsById } from "../../domain/contacts/contacts";
import { readTags } from "../../domain/contacts/tags";
import { priceOf } from "../../domain/core/prices";
import { readRecord } from "../../domain/records/list";
import { readCounters } from "../../domain/teams/members";
import { readPosted } from "../../web/body.server";
import { requireMember } from "../../web/guard.server";
import { PAGE_SIZE, readListQuery, writeAfter } from "../../web/listQuery.server";
import { paths } from "../../web/paths";
import { redirectWith } from "../../web/reply.server";
import { nameOf } from "../../web/views";

export const meta: MetaFunction = () => [{ title: "Contacts - Farthing" }];

export async function loader(args: LoaderFunctionArgs) {
  const member = await requireMember(args);
  const query = readListQuery(new URL(args.request.url));
  const [page, tags, counters, company] = await Promise.all([
    readContacts(member, query),
    readTags(member),
    readCounters(member),
    query.companyId ? readRecord(member, companies, query.companyId) : null,
  ]);
  const lines = page.contacts.map((contact) => ({
    id: contact.id,
    name: nameOf(contact),
    detail: contact.emails[0]?.value ?? contact.phones[0]?.value ?? "",
    company: contact.company,
    companyId: contact.companyId ?? "",
    status: contact.status,
    tags: contact.tagIds.flatMap((id) => tags.find((tag) => tag.id === id) ?? []),
    lastContactedAt: contact.lastContactedAt,
  }));
  const { search, status, tagId, companyId, sort, trashed, restricted } = query;
  const state = {
    ...{ search, status, tag: tagId, company: companyId, sort: sort === "arrival" ? undefined : sort },
    ...{ trash: trashed ? "1" : undefined, restricted: restricted ? "1" : undefined },
  };
  const isFirst = query.after === null;
  return json({
    lines,
    tags,
    state,
    next: writeAfter(page.next),
    isFirst,
    companyName: company?.name ?? null,
    total: counters.contacts ?? 0,
    price: priceOf("contact.add", member.now),
    now: member.now,
    timeZone: member.team.timeZone,
  });
}

/** Bulk: the boxes say which, the button says what. All of it is free. */
export async function action(args: ActionFunctionArgs) {
  const member = await requireMember(args);
  const form = await readPosted(args.request, "id", "intent", "tag");
  const ids = form.getAll("id").map(String);
  const { pathname, search } = new URL(args.request.url);
  const here = pathname + search.replace(/[?&]index\b/, "");
  if (ids.length === 0) return redirect(here);
  const many = (n: number) => `${n} ${n === 1 ? "contact" : "contacts"}`;
  const intent = form.get("intent");
  if (intent === "trash") {
    // As many as a page shows: all of them can be taken back at once.
    const few = ids.slice(0, PAGE_SIZE);
    const text = `${many(await trashContactsById(member, few))} moved to the trash for 30 days.`;
    return redirectWith(member, here, {
      text,
      tone: "good",
      undo: { kind: "trash", of: "contact", id: few.join(","), recordId: few[0] ?? "" },
    });
  }
  if (intent === "restore")
    return redirectWith(member, here, { text: `${many(await restoreContactsById(member, ids))} restored.`, tone: "good" });
  const tag = String(form.get("tag") ?? "");
  if (tag.trim() === "") return redirectWith(member, here, { text: "Enter a tag first.", tone: "bad" });
  return redirectWith(member, here, { text: `${many(await tagContactsById(member, ids, tag))} tagged “${tag.trim()}”.`, tone: "good" });
}

type Data = ReturnType<typeof useLoaderData<typeof loader>>;

const isFiltered = ({ search, status, tag, company }: Data["state"]) => Boolean(search || status || tag || company);

function Selects({ state, tags }: Pick<Data, "state" | "tags">) {
  return (
    <>
      <select
        name="status"
        defaultValue={state.status ?? ""}
        aria-label="Status"
        className={`${inputLook} w-auto! max-md:min-w-0 max-md:flex-1 max-md:px-1.5`}
      >
        <option value="">Any status</option>
        {Object.entries(statusWords).map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
      <select
        name="tag"
        defaultValue={state.tag ?? ""}
        aria-label="Tag"
        className={`${inputLook} w-auto! max-w-40 max-md:min-w-0 max-md:flex-1 max-md:px-1.5`}
      >
        <option value="">Any tag</option>
        {tags.map((tag) => (
          <option key={tag.id} value={tag.id}>
            {tag.name}
          </option>
        ))}
      </select>
      <select
        name="sort"
        defaultValue={state.sort ?? "arrival"}
        aria-label="Sort"
        className={`${inputLook} w-auto! max-md:min-w-0 max-md:flex-1 max-md:px-1.5`}
      >
        <option value="arrival">Newest first</option>
        <option value="name">By name</option>
        <option value="contacted">Last contacted</option>
      </select>
    </>
  );
}

/** Filters as you type; before JavaScript, with the button. The address is the state. */
function Filters({ state, tags }: Pick<Data, "state" | "tags">) {
  const submit = useSubmit();
  return (
    <Form
      action={paths.contacts()}
      role="search"
      aria-label="Filter contacts"
      className="mb-3 flex flex-wrap gap-2"
      onChange={(event) => submit(event.currentTarget, { replace: true, preventScrollReset: true })}
    >
      {state.trash ? <input type="hidden" name="trash" value="1" /> : null}
      {state.restricted ? <input type="hidden" name="restricted" value="1" /> : null}
      {state.company ? <input type="hidden" name="company" value={state.company} /> : null}
      <div className="relative min-w-0 flex-1 basis-60 max-md:basis-full md:max-w-80">
        <Search size={16} aria-hidden="true" className="absolute top-1/2 left-2.5 -translate-y-1/2 text-ink-3" />
        <input
          key={state.tag ?? "all"}
          data-filter
          name="search"
          type="search"
          defaultValue={state.search}
          aria-label="Filter by name, e-mail, phone or company"
          placeholder="Name, e-mail, phone, company"
          autoComplete="off"
          onInput={(event) => submit(event.currentTarget.form, { replace: true, preventScrollReset: true })}
          className={`${inputLook} pl-8`}
        />
      </div>
      <Selects state={state} tags={tags} />
      <noscript>
        <Button>Filter</Button>
      </noscript>
    </Form>
  );
}

function Nothing({ state, total, price }: Pick<Data, "state" | "total" | "price">) {
  if (isFiltered(state))
    return (
      <Empty
        title="No contacts match"
        words="Try fewer letters, another status or another tag. Contacts in the trash aren’t searched here."
      >
        <ButtonLink to={paths.contacts({ trash: state.trash, restricted: state.restricted })}>Show all</ButtonLink>
      </Empty>
    );
  if (state.restricted)
    return <Empty title="No restricted contacts" words="Contacts whose data is kept but not used appear here, and in no other list." />;
  if (state.trash) return <Empty title="The trash is empty" words="Contacts moved here stay for 30 days and can be restored, free." />;
  return (
    <Empty
      title={total === 0 ? "Bring in your contacts" : "Nothing on this page"}
      words="Import the address book you have: Google, Outlook, HubSpot or any spreadsheet. The dry run shows what it costs before anything is charged."
    >
      <ButtonLink kind="go" to={paths.imports()}>
        Import contacts
      </ButtonLink>
      <ButtonLink to={paths.newContact()} cost={price}>
        Add one by hand
      </ButtonLink>
    </Empty>
  );
}

function Pages({ state, next, isFirst }: Pick<Data, "state" | "next" | "isFirst">) {
  return (
    <nav aria-label="Pages" className="mt-3 flex justify-between">
      {isFirst ? (
        <span />
      ) : (
        <Link to={paths.contacts(state)} className="py-1 underline underline-offset-3">
          First page
        </Link>
      )}
      {next ? (
        <Link to={paths.contacts({ ...state, after: next })} className="py-1 underline underline-offset-3">
          Next page
        </Link>
      ) : null}
    </nav>
  );
}

function HeadActions({ state, price }: Pick<Data, "state" | "price">) {
  if (state.trash || state.restricted) return <ButtonLink to={paths.contacts()}>Back to contacts</ButtonLink>;
  return (
    <>
      <ButtonLink kind="bare" to={paths.contacts({ trash: "1" })} aria-label="Trash">
        <Trash2 size={16} aria-hidden="true" />
      </ButtonLink>
      <ButtonLink kind="bare" to={paths.contacts({ restricted: "1" })} aria-label="Restricted contacts" title="Restricted: kept, not used">
        <Lock size={16} aria-hidden="true" />
      </ButtonLink>
      <a
        href={paths.exported({ search: state.search, status: state.status, tag: state.tag, company: state.company })}
        download
        aria-label={isFiltered(state) ? "Export these contacts as CSV" : "Export as CSV"}
        title={isFiltered(state) ? "Export these contacts as CSV (free)" : "Export as CSV (free)"}
        className="grid size-8 place-items-center rounded-md text-ink-2 hover:bg-sunken hover:text-ink max-md:size-10"
      >
        <Download size={16} aria-hidden="true" />
      </a>
      <ButtonLink to={paths.imports()}>
        <FileUp size={16} aria-hidden="true" />
        Import
      </ButtonLink>
      <ButtonLink kind="go" to={paths.newContact()} cost={price}>
        Add contact
      </ButtonLink>
    </>
  );
}

export default function Contacts() {
  const data = useLoaderData<typeof loader>();
  const { lines, tags, state, next, isFirst, companyName, total, price, now, timeZone } = data;
  const loading = useNavigation().state === "loading";
  return (
    <>
      <PageHead
        title={state.restricted ? "Restricted" : state.trash ? "Trash" : "Contacts"}
        aside={
          state.trash || state.restricted || isFiltered(state) ? null : (
            <span className="text-ink-3 tabular-nums">{total.toLocaleString("en")}</span>
          )
        }
      >
        <HeadActions state={state} price={price} />
      </PageHead>
      {state.company ? (
        <p className="mb-2 flex flex-wrap items-center gap-2 text-ink-2">
          {companyName ? (
            <>
              Only contacts of{" "}
              <Link to={paths.record("companies", state.company)} className="underline underline-offset-3">
                {companyName}
              </Link>
            </>
          ) : (
            "Only contacts of a company that is gone"
          )}
          <Link to={paths.contacts({ ...state, company: null })} className="py-1 underline underline-offset-3">
            Show all
          </Link>
        </p>
      ) : null}
      <Filters state={state} tags={tags} />
      <div aria-busy={loading}>
        {lines.length > 0 ? (
          <ContactTable lines={lines} now={now} timeZone={timeZone} trashed={state.trash === "1"} tagNames={tags.map(({ name }) => name)} />
        ) : (
          <Card>
            <Nothing state={state} total={total} price={price} />
          </Card>
        )}
      </div>
      <Pages state={state} next={next} isFirst={isFirst} />
    </>
  );
}
