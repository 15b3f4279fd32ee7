// The list of a noun's records with its bulk bar. One form: the boxes say which, the button says what.
import { Link } from "@remix-run/react";
import { useState } from "react";
import { paths } from "../../web/paths";
import { Button } from "../ui/Button";
import { PostForm } from "../ui/PostForm";
import { Avatar } from "../ui/parts";
import { type CardView, capital } from "./cardView";

export interface RecordLine {
  id: string;
  title: string;
  /** In the order of the card's fields that the list has. */
  cells: string[];
}

interface TableProps {
  card: CardView;
  lines: RecordLine[];
  trashed: boolean;
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
        <Button name="intent" value="trash" kind="bad">
          Move to trash
        </Button>
      )}
      <span className="text-xs text-ink-3">free</span>
    </div>
  );
}

interface RowProps {
  plural: string;
  line: RecordLine;
  selected: boolean;
  onToggle: (on: boolean) => void;
}

function Row({ plural, line, selected, onToggle }: RowProps) {
  return (
    <tr className="border-b border-line last:border-0 hover:bg-sunken">
      <td className="w-8 py-2 pl-4 max-md:hidden">
        <input
          type="checkbox"
          name="id"
          value={line.id}
          aria-label={`Select ${line.title}`}
          checked={selected}
          onChange={(event) => onToggle(event.currentTarget.checked)}
          className="size-4 accent-accent"
        />
      </td>
      <td className="max-w-0 py-2 pr-3 pl-3 max-md:py-2.5">
        <Link to={paths.record(plural, line.id)} prefetch="intent" className="flex min-w-0 items-center gap-2.5">
          <Avatar name={line.title} />
          <span className="min-w-0">
            <span className="block truncate font-[550]">{line.title}</span>
            <span className="block truncate text-xs text-ink-3 md:hidden">{line.cells.find(Boolean) ?? "\u00a0"}</span>
          </span>
        </Link>
      </td>
      {line.cells.map((cell, n) => (
        <td key={`${n}${cell}`} className="max-w-48 truncate px-3 text-ink-2 max-md:hidden">
          {cell}
        </td>
      ))}
    </tr>
  );
}

const headLook = "px-3 py-2 text-left text-xs font-medium whitespace-nowrap text-ink-3";

function Heads({ fields }: Pick<CardView, "fields">) {
  return (
    <thead>
      <tr className="border-b border-line">
        <th className="w-8 max-md:hidden">
          <span className="sr-only">Select</span>
        </th>
        <th className={`${headLook} w-full md:w-[50%]`}>Name</th>
        {fields.map(({ name, label }) => (
          <th key={name} className={`${headLook} max-md:hidden`}>
            {label}
          </th>
        ))}
      </tr>
    </thead>
  );
}

export function RecordTable({ card, lines, trashed }: TableProps) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const toggle = (id: string, on: boolean) =>
    setChosen((before) => new Set(on ? [...before, id] : [...before].filter((one) => one !== id)));
  const here = lines.filter(({ id }) => chosen.has(id)).length;
  const words = capital(card.words.many);
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
        <caption className="sr-only">{trashed ? `${words} in the trash` : words}</caption>
        <Heads fields={card.fields.filter(({ inList }) => inList)} />
        <tbody>
          {lines.map((line) => (
            <Row key={line.id} plural={card.plural} line={line} selected={chosen.has(line.id)} onToggle={(on) => toggle(line.id, on)} />
          ))}
        </tbody>
      </table>
    </PostForm>
  );
}
