// While something is typed that another record of the noun has already: which one, with a way to open it. It never stands in the way of saving.
import { Link, useFetcher } from "@remix-run/react";
import { useCallback } from "react";
import { paths } from "../../web/paths";
import { useLater } from "../ui/useLater";
import type { CardView } from "./cardView";

export interface RecordTwin {
  id: string;
  title: string;
  trashed: boolean;
}

const LOOK_MS = 250;

/** Looks while somebody types, a moment after the last key. `exceptId` is the record being edited. */
export function useRecordTwins(card: CardView, exceptId: string | null) {
  const fetcher = useFetcher<{ twins: RecordTwin[] }>();
  const { load } = fetcher;
  const { plural, fields } = card;
  const later = useLater(LOOK_MS);
  const onInput = useCallback(
    (form: HTMLFormElement) => {
      later(() => {
        const query = new URLSearchParams();
        for (const { name, kind } of fields) {
          const input = kind === "text" ? form.elements.namedItem(name) : null;
          if (input instanceof HTMLInputElement && input.value.trim() !== "") query.set(name, input.value);
        }
        if (exceptId) query.set("except", exceptId);
        load(`${paths.twinRecords(plural)}?${query}`);
      });
    },
    [exceptId, load, later, plural, fields],
  );
  return { twins: fetcher.data?.twins ?? [], onInput };
}

export function RecordTwins({ card, twins }: { card: CardView; twins: RecordTwin[] }) {
  return (
    <div aria-live="polite" className="grid gap-2 empty:hidden">
      {twins.map(({ id, title, trashed }) => (
        <div key={id} className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-lg border border-warn bg-warn-wash px-3 py-2">
          <span className="mr-auto">
            <b className="font-semibold">{title}</b> may be the same {card.words.one}
            {trashed ? ", and is in the trash" : ""}.
          </span>
          <Link to={paths.record(card.plural, id)} className="underline underline-offset-3">
            Open {title}
          </Link>
        </div>
      ))}
    </div>
  );
}
