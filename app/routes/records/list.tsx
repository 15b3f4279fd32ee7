import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/cloudflare";
import { useLoaderData, useNavigation } from "@remix-run/react";
import { BulkNote } from "../../components/lists/BulkNote";
import { ColumnPanel } from "../../components/lists/ColumnPanel";
import { FilterPanel } from "../../components/lists/FilterPanel";
import { Nothing, Pages } from "../../components/lists/ListEnds";
import { HeadActions, Narrowed, Panels } from "../../components/lists/ListHead";
import { ListTable } from "../../components/lists/ListTable";
import { Quick } from "../../components/lists/Quick";
import { ViewBar } from "../../components/lists/ViewBar";
import { capital } from "../../components/records/cardView";
import { Card, PageHead } from "../../components/ui/parts";
import { countWords } from "../../components/ui/words";
import { canUndoBulk, readBulk } from "../../domain/bulk/bulk";
import { tagContactsById } from "../../domain/contacts/contacts";
import { readTags } from "../../domain/contacts/tags";
import { can } from "../../domain/core/permissions";
import { priceOf } from "../../domain/core/prices";
import { findCard, restoreAny, trashAny } from "../../domain/modules";
import { ALL_MAX, CONDITIONS_MAX, GROUPS_MAX } from "../../domain/records/filter";
import { readRecord } from "../../domain/records/list";
import { readList, readListFields } from "../../domain/records/listing";
import { readViews } from "../../domain/records/views";
import { countOf, readCounters, readMemberNames } from "../../domain/teams/members";
import { readPosted } from "../../web/body.server";
import { requireMay, requireMember } from "../../web/guard.server";
import { paths } from "../../web/paths";
import { addressOfForm } from "../../web/records/listForms.server";
import { PAGE_SIZE } from "../../web/records/listQuery.server";
import {
  askedOf,
  columnsOf,
  readState,
  requireNoun,
  viewBulk,
  viewNarrowed,
  viewOf,
  viewPage,
  viewState,
  viewViews,
} from "../../web/records/lists.server";
import { redirectWith } from "../../web/reply.server";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.current?.name ?? capital(data?.of.words.many ?? "")} - Farthing` },
];

export async function loader(args: LoaderFunctionArgs) {
  const member = await requireMember(args);
  const noun = requireNoun(args.request);
  const url = new URL(args.request.url);
  const bulkId = url.searchParams.get("bulk");
  const reading = readTags(member);
  const [fields, views, tags, members, counters, bulk] = await Promise.all([
    readListFields(member, noun, reading),
    readViews(member),
    reading,
    readMemberNames(member),
    readCounters(member),
    bulkId ? readBulk(member, bulkId) : null,
  ]);
  const address = addressOfForm(noun, url, fields);
  if (address) throw redirect(address);
  const view = viewOf(views, noun, url);
  const state = readState(noun, url, view);
  const [page, narrowedTo] = await Promise.all([
    readList(member, noun, fields, { ...askedOf(state), after: state.after, pageSize: PAGE_SIZE }),
    state.narrow ? readRecord(member, state.narrow.by, state.narrow.id) : null,
  ]);
  const card = findCard(noun.plural);
  return json({
    of: { noun: noun.noun, plural: noun.plural, words: noun.words },
    ...viewPage(noun, { fields, columns: columnsOf(fields, state.columns), page, known: { tags, members } }),
    ...viewState(noun, fields, state, view),
    ...viewViews(member, noun, views, view),
    most: { groups: GROUPS_MAX, conditions: CONDITIONS_MAX, all: ALL_MAX },
    isFirst: state.after === null,
    narrowed: state.narrow && viewNarrowed(state.narrow, narrowedTo),
    panel: url.searchParams.get("panel"),
    bulk: bulk?.noun === noun.noun ? { ...viewBulk(bulk), mayUndo: canUndoBulk(bulk, member.now) } : null,
    tags: tags.map(({ id, name }) => ({ id, name })),
    total: countOf(member, counters, noun.plural),
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
  requireMay(member, intent === "tag" ? "record.change" : "record.trash");
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

/** How many there are; nothing where only a part is seen. */
const Total = ({ total }: { total: number | null }) =>
  total === null ? null : <span className="text-ink-3 tabular-nums">{total.toLocaleString("en")}</span>;

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
        aside={from === "lists" && !filtered ? <Total total={total} /> : null}
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
      {data.sortedBy ? (
        <p className="mb-2 text-xs text-ink-3">
          Sorted by {data.sortedBy}: {of.words.many} without one aren’t shown.
        </p>
      ) : null}
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
