// A noun's list with its bulk bar. One form: the boxes say which records, the buttons say what is done with them. All of it is free.
import { Link } from "@remix-run/react";
import { useState } from "react";
import { paths } from "../../web/paths";
import { type StatusName, statusTones, statusWords, tagDots } from "../contacts/status";
import { Button } from "../ui/Button";
import { inputLook } from "../ui/Field";
import { IfMay, useMay } from "../ui/may";
import { PostForm } from "../ui/PostForm";
import { Avatar, Chip } from "../ui/parts";
import { Since } from "../ui/Time";
import type { CellView, LineView, ListFieldView, ListNounView } from "./listView";

interface Moment {
  now: number;
  timeZone: string;
}

interface TableProps extends Moment {
  of: ListNounView;
  columns: ListFieldView[];
  lines: LineView[];
  trashed: boolean;
  tagNames: string[];
  /** Where all that the list shows can be changed, also what is on other pages; null where there is nothing more. */
  all: string | null;
}

function Cell({ cell, now, timeZone }: { cell: CellView } & Moment) {
  switch (cell.kind) {
    case "status":
      return cell.status in statusWords ? (
        <Chip tone={statusTones[cell.status as StatusName]}>{statusWords[cell.status as StatusName]}</Chip>
      ) : null;
    case "tags":
      return (
        <span className="flex flex-wrap gap-x-3">
          {cell.tags.map((tag) => (
            <span key={tag.id} className="flex items-center gap-1.5 text-xs text-ink-2">
              <i className={`size-2 rounded-full ${tagDots[tag.colour] ?? "bg-accent"}`} />
              {tag.name}
            </span>
          ))}
        </span>
      );
    case "chips":
      return (
        <span className="flex flex-wrap gap-1">
          {cell.parts.map((part) => (
            <Chip key={part}>{part}</Chip>
          ))}
        </span>
      );
    case "company":
      return cell.id ? (
        <Link to={paths.record("companies", cell.id)} className="hover:underline">
          {cell.name}
        </Link>
      ) : (
        cell.name
      );
    case "moment":
      return (
        <span className="text-xs whitespace-nowrap">
          {cell.at ? <Since at={cell.at} now={now} timeZone={timeZone} /> : <span className="text-ink-3">never</span>}
        </span>
      );
    case "text":
      return cell.text;
  }
}

/** What stays in sight where there is little room: a status always, other columns from a tablet on. */
const roomFor = (kind: string, n: number) => (kind === "status" ? "" : n > 2 ? "max-lg:hidden" : "max-md:hidden");

interface RowProps extends Moment {
  plural: string;
  line: LineView;
  columns: ListFieldView[];
  /** Null where there is nothing that this member could do with what they select. */
  selected: boolean | null;
  onToggle: (on: boolean) => void;
}

function Row({ plural, line, columns, selected, onToggle, now, timeZone }: RowProps) {
  const repeats = line.cells.some((cell) => cell.kind === "text" && cell.text === line.detail);
  return (
    <tr className="h-[53px] border-b border-line last:border-0 hover:bg-sunken">
      {selected === null ? null : (
        <td className="w-8 py-2 pl-4 max-md:pl-3">
          <label className="grid size-6 place-items-center">
            <input
              type="checkbox"
              name="id"
              value={line.id}
              aria-label={`Select ${line.title}`}
              checked={selected}
              onChange={(event) => onToggle(event.currentTarget.checked)}
              className="size-4 accent-accent"
            />
          </label>
        </td>
      )}
      <td className="max-w-0 py-2 pr-3 pl-3 max-md:py-2.5 max-md:pl-2">
        <Link to={paths.record(plural, line.id)} prefetch="intent" className="flex min-w-0 items-center gap-2.5">
          <Avatar name={line.title} />
          <span className="min-w-0">
            <span className="block truncate font-[550]">{line.title}</span>
            {line.detail ? <span className={`block truncate text-xs text-ink-3 ${repeats ? "md:hidden" : ""}`}>{line.detail}</span> : null}
          </span>
        </Link>
      </td>
      {line.cells.map((cell, n) => (
        <td
          key={columns[n]?.name}
          className={`max-w-48 truncate px-3 text-ink-2 ${cell.kind === "status" ? "w-px" : ""} ${roomFor(cell.kind, n)}`}
        >
          <Cell cell={cell} now={now} timeZone={timeZone} />
        </td>
      ))}
    </tr>
  );
}

