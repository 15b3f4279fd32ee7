// How far a change to many records has come, and how it is undone. Before JavaScript the page reloads itself while something is under way.
import { useRevalidator } from "@remix-run/react";
import { useEffect } from "react";
import { paths } from "../../web/paths";
import { Button } from "../ui/Button";
import { PostForm } from "../ui/PostForm";
import { countWords } from "../ui/words";
import type { ListNounView } from "./listView";

export interface BulkView {
  id: string;
  state: "running" | "done" | "undoing" | "undone" | "failed";
  changed: number;
  takenBack: number;
  isTrash: boolean;
  mayUndo: boolean;
}

function words({ state, changed, takenBack, isTrash }: BulkView, of: ListNounView): string {
  const many = (count: number) => countWords(count, of.words.one, of.words.many);
  if (state === "running")
    return `Under way: ${many(changed)} ${isTrash ? "moved to the trash" : "changed"} so far. You can go on working.`;
  if (state === "undoing") return `Undoing: ${many(takenBack)} restored so far.`;
  if (state === "undone") {
    const left = changed - takenBack;
    return `Undone: ${many(takenBack)} restored.${left > 0 ? ` ${many(left)} had been changed since and stayed as they are.` : ""}`;
  }
  if (state === "failed") return `Stopped after ${many(changed)}. A field was removed, or whoever began it has left.`;
  return changed === 0 ? "Nothing needed changing." : `${many(changed)} ${isTrash ? "moved to the trash" : "changed"}.`;
}

const EVERY_MS = 1000;

export function BulkNote({ bulk, of }: { bulk: BulkView; of: ListNounView }) {
  const working = bulk.state === "running" || bulk.state === "undoing";
  const { revalidate } = useRevalidator();
  useEffect(() => {
    if (!working) return;
    const timer = setInterval(revalidate, EVERY_MS);
    return () => clearInterval(timer);
  }, [working, revalidate]);
  return (
    <PostForm
      action={paths.changeRecords(of.plural)}
      className="mb-3 flex flex-wrap items-center gap-3 rounded-lg border border-line bg-surface px-3 py-2"
    >
      <span className="mr-auto" role="status">
        {words(bulk, of)}
      </span>
      <input type="hidden" name="bulk" value={bulk.id} />
      {bulk.mayUndo ? (
        <Button name="intent" value="undo">
          Undo
        </Button>
      ) : null}
      {working ? (
        <noscript>
          <meta httpEquiv="refresh" content="2" />
        </noscript>
      ) : null}
    </PostForm>
  );
}
