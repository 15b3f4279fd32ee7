// The saved views of a list as tabs, and how what is shown now becomes one of them.
import { Link } from "@remix-run/react";
import { Users } from "lucide-react";
import { paths } from "../../web/paths";
import { Button } from "../ui/Button";
import { inputLook } from "../ui/Field";
import { PostForm } from "../ui/PostForm";
import type { ListNounView, SavedViewView } from "./listView";

interface ViewBarProps {
  of: ListNounView;
  views: SavedViewView[];
  /** Which is open; null for all records. */
  current: SavedViewView | null;
  /** Whether what is shown differs from the open view. */
  edited: boolean;
  /** What is shown, as a view keeps it. */
  query: string;
}

const tabLook = (on: boolean) =>
  `flex min-h-8 max-w-48 items-center gap-1.5 rounded-md px-2.5 ${on ? "bg-sunken font-[550] text-ink" : "text-ink-2 hover:bg-sunken"}`;

function SaveForm({ of, query }: Pick<ViewBarProps, "of" | "query">) {
  return (
    <details className="relative">
      <summary className="flex min-h-8 cursor-pointer list-none items-center rounded-md px-2.5 text-accent underline underline-offset-3">
        Save view
      </summary>
      <PostForm
        action={paths.views(of.plural)}
        className="absolute top-full left-0 z-10 grid w-64 gap-2 rounded-lg border border-line bg-surface p-3 shadow-lg"
      >
        <input type="hidden" name="query" value={query} />
        <label className="grid gap-1 text-xs text-ink-2">
          Name
          <input name="name" required maxLength={40} autoComplete="off" className={inputLook} />
        </label>
        <label className="flex items-center gap-2">
          <input type="checkbox" name="shared" className="size-4 accent-accent" /> Share with the team
        </label>
        <label className="flex items-center gap-2">
          <input type="checkbox" name="pinned" defaultChecked className="size-4 accent-accent" /> Show in the sidebar
        </label>
        <Button kind="go" name="intent" value="save">
          Save
        </Button>
      </PostForm>
    </details>
  );
}

export function ViewBar({ of, views, current, edited, query }: ViewBarProps) {
  if (views.length === 0 && query === "") return null;
  return (
    <nav aria-label="Views" className="mb-2 flex flex-wrap items-center gap-1">
      {views.length > 0 ? (
        <Link to={paths.records(of.plural, { view: "all" })} className={tabLook(current === null)}>
          All
        </Link>
      ) : null}
      {views.map((view) => (
        <Link
          key={view.id}
          to={paths.records(of.plural, { view: view.id })}
          aria-current={view.id === current?.id ? "page" : undefined}
          className={tabLook(view.id === current?.id)}
        >
          {view.shared ? <Users size={13} aria-label="Shared with the team" className="flex-none text-ink-3" /> : null}
          <span className="truncate">{view.name}</span>
        </Link>
      ))}
      {current && edited && current.mayChange ? (
        <PostForm action={paths.views(of.plural)}>
          <input type="hidden" name="id" value={current.id} />
          <input type="hidden" name="query" value={query} />
          <Button kind="bare" name="intent" value="update">
            Save changes to {current.name}
          </Button>
        </PostForm>
      ) : null}
      {query !== "" && (edited || !current) ? <SaveForm of={of} query={query} /> : null}
      {views.length > 0 ? (
        <Link to={paths.views(of.plural)} className="ml-auto flex min-h-8 items-center px-2 text-xs text-ink-2 hover:text-ink">
          Manage views
        </Link>
      ) : null}
    </nav>
  );
}
