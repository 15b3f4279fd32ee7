// What can be done with a list as a whole, and what opens its two panels. Links, so that they work before JavaScript.
import { Link } from "@remix-run/react";
import { Columns3, Copy, Download, FileUp, Filter as FilterIcon, Lock, Trash2 } from "lucide-react";
import { paths } from "../../web/paths";
import { ButtonLink } from "../ui/Button";
import { IfMay } from "../ui/may";
import type { ListPageView } from "./listView";

const iconLook = "grid size-8 place-items-center rounded-md text-ink-2 hover:bg-sunken hover:text-ink max-md:size-10";

export function HeadActions({ of, state, from, filtered, price, mayMerge }: ListPageView) {
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
      <IfMay act="record.export">
        <a
          href={paths.exportedRecords(of.plural, shown)}
          download
          aria-label={filtered ? `Export these ${many} as CSV` : "Export as CSV"}
          title={filtered ? `Export these ${many} as CSV (free)` : "Export as CSV (free)"}
          className={iconLook}
        >
          <Download size={16} aria-hidden="true" />
        </a>
      </IfMay>
      {mayMerge ? (
        <ButtonLink to={paths.sharedRecords(of.plural)}>
          <Copy size={16} aria-hidden="true" />
          Duplicates
        </ButtonLink>
      ) : null}
      <IfMay act="import.make">
        <ButtonLink to={paths.imports(of.noun === "contact" ? {} : { of: of.noun })}>
          <FileUp size={16} aria-hidden="true" />
          Import
        </ButtonLink>
      </IfMay>
      <IfMay act="record.add">
        <ButtonLink kind="go" to={paths.newRecord(of.plural)} cost={price}>
          Add {one}
        </ButtonLink>
      </IfMay>
    </>
  );
}

/** Opens and closes the two panels below. Links, so that they work before JavaScript. */
export function Panels({ of, state, panel, filter }: Pick<ListPageView, "of" | "state" | "panel" | "filter">) {
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

export function Narrowed({ of, state, narrowed }: Pick<ListPageView, "of" | "state" | "narrowed">) {
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
      <Link to={paths.records(of.plural, { ...state, [narrowed.noun]: null, edited: "1" })} className="py-1 underline underline-offset-3">
        Show all
      </Link>
    </p>
  );
}
