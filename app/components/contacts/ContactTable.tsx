// The list of contacts with its bulk bar. One form: the boxes say which, the buttons say what.
import { Link } from "@remix-run/react";
import { useState } from "react";
import { paths } from "../../web/paths";
import { Button } from "../ui/Button";
import { inputLook } from "../ui/Field";
import { PostForm } from "../ui/PostForm";
import { Avatar, Chip } from "../ui/parts";
import { Since } from "../ui/Time";
import { type StatusName, statusTones, statusWords, tagDots } from "./status";

export interface ContactLine {
  id: string;
  name: string;
  detail: string;
  company: string;
  companyId: string;
  status: StatusName;
  tags: { id: string; name: string; colour: string }[];
  lastContactedAt: number;
}

interface TableProps {
  lines: ContactLine[];
  now: number;
  timeZone: string;
  trashed: boolean;
  tagNames: string[];
}

interface RowProps {
  line: ContactLine;
  now: number;
  timeZone: string;
  selected: boolean;
  onToggle: (on: boolean) => void;
}

function CompanyCell({ line: { company, companyId } }: Pick<RowProps, "line">) {
  return (
    <td className="truncate px-3 text-ink-2 max-lg:hidden">
      {companyId ? (
        <Link to={paths.record("companies", companyId)} className="hover:underline">
          {company}
        </Link>
      ) : (
        company
      )}
    </td>
  );
}

function Row({ line, now, timeZone, selected, onToggle }: RowProps) {
  return (
    <tr className="border-b border-line last:border-0 hover:bg-sunken">
      <td className="w-8 py-2 pl-4 max-md:hidden">
        <input
          type="checkbox"
          name="id"
          value={line.id}
          aria-label={`Select ${line.name}`}
          checked={selected}
          onChange={(event) => onToggle(event.currentTarget.checked)}
          className="size-4 accent-accent"
        />
      </td>
      <td className="max-w-0 py-2 pr-3 pl-3 max-md:py-2.5">
        <Link to={paths.contact(line.id)} prefetch="intent" className="flex min-w-0 items-center gap-2.5">
          <Avatar name={line.name} />
          <span className="min-w-0">
            <span className="block truncate font-[550]">{line.name}</span>
            <span className="block truncate text-xs text-ink-3">{line.detail || "\u00a0"}</span>
          </span>
        </Link>
      </td>
      <CompanyCell line={line} />
      <td className="w-px px-3">
        <Chip tone={statusTones[line.status]}>{statusWords[line.status]}</Chip>
      </td>
      <td className="px-3 max-md:hidden">
        <span className="flex flex-wrap gap-x-3">
          {line.tags.map((tag) => (
            <span key={tag.id} className="flex items-center gap-1.5 text-xs text-ink-2">
              <i className={`size-2 rounded-full ${tagDots[tag.colour] ?? "bg-accent"}`} />
              {tag.name}
            </span>
          ))}
        </span>
      </td>
      <td className="w-px px-4 text-right text-xs whitespace-nowrap text-ink-2 max-md:hidden">
        {line.lastContactedAt ? (
          <Since at={line.lastContactedAt} now={now} timeZone={timeZone} />
        ) : (
          <span className="text-ink-3">never</span>
        )}
      </td>
    </tr>
  );
}

function BulkBar({ chosen, trashed }: { chosen: number; trashed: boolean }) {
  return (
    <div className="flex flex-wrap items-center gap-2 border-b border-line bg-sunken px-4 py-2 max-md:hidden">
      <span className="text-ink-2 tabular-nums" aria-live="polite">
        {chosen > 0 ? `${chosen} selected` : "With selected:"}
      </span>
      {trashed ? (
        <Button name="intent" value="restore">
          Restore
        </Button>
      ) : (
        <>
          <label className="sr-only" htmlFor="bulk-tag">
            Add tag
          </label>
          <input id="bulk-tag" name="tag" list="tag-names" placeholder="Tag" autoComplete="off" className={`${inputLook} w-36`} />
          <Button name="intent" value="tag">
            Tag
          </Button>
          <Button name="intent" value="trash" kind="bad">
            Move to trash
          </Button>
        </>
      )}
      <span className="text-xs text-ink-3">free</span>
    </div>
  );
}

const headLook = "px-3 py-2 text-left text-xs font-medium whitespace-nowrap text-ink-3";

function Heads() {
  return (
    <thead>
      <tr className="border-b border-line">
        <th className="w-8 max-md:hidden">
          <span className="sr-only">Select</span>
        </th>
        <th className={`${headLook} w-full md:w-[40%]`}>Name</th>
        <th className={`${headLook} max-lg:hidden`}>Company</th>
        <th className={headLook}>Status</th>
        <th className={`${headLook} max-md:hidden`}>Tags</th>
        <th className={`${headLook} text-right max-md:hidden md:pr-4`}>Last contacted</th>
      </tr>
    </thead>
  );
}

export function ContactTable({ lines, now, timeZone, trashed, tagNames }: TableProps) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const toggle = (id: string, on: boolean) =>
    setChosen((before) => new Set(on ? [...before, id] : [...before].filter((one) => one !== id)));
  const here = lines.filter(({ id }) => chosen.has(id)).length;
  return (
    <PostForm onSubmit={() => setTimeout(() => setChosen(new Set()))} className="overflow-hidden rounded-lg border border-line bg-surface">
      {here > 0 ? (
        <BulkBar chosen={here} trashed={trashed} />
      ) : (
        <noscript>
          <BulkBar chosen={0} trashed={trashed} />
        </noscript>
      )}
      <table className="w-full border-collapse">
        <caption className="sr-only">{trashed ? "Contacts in the trash" : "Contacts"}</caption>
        <Heads />
        <tbody>
          {lines.map((line) => (
            <Row
              key={line.id}
              line={line}
              now={now}
              timeZone={timeZone}
              selected={chosen.has(line.id)}
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
