// What happened with a record, newest first. Notes can be edited and removed in place, free.
import { CalendarDays, FileText, FileUp, Lock, LockOpen, Mail, Merge, Pencil, Phone, Plus, RotateCcw, Trash2 } from "lucide-react";
import { paths } from "../../web/paths";
import { Button } from "../ui/Button";
import { inputLook } from "../ui/Field";
import { IfMay } from "../ui/may";
import { PostForm } from "../ui/PostForm";
import { Card, CardHead } from "../ui/parts";
import { Since } from "../ui/Time";

export interface TimelineLine {
  id: string;
  kind:
    | "added"
    | "imported"
    | "note"
    | "edited"
    | "merged"
    | "trashed"
    | "restored"
    | "restricted"
    | "released"
    | "call"
    | "mail"
    | "meeting";
  body: string;
  at: number;
  who: string;
}

const kinds = {
  added: [Plus, "added this %s"],
  imported: [FileUp, "imported this %s"],
  note: [FileText, "wrote a note"],
  edited: [Pencil, "changed the details"],
  merged: [Merge, "merged another record into this one"],
  trashed: [Trash2, "moved it to the trash"],
  restored: [RotateCcw, "restored it"],
  restricted: [Lock, "restricted it: kept, not used"],
  released: [LockOpen, "lifted the restriction"],
  call: [Phone, "had a call"],
  mail: [Mail, "exchanged e-mails"],
  meeting: [CalendarDays, "met"],
} as const;

function NoteBody({ line }: { line: TimelineLine }) {
  return (
    <>
      <p className="mt-1 break-words whitespace-pre-wrap text-ink-2" dir="auto">
        {line.body}
      </p>
      <IfMay act="record.change">
        <details className="mt-1">
          <summary className="w-fit py-1 text-xs text-ink-3 hover:text-ink">Edit</summary>
          <PostForm className="mt-1 grid gap-2">
            <input type="hidden" name="noteId" value={line.id} />
            <textarea name="text" aria-label="Note" defaultValue={line.body} rows={3} className={`${inputLook} py-2`} />
            <div className="flex gap-2">
              <Button name="intent" value="edit-note">
                Save
              </Button>
              <Button name="intent" value="remove-note" kind="bad">
                Remove
              </Button>
            </div>
          </PostForm>
        </details>
      </IfMay>
    </>
  );
}

/** As long as what was merged is kept. */
const MERGE_UNDO_MS = 30 * 24 * 60 * 60 * 1000;

function UndoMerge({ line, noun, recordId }: { line: TimelineLine; noun: string; recordId: string }) {
  return (
    <PostForm action={paths.undo()}>
      {Object.entries({ kind: "merge", of: noun, id: line.id, recordId }).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <button type="submit" className="min-h-6 text-xs text-ink-2 underline underline-offset-3 hover:text-ink">
        Undo the merge
      </button>
    </PostForm>
  );
}

interface TimelineProps {
  entries: TimelineLine[];
  /** What the record is, as in "added this contact". */
  noun: string;
  /** Which record it is, where a merge into it can be undone. */
  recordId?: string;
  now: number;
  timeZone: string;
}

export function Timeline({ entries, noun, recordId, now, timeZone }: TimelineProps) {
  return (
    <Card>
      <CardHead title="Timeline" />
      {entries.length === 0 ? <p className="px-4 py-3 text-ink-3">Nothing here yet. Notes, calls and changes appear here.</p> : null}
      <ol>
        {entries.map((line) => {
          const [Icon, words] = kinds[line.kind];
          return (
            <li key={line.id} className="grid grid-cols-[24px_minmax(0,1fr)_auto] gap-3 border-b border-line px-4 py-3 last:border-0">
              <span className="grid size-6 place-items-center rounded-full bg-sunken text-ink-2">
                <Icon size={14} aria-hidden="true" />
              </span>
              <div className="min-w-0">
                <b className="font-semibold">{line.who}</b> {words.replace("%s", noun)}
                {line.kind === "note" ? <NoteBody line={line} /> : null}
                {line.kind === "merged" && recordId && now - line.at < MERGE_UNDO_MS ? (
                  <UndoMerge line={line} noun={noun} recordId={recordId} />
                ) : null}
              </div>
              <span className="text-xs text-ink-3">
                <Since at={line.at} now={now} timeZone={timeZone} />
              </span>
            </li>
          );
        })}
      </ol>
    </Card>
  );
}
