// How far the dry run, the run or the undo is. The page asks every second; it may be closed and opened again.

import { Meter } from "../ui/Meter";
import { Card } from "../ui/parts";
import type { ImportView } from "./importView";

const words: Record<string, [title: string, text: string]> = {
  checking: ["Dry run", "We’re checking every row. Nothing is imported or charged."],
  running: ["Importing", "You can close this page: the import continues in the background."],
  undoing: ["Undoing", "What you’ve changed since the import stays. Credits are returned along the way."],
};

function progressOf(found: ImportView): [done: number, all: number] {
  if (found.state === "checking") return [found.rowsChecked, found.rowsTotal];
  return found.state === "undoing" ? [found.takenBack, found.imported] : [found.cursor, found.stopAt];
}

export function ImportProgress({ found }: { found: ImportView }) {
  const [done, all] = progressOf(found);
  const [title = "", text = ""] = words[found.state] ?? [];
  return (
    <Card className="grid gap-3 p-4">
      <div className="flex items-baseline gap-3">
        <h2 className="mr-auto">{title}</h2>
        <span className="text-ink-2 tabular-nums">
          {done.toLocaleString("en")} of {all.toLocaleString("en")}
        </span>
      </div>
      <Meter label={title} value={done} max={all} />
      <p className="text-ink-2">{text}</p>
    </Card>
  );
}
