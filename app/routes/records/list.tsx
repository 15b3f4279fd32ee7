import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/cloudflare";
import { Form, Link, useLoaderData, useNavigation, useSubmit } from "@remix-run/react";
import { Copy, Download, FileUp, Search, Trash2 } from "lucide-react";
import { type CardView, capital, withArticle } from "../../components/records/cardView";
import { RecordTable } from "../../components/records/RecordTable";
import { Button, ButtonLink } from "../../components/ui/Button";
import { inputLook } from "../../components/ui/Field";
import { Card, Empty, PageHead } from "../../components/ui/parts";
import { countWords } from "../../components/ui/words";
import { can } from "../../domain/core/permissions";
import { priceOf } from "../../domain/core/prices";
import { readRecords } from "../../domain/records/list";
import { restoreRecords, trashRecords } from "../../domain/records/trash";
import { readCounters, readMemberNames } from "../../domain/teams/members";
import { readPosted } from "../../web/body.server";
import { requireMember } from "../../web/guard.server";
import { PAGE_SIZE, writeAfter } from "../../web/listQuery.server";
import { paths } from "../../web/paths";
import { lineOf, readRecordQuery, requireCard, viewCard } from "../../web/records.server";
import { redirectWith } from "../../web/reply.server";

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${capital(data?.card.words.many ?? "")} - Farthing` }];

export async function loader(args: LoaderFunctionArgs) {
  const member = await requireMember(args);
  const card = requireCard(args.request);
  const query = readRecordQuery(new URL(args.request.url));
  const [page, members, counters] = await Promise.all([readRecords(member, card, query), readMemberNames(member), readCounters(member)]);
  const { search, sort, trashed } = query;
  return json({
    card: viewCard(card),
    lines: page.rows.map((row) => lineOf(card, row, members)),
    state: { search, sort: sort === "arrival" ? undefined : sort, trash: trashed ? "1" : undefined },
    next: writeAfter(page.next),
    isFirst: query.after === null,
    total: counters[card.plural] ?? 0,
    price: priceOf(card.price, member.now),
    mayMerge: can(member, card.merge),
  });
}

/** Bulk: the boxes say which, the button says what. All of it is free. */
export async function action(args: ActionFunctionArgs) {
  const member = await requireMember(args);
  const card = requireCard(args.request);
  const form = await readPosted(args.request, "id", "intent");
  // As many as a page shows: all of them can be taken back at once.
  const ids = form.getAll("id").map(String).slice(0, PAGE_SIZE);
  const { pathname, search } = new URL(args.request.url);
  const here = pathname + search.replace(/[?&]index\b/, "");
  const many = (count: number) => countWords(count, card.words.one, card.words.many);
  if (ids.length === 0) return redirect(here);
  if (form.get("intent") === "restore")
    return redirectWith(member, here, { text: `${many(await restoreRecords(member, card, ids))} restored.`, tone: "good" });
  const text = `${many(await trashRecords(member, card, ids))} moved to the trash for 30 days.`;
  return redirectWith(member, here, {
    text,
    tone: "good",
    undo: { kind: "trash", of: card.noun, id: ids.join(","), recordId: ids[0] ?? "" },
  });
}

type Data = ReturnType<typeof useLoaderData<typeof loader>>;

/** Filters as you type; before JavaScript, with the button. The address is the state. */
function Filters({ card, state }: Pick<Data, "card" | "state">) {
  const submit = useSubmit();
  return (
    <Form
      action={paths.records(card.plural)}
      role="search"
      aria-label={`Filter ${card.words.many}`}
      className="mb-3 flex flex-wrap gap-2"
      onChange={(event) => submit(event.currentTarget, { replace: true, preventScrollReset: true })}
    >
      {state.trash ? <input type="hidden" name="trash" value="1" /> : null}
      <div className="relative min-w-0 flex-1 basis-60 md:max-w-80">
        <Search size={16} aria-hidden="true" className="absolute top-1/2 left-2.5 -translate-y-1/2 text-ink-3" />
        <input
          data-filter
          name="search"
          type="search"
          defaultValue={state.search}
          aria-label={`Find ${withArticle(card.words.one)}`}
          placeholder={`Find ${withArticle(card.words.one)}`}
          autoComplete="off"
          onInput={(event) => submit(event.currentTarget.form, { replace: true, preventScrollReset: true })}
          className={`${inputLook} pl-8`}
        />
      </div>
      <select name="sort" defaultValue={state.sort ?? "arrival"} aria-label="Sort" className={`${inputLook} w-auto!`}>
        <option value="arrival">Newest first</option>
        <option value="name">By name</option>
      </select>
      <noscript>
        <Button>Filter</Button>
      </noscript>
    </Form>
  );
}

function Nothing({ card, state, total, price }: Pick<Data, "card" | "state" | "total" | "price">) {
  const { many, one } = card.words;
  if (state.search && !state.trash)
    return (
      <Empty title={`No ${many} match`} words={`Try fewer letters. ${capital(many)} in the trash aren’t searched here.`}>
        <ButtonLink to={paths.records(card.plural)}>Show all</ButtonLink>
      </Empty>
    );
  if (state.trash)
    return <Empty title="The trash is empty" words={`${capital(many)} moved here stay for 30 days and can be restored, free.`} />;
  return (
    <Empty title={total === 0 ? `No ${many} yet` : "Nothing on this page"} words={card.words.empty}>
      <ButtonLink kind="go" to={paths.newRecord(card.plural)} cost={price}>
        Add {one}
      </ButtonLink>
    </Empty>
  );
}

function HeadActions({ card, state, price, mayMerge }: Pick<Data, "card" | "state" | "price" | "mayMerge">) {
  if (state.trash) return <ButtonLink to={paths.records(card.plural)}>Back to {card.words.many}</ButtonLink>;
  return (
    <>
      <ButtonLink kind="bare" to={paths.records(card.plural, { trash: "1" })} aria-label="Trash">
        <Trash2 size={16} aria-hidden="true" />
      </ButtonLink>
      <a
        href={paths.exportedRecords(card.plural, { search: state.search })}
        download
        aria-label={state.search ? `Export these ${card.words.many} as CSV` : "Export as CSV"}
        title="Export as CSV (free)"
        className="grid size-8 place-items-center rounded-md text-ink-2 hover:bg-sunken hover:text-ink max-md:size-10"
      >
        <Download size={16} aria-hidden="true" />
      </a>
      {mayMerge ? (
        <ButtonLink to={paths.sharedRecords(card.plural)}>
          <Copy size={16} aria-hidden="true" />
          Duplicates
        </ButtonLink>
      ) : null}
      <ButtonLink to={paths.imports({ of: card.noun })}>
        <FileUp size={16} aria-hidden="true" />
        Import
      </ButtonLink>
      <ButtonLink kind="go" to={paths.newRecord(card.plural)} cost={price}>
        Add {card.words.one}
      </ButtonLink>
    </>
  );
}

function Pages({ card, state, next, isFirst }: Pick<Data, "state" | "next" | "isFirst"> & { card: CardView }) {
  return (
    <nav aria-label="Pages" className="mt-3 flex justify-between">
      {isFirst ? (
        <span />
      ) : (
        <Link to={paths.records(card.plural, state)} className="py-1 underline underline-offset-3">
          First page
        </Link>
      )}
      {next ? (
        <Link to={paths.records(card.plural, { ...state, after: next })} className="py-1 underline underline-offset-3">
          Next page
        </Link>
      ) : null}
    </nav>
  );
}

export default function Records() {
  const { card, lines, state, next, isFirst, total, price, mayMerge } = useLoaderData<typeof loader>();
  const loading = useNavigation().state === "loading";
  return (
    <>
      <PageHead
        title={state.trash ? "Trash" : capital(card.words.many)}
        aside={state.trash || state.search ? null : <span className="text-ink-3 tabular-nums">{total.toLocaleString("en")}</span>}
      >
        <HeadActions card={card} state={state} price={price} mayMerge={mayMerge} />
      </PageHead>
      <Filters card={card} state={state} />
      <div aria-busy={loading}>
        {lines.length > 0 ? (
          <RecordTable card={card} lines={lines} trashed={state.trash === "1"} />
        ) : (
          <Card>
            <Nothing card={card} state={state} total={total} price={price} />
          </Card>
        )}
      </div>
      <Pages card={card} state={state} next={next} isFirst={isFirst} />
    </>
  );
}
