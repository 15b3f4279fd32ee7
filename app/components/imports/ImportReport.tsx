// What became of an import: what came in, what was known, what was refused; how to go on, and the undo.
import { paths } from "../../web/paths";
import { Button, ButtonLink } from "../ui/Button";
import { PostForm } from "../ui/PostForm";
import { Alert, Card } from "../ui/parts";
import { countWords } from "../ui/words";
import { Ways } from "./ImportCheck";
import { Count, KnownRows, knownWords, Refused } from "./ImportCounts";
import type { ImportData } from "./importView";

function Verdict({ found, left, of }: Pick<ImportData, "found" | "left" | "of">) {
  const kept = found.imported - found.takenBack;
  if (found.state === "short")
    return (
      <Alert tone="warn" title="Out of credits">
        {found.imported.toLocaleString("en")} imported, {left.toLocaleString("en")} left. Buy credits to continue where it stopped; nothing
        is imported twice.
      </Alert>
    );
  if (found.state === "stopped" && found.problem)
    return (
      <Alert tone="warn" title="The import stopped">
        {found.problem} {found.imported.toLocaleString("en")} imported so far. Continue when the problem is solved; nothing is imported
        twice.
      </Alert>
    );
  if (found.state === "failed") return <Alert title="The import stopped">{found.problem}</Alert>;
  if (found.state === "undone")
    return (
      <Alert tone="good" title={`Undone: ${countWords(found.takenBack, of.one, of.many)} removed, and their credits refunded`}>
        {kept > 0 ? `${countWords(kept, of.one, of.many)} changed since the import, and stayed.` : "Nothing is left of this import."}{" "}
        {found.problem}
      </Alert>
    );
  return null;
}

/** Asks before it takes everything back: the button stands beside harmless ones. */
function UndoImport({ kept, of }: { kept: number; of: ImportData["of"] }) {
  return (
    <details className="w-fit rounded-lg border border-line bg-surface">
      <summary className="cursor-pointer px-4 py-2.5 font-[550] text-bad">Undo this import…</summary>
      <PostForm className="grid max-w-md gap-3 border-t border-line p-4">
        <p>
          This removes {countWords(kept, of.one, of.many)} and refunds their credits. What you’ve edited since the import stays, and its
          credits are not refunded. You can’t undo this.
        </p>
        <div>
          <Button name="intent" value="undo" kind="bad">
            Remove {countWords(kept, of.one, of.many)}
          </Button>
        </div>
      </PostForm>
    </details>
  );
}

export function ImportReport({ data }: { data: ImportData }) {
  const { found, refused, left, undoable, of } = data;
  const kept = found.imported - found.takenBack;
  const open = ["short", "stopped", "failed"].includes(found.state);
  return (
    <>
      <Verdict found={found} left={left} of={of} />
      <Card className="p-4">
        <dl className="grid grid-cols-[repeat(auto-fit,minmax(120px,1fr))] gap-4">
          <Count name="Imported" value={kept} words={countWords(kept, "credit")} />
          <Count name="Already in Farthing" value={found.knownTotal + found.knownLate} words={knownWords(found)} />
          <Count name="Not imported" value={found.refusedTotal} words={found.refusedTotal ? "free; reasons below" : "free"} />
          {open ? <Count name="Left" value={left} words="not imported yet" /> : null}
        </dl>
      </Card>
      <div className="flex flex-wrap items-center gap-2">
        {open ? <Ways data={data} verb="Continue with" /> : null}
        <ButtonLink to={paths.records(of.plural)} kind={open ? "plain" : "go"}>
          See your {of.many}
        </ButtonLink>
        <ButtonLink to={paths.imports()}>Import another file</ButtonLink>
      </div>
      {undoable ? <UndoImport kept={kept} of={of} /> : null}
      <KnownRows found={found} of={of} />
      <Refused found={found} refused={refused} />
    </>
  );
}