function BulkBar({ of, chosen, trashed, tags }: { of: ListNounView; chosen: number; trashed: boolean; tags: boolean }) {
  const may = useMay();
  return (
    <div className="flex flex-wrap items-center gap-2 border-b border-line bg-sunken px-4 py-2 max-md:px-3">
      <span className="text-ink-2 tabular-nums" aria-live="polite">
        {chosen > 0 ? `${chosen} selected` : "With selected:"}
      </span>
      {trashed ? (
        <Button name="intent" value="restore">
          Restore
        </Button>
      ) : (
        <>
          {tags && may("record.change") ? (
            <>
              <label className="sr-only" htmlFor="bulk-tag">
                Add tag
              </label>
              <input
                id="bulk-tag"
                name="tag"
                list="tag-names"
                placeholder="Tag"
                autoComplete="off"
                className={`${inputLook} w-36! max-md:w-24!`}
              />
              <Button name="intent" value="tag">
                Tag
              </Button>
            </>
          ) : null}
          <IfMay act="record.bulk">
            <Button formMethod="get" formAction={paths.changeRecords(of.plural)}>
              Change…
            </Button>
          </IfMay>
          <IfMay act="record.trash">
            <Button name="intent" value="trash" kind="bad">
              Move to trash
            </Button>
          </IfMay>
        </>
      )}
      <span className="text-xs text-ink-3">free</span>
    </div>
  );
}

/** What can be done with what is selected. */
const bulkActs = ["record.change", "record.bulk", "record.trash"];

const headLook = "px-3 py-2 text-left text-xs font-medium whitespace-nowrap text-ink-3";

interface HeadsProps {
  columns: ListFieldView[];
  every: boolean | null;
  onEvery: (on: boolean) => void;
}

function Heads({ columns, every, onEvery }: HeadsProps) {
  return (
    <thead>
      <tr className="border-b border-line">
        {every === null ? null : (
          <th className="w-8 pl-4 max-md:pl-3">
            <label className="grid size-6 place-items-center">
              <input
                type="checkbox"
                aria-label="Select all on this page"
                checked={every}
                onChange={(event) => onEvery(event.currentTarget.checked)}
                className="size-4 accent-accent"
              />
            </label>
          </th>
        )}
        <th className={`${headLook} w-full md:w-[36%]`}>Name</th>
        {columns.map(({ name, label, kind }, n) => (
          <th key={name} className={`${headLook} ${roomFor(kind, n)}`}>
            {label}
          </th>
        ))}
      </tr>
    </thead>
  );
}

function EveryPage({ count, all, many }: { count: number; all: string; many: string }) {
  return (
    <p className="border-b border-line bg-accent-wash px-4 py-2">
      All {count} on this page are selected.{" "}
      <Link to={all} className="underline underline-offset-3">
        Change all {many} in this list
      </Link>
    </p>
  );
}

export function ListTable({ of, columns, lines, now, timeZone, trashed, tagNames, all }: TableProps) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const toggle = (id: string, on: boolean) =>
    setChosen((before) => new Set(on ? [...before, id] : [...before].filter((one) => one !== id)));
  const here = lines.filter(({ id }) => chosen.has(id)).length;
  const every = here === lines.length;
  const tags = of.noun === "contact";
  const may = useMay();
  const selects = trashed ? may("record.trash") : bulkActs.some(may);
  return (
    <PostForm onSubmit={() => setTimeout(() => setChosen(new Set()))} className="overflow-hidden rounded-lg border border-line bg-surface">
      {here > 0 ? (
        <BulkBar of={of} chosen={here} trashed={trashed} tags={tags} />
      ) : !selects ? null : (
        <noscript>
          <BulkBar of={of} chosen={0} trashed={trashed} tags={tags} />
        </noscript>
      )}
      {every && all && may("record.bulk") ? <EveryPage count={lines.length} all={all} many={of.words.many} /> : null}
      <table className="w-full border-collapse">
        <caption className="sr-only">{trashed ? `${of.words.many} in the trash` : of.words.many}</caption>
        <Heads columns={columns} every={selects ? every : null} onEvery={(on) => setChosen(new Set(on ? lines.map(({ id }) => id) : []))} />
        <tbody>
          {lines.map((line) => (
            <Row
              key={line.id}
              plural={of.plural}
              line={line}
              columns={columns}
              now={now}
              timeZone={timeZone}
              selected={selects ? chosen.has(line.id) : null}
              onToggle={(on) => toggle(line.id, on)}
            />
          ))}
        </tbody>
      </table>
      <datalist id="tag-names">
        {tagNames.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </PostForm>
  );
}
