import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/cloudflare";
import { Form, Link, useLoaderData, useNavigation, useSubmit } from "@remix-run/react";
import { Columns3, Copy, Download, FileUp, Filter as FilterIcon, Lock, Search, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { statusWords } from "../../components/contacts/status";
import { BulkNote } from "../../components/lists/BulkNote";
import { ColumnPanel } from "../../components/lists/ColumnPanel";
import { FilterPanel } from "../../components/lists/FilterPanel";
import { Hidden } from "../../components/lists/Hidden";
import { ListTable } from "../../components/lists/ListTable";
import { without } from "../../components/lists/listView";
import { ViewBar } from "../../components/lists/ViewBar";
import { capital, withArticle } from "../../components/records/cardView";
import { Button, ButtonLink } from "../../components/ui/Button";
import { inputLook } from "../../components/ui/Field";
import { Card, Empty, PageHead } from "../../components/ui/parts";
import { countWords } from "../../components/ui/words";
import { canUndoBulk, readBulk } from "../../domain/bulk/bulk";
import { tagContactsById } from "../../domain/contacts/contacts";
import { readTags } from "../../domain/contacts/tags";
import { can } from "../../domain/core/permissions";
import { priceOf } from "../../domain/core/prices";
import { findCard, restoreAny, trashAny } from "../../domain/modules";
import { CONDITIONS_MAX, GROUPS_MAX } from "../../domain/records/filter";
import { readRecord } from "../../domain/records/list";
import { readList, readListFields } from "../../domain/records/listing";
import { readViews } from "../../domain/records/views";
import { readCounters, readMemberNames } from "../../domain/teams/members";
import { readPosted } from "../../web/body.server";
import { requireMember } from "../../web/guard.server";
import { addressOfForm } from "../../web/listForms.server";
import { PAGE_SIZE, writeAfter } from "../../web/listQuery.server";
import {
  askedOf,
  columnsOf,
  isFiltered,
  keptQuery,
  readState,
  requireNoun,
  stateQuery,
  viewField,
  viewLine,
  viewOf,
} from "../../web/lists.server";
import { paths } from "../../web/paths";
import { redirectWith } from "../../web/reply.server";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.current?.name ?? capital(data?.of.words.many ?? "")} - Farthing` },
];

export async function loader(args: LoaderFunctionArgs) {
  const member = await requireMember(args);
  const noun = requireNoun(args.request);
  const url = new URL(args.request.url);
  const bulkId = url.searchParams.get("bulk");
  const [fields, views, tags, members, counters, bulk] = await Promise.all([
    readListFields(member, noun),
    readViews(member),
    readTags(member),
    readMemberNames(member),
    readCounters(member),
    bulkId ? readBulk(member, bulkId) : null,
  ]);
  const address = addressOfForm(noun, url, fields);
  if (address) throw redirect(address);
  const mine = views.filter((view) => view.noun === noun.noun);
  const view = viewOf(views, noun, url);
  const state = readState(noun, url, view);
  const columns = columnsOf(fields, state.columns);
  const [page, narrowedTo] = await Promise.all([
    readList(member, noun, fields, { ...askedOf(state), after: state.after, pageSize: PAGE_SIZE }),
    state.narrow ? readRecord(member, state.narrow.by, state.narrow.id) : null,
  ]);
  const known = { tags, members };
  const query = keptQuery(new URLSearchParams(stateQuery(state))).toString();
  const viewOfView = ({ id, name, shared, pinned, isDefault, memberId }: (typeof mine)[number]) => ({
    ...{ id, name, shared, pinned, isDefault },
    mayChange: can(member, "view.change", { memberId }),
  });
  const card = findCard(noun.plural);
  return json({
    of: { noun: noun.noun, plural: noun.plural, words: noun.words },
    lines: page.rows.map((row) => viewLine(noun, columns, row, known)),
    columns: columns.map((field) => viewField(field, known)),
    fields: fields.map((field) => viewField(field, known)),
    state: { ...stateQuery(state), ...(view ? { view: view.id } : {}) } as Record<string, string>,
    filter: state.filter,
    most: { groups: GROUPS_MAX, conditions: CONDITIONS_MAX },
    sorts: noun.sorts.map(({ name, words }) => [name, words] as const),
    from: state.from,
    filtered: isFiltered(state),
    outdated: page.outdated,
    lookedAt: page.lookedAt,
    next: writeAfter(page.next),
    isFirst: state.after === null,
    narrowed: state.narrow
      ? {
          plural: state.narrow.by.plural,
          noun: state.narrow.by.noun,
          one: state.narrow.by.words.one,
          id: state.narrow.id,
          name: narrowedTo && state.narrow.by.title(narrowedTo),
        }
      : null,
    views: mine.map(viewOfView),
    current: view && viewOfView(view),
    edited: view !== null && query !== keptQuery(new URLSearchParams(view.query)).toString(),
    query,
    panel: url.searchParams.get("panel"),
    bulk:
      bulk?.noun === noun.noun
        ? {
            ...{ id: bulk.id, state: bulk.state, changed: bulk.changed, passedOver: bulk.passedOver, takenBack: bulk.takenBack },
            isTrash: bulk.change.act === "trash",
            mayUndo: canUndoBulk(bulk, member.now),
          }
        : null,
    tags: tags.map(({ id, name }) => ({ id, name })),
    total: counters[noun.plural] ?? 0,
    price: priceOf(noun.price, member.now),
    mayMerge: card !== null && can(member, card.merge),
    now: member.now,
    timeZone: member.team.timeZone,
  });
}

/** Bulk: the boxes say which, the button says what. All of it is free. */
export async function action(args: ActionFunctionArgs) {
  const member = await requireMember(args);
  const noun = requireNoun(args.request);
  const form = await readPosted(args.request, "id", "intent", "tag");
  // As many as a page shows: all of them can be taken back at once.
  const ids = form.getAll("id").map(String).slice(0, PAGE_SIZE);
  const { pathname, search } = new URL(args.request.url);
  const here = pathname + search.replace(/[?&]index\b/, "");
  if (ids.length === 0) return redirect(here);
  const many = (count: number) => countWords(count, noun.words.one, noun.words.many);
  const said = (text: string, tone: "good" | "bad" = "good") => redirectWith(member, here, { text, tone });
  const intent = form.get("intent");
  if (intent === "restore") return said(`${many(await restoreAny(member, noun, ids))} restored.`);
  if (intent === "tag" && noun.noun === "contact") {
    const tag = String(form.get("tag") ?? "").trim();
    return tag === "" ? said("Enter a tag first.", "bad") : said(`${many(await tagContactsById(member, ids, tag))} tagged “${tag}”.`);
  }
  if (intent !== "trash") return redirect(here);
  const text = `${many(await trashAny(member, noun, ids))} moved to the trash for 30 days.`;
  return redirectWith(member, here, {
    text,
    tone: "good",
    undo: { kind: "trash", of: noun.noun, id: ids.join(","), recordId: ids[0] ?? "" },
  });
}

type Data = ReturnType<typeof useLoaderData<typeof loader>>;

const quickLook = `${inputLook} w-auto! max-w-40 max-md:min-w-0 max-md:flex-1`;
/** On a phone there is no room for these: the panel of conditions has them too. */
const wideLook = `${quickLook} max-md:hidden`;

/** Contacts are filtered by these all the time. */
function ContactSelects({ state, tags }: Pick<Data, "state" | "tags">) {
  return (
    <>
      <select name="status" defaultValue={state.status ?? ""} aria-label="Status" className={wideLook}>
        <option value="">Any status</option>
        {Object.entries(statusWords).map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
      <select name="tag" defaultValue={state.tag ?? ""} aria-label="Tag" className={wideLook}>
        <option value="">Any tag</option>
        {tags.map((tag) => (
          <option key={tag.id} value={tag.id}>
            {tag.name}
          </option>
        ))}
      </select>
    </>
  );
}

/** Filters as you type; before JavaScript, with the button. The address is the state. */
function Quick({ of, state, tags, sorts, children }: Pick<Data, "of" | "state" | "tags" | "sorts"> & { children: ReactNode }) {
  const submit = useSubmit();
  const send = (form: HTMLFormElement | null) => submit(form, { replace: true, preventScrollReset: true });
  const isContacts = of.noun === "contact";
  return (
    <Form
      action={paths.records(of.plural)}
      role="search"
      aria-label={`Filter ${of.words.many}`}
      className="mb-3 flex min-w-0 flex-wrap gap-2"
      onChange={(event) => send(event.currentTarget)}
    >
      <Hidden state={without(state, "search", "status", "tag", "sort", "edited")} />
      <input type="hidden" name="edited" value="1" />
      <div className="relative min-w-0 flex-1 basis-60 max-md:basis-full md:max-w-80">
        <Search size={16} aria-hidden="true" className="absolute top-1/2 left-2.5 -translate-y-1/2 text-ink-3" />
        <input
          key={`${state.tag}${state.view}`}
          data-filter
          name="search"
          type="search"
          defaultValue={state.search}
          aria-label={isContacts ? "Filter by name, e-mail, phone or company" : `Find ${withArticle(of.words.one)}`}
          placeholder={isContacts ? "Name, e-mail, phone, company" : `Find ${withArticle(of.words.one)}`}
          autoComplete="off"
          onInput={(event) => send(event.currentTarget.form)}
          className={`${inputLook} pl-8`}
        />
      </div>
      {isContacts ? <ContactSelects state={state} tags={tags} /> : null}
      <select name="sort" defaultValue={state.sort ?? "arrival"} aria-label="Sort" className={quickLook}>
        {sorts.map(([name, words]) => (
          <option key={name} value={name}>
            {words}
          </option>
        ))}
      </select>
      <noscript>
        <Button>Filter</Button>
      </noscript>
      {children}
    </Form>
  );
}

function Nothing({ of, state, from, filtered, lookedAt, total, price }: Data) {
  const { many, one } = of.words;
  if (filtered && from === "lists")
    return lookedAt ? (
      <Empty title="Nothing so far" words={`None of the first ${lookedAt.toLocaleString("en")} matches. Go on looking below.`} />
    ) : (
      <Empty
        title={`No ${many} match`}
        words={`Try fewer letters or fewer conditions. ${capital(many)} in the trash aren’t searched here.`}
      >
        <ButtonLink to={paths.records(of.plural, { view: state.view ? "all" : undefined })}>Show all</ButtonLink>
      </Empty>
    );
  if (from === "restricted")
    return (
      <Empty
        title={`No restricted ${many}`}
        words={`${capital(many)} whose data is kept but not used appear here, and in no other list.`}
      />
    );
  if (from === "trash")
    return <Empty title="The trash is empty" words={`${capital(many)} moved here stay for 30 days and can be restored, free.`} />;
  return (
    <Empty
      title={total > 0 ? "Nothing on this page" : of.noun === "contact" ? "Bring in your contacts" : `No ${many} yet`}
      words={of.words.empty}
    >
      <ButtonLink kind="go" to={paths.imports(of.noun === "contact" ? {} : { of: of.noun })}>
        Import {many}
      </ButtonLink>
      <ButtonLink to={paths.newRecord(of.plural)} cost={price}>
        {of.noun === "contact" ? "Add one by hand" : `Add ${one}`}
      </ButtonLink>
    </Empty>
  );
}

function Pages({ of, state, next, isFirst, lookedAt, filtered }: Data) {
  return (
    <nav aria-label="Pages" className="mt-3 flex flex-wrap items-center justify-between gap-2">
      {isFirst ? (
        <span />
      ) : (
        <Link to={paths.records(of.plural, state)} className="py-1 underline underline-offset-3">
          First page
        </Link>
      )}
      {lookedAt && filtered ? (
        <span className="text-xs text-ink-3">
          Looked through {lookedAt.toLocaleString("en")} {of.words.many}; there are more.
        </span>
      ) : null}
      {next ? (
        <Link to={paths.records(of.plural, { ...state, after: next })} className="py-1 underline underline-offset-3">
          {lookedAt ? "Keep looking" : "Next page"}
        </Link>
      ) : null}
    </nav>
  );
}

const iconLook = "grid size-8 place-items-center rounded-md text-ink-2 hover:bg-sunken hover:text-ink max-md:size-10";

function HeadActions({ of, state, from, filtered, price, mayMerge }: Data) {
  const { many, one } = of.words;
  if (from !== "lists") return <ButtonLink to={paths.records(of.plural)}>Back to {many}</ButtonLink>;
  const { view: _view, ...shown } = state;
  return (
    <>
      <ButtonLink kind="bare" to={paths.records(of.plural, { trash: "1" })} aria-label="Trash">
        <Trash2 size={16} aria-hidden="true" />
      </ButtonLink>
      {of.noun === "contact" ? (
        <ButtonLink
          kind="bare"
          to={paths.contacts({ restricted: "1" })}
          aria-label="Restricted contacts"
          title="Restricted: kept, not used"
        >
          <Lock size={16} aria-hidden="true" />
        </ButtonLink>
      ) : null}
      <a
        href={paths.exportedRecords(of.plural, shown)}
        download
        aria-label={filtered ? `Export these ${many} as CSV` : "Export as CSV"}
        title={filtered ? `Export these ${many} as CSV (free)` : "Export as CSV (free)"}
        className={iconLook}
      >
        <Download size={16} aria-hidden="true" />
      </a>
      {mayMerge ? (
        <ButtonLink to={paths.sharedRecords(of.plural)}>
          <Copy size={16} aria-hidden="true" />
          Duplicates
        </ButtonLink>
      ) : null}
      <ButtonLink to={paths.imports(of.noun === "contact" ? {} : { of: of.noun })}>
        <FileUp size={16} aria-hidden="true" />
        Import
      </ButtonLink>
      <ButtonLink kind="go" to={paths.newRecord(of.plural)} cost={price}>
        Add {one}
      </ButtonLink>
    </>
  );
}

/** Opens and closes the two panels below. Links, so that they work before JavaScript. */
function Panels({ of, state, panel, filter }: Pick<Data, "of" | "state" | "panel" | "filter">) {
  const to = (name: string) => paths.records(of.plural, { ...state, edited: "1", panel: panel === name ? "" : name });
  return (
    <>
      <ButtonLink to={to("filter")} aria-expanded={panel === "filter"} preventScrollReset className="md:ml-auto max-md:min-h-11">
        <FilterIcon size={15} aria-hidden="true" />
        Filter{filter.length > 0 ? ` · ${filter.flat().length}` : ""}
      </ButtonLink>
      <ButtonLink
        to={to("columns")}
        aria-expanded={panel === "columns"}
        aria-label="Columns"
        preventScrollReset
        className="max-md:min-h-11"
      >
        <Columns3 size={15} aria-hidden="true" />
      </ButtonLink>
    </>
  );
}

function Narrowed({ of, state, narrowed }: Pick<Data, "of" | "state" | "narrowed">) {
  if (!narrowed) return null;
  return (
    <p className="mb-2 flex flex-wrap items-center gap-2 text-ink-2">
      {narrowed.name ? (
        <>
          Only {of.words.many} of{" "}
          <Link to={paths.record(narrowed.plural, narrowed.id)} className="underline underline-offset-3">
            {narrowed.name}
          </Link>
        </>
      ) : (
        `Only ${of.words.many} of a ${narrowed.one} that is gone`
      )}
      <Link to={paths.records(of.plural, { ...state, [narrowed.noun]: null })} className="py-1 underline underline-offset-3">
        Show all
      </Link>
    </p>
  );
}

export default function Records() {
  const data = useLoaderData<typeof loader>();
  const { of, lines, columns, fields, state, filter, from, filtered, narrowed, views, current, total, bulk, panel, next } = data;
  const loading = useNavigation().state === "loading";
  const here = paths.records(of.plural);
  const { view: _view, trash: _trash, restricted: _restricted, ...shown } = state;
  return (
    <>
      <PageHead
        title={from === "restricted" ? "Restricted" : from === "trash" ? "Trash" : capital(of.words.many)}
        aside={from !== "lists" || filtered ? null : <span className="text-ink-3 tabular-nums">{total.toLocaleString("en")}</span>}
      >
        <HeadActions {...data} />
      </PageHead>
      {from === "lists" ? <ViewBar of={of} views={views} current={current} edited={data.edited} query={data.query} /> : null}
      <Narrowed of={of} state={state} narrowed={narrowed} />
      {bulk ? <BulkNote bulk={bulk} of={of} /> : null}
      <Quick of={of} state={state} tags={data.tags} sorts={data.sorts}>
        {from === "lists" ? <Panels of={of} state={state} panel={panel} filter={filter} /> : null}
      </Quick>
      {panel === "filter" ? <FilterPanel to={here} state={state} filter={filter as never} fields={fields} most={data.most} /> : null}
      {panel === "columns" ? <ColumnPanel to={here} state={state} fields={fields} shown={columns.map(({ name }) => name)} /> : null}
      {data.outdated ? <p className="mb-2 text-warn">This filter names a field that was removed. That condition is left out.</p> : null}
      <div aria-busy={loading}>
        {lines.length > 0 ? (
          <ListTable
            of={of}
            columns={columns}
            lines={lines}
            now={data.now}
            timeZone={data.timeZone}
            trashed={from === "trash"}
            tagNames={data.tags.map(({ name }) => name)}
            all={next && from === "lists" ? paths.changeRecords(of.plural, { ...shown, all: "1" }) : null}
          />
        ) : (
          <Card>
            <Nothing {...data} />
          </Card>
        )}
      </div>
      <Pages {...data} />
    </>
  );
}
