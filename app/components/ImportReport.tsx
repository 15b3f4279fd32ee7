// What became of an import: what came in, what was known, what was refused; how to go on, and the undo.
import { Form } from "@remix-run/react";
import { paths } from "../web/paths";
import { Ways } from "./ImportCheck";
import { Count, knownWords, Refused } from "./ImportCounts";
import type { ImportData } from "./importView";
import { Button, ButtonLink } from "./ui/Button";
import { Alert, Card } from "./ui/parts";

function Verdict({ found, left }: Pick<ImportData, "found" | "left">) {
  const kept = found.imported - found.takenBack;
  if (found.state === "short")
    return (
      <Alert tone="warn" title="Out of credits">
        {found.imported.toLocaleString("en")} are in, {left.toLocaleString("en")} are left. Buy credits and go on where it stopped; nothing
        is imported twice.
      </Alert>
    );
  if (found.state === "stopped" && found.problem)
    return (
      <Alert tone="warn" title="The import stopped">
        {found.problem} {found.imported.toLocaleString("en")} are in; go on when it can, nothing is imported twice.
      </Alert>
    );
  if (found.state === "failed") return <Alert title="The import stopped">{found.problem}</Alert>;
  if (found.state === "undone")
    return (
      <Alert tone="good" title={`Undone: ${found.takenBack.toLocaleString("en")} contacts taken back, their credits too`}>
        {kept > 0 ? `${kept.toLocaleString("en")} were changed since the import and stay.` : "Nothing is left of this import."}{" "}
        {found.problem}
      </Alert>
    );
  return null;
}

export function ImportReport({ data }: { data: ImportData }) {
  const { found, refused, left, undoable } = data;
  const kept = found.imported - found.takenBack;
  const open = ["short", "stopped", "failed"].includes(found.state);
  return (
    <>
      <Verdict found={found} left={left} />
      <Card className="p-4">
        <dl className="grid grid-cols-[repeat(auto-fit,minmax(120px,1fr))] gap-4">
          <Count name="Imported" value={kept} words={`${kept.toLocaleString("en")} credits`} />
          <Count name="Known already" value={found.knownTotal + found.knownLate} words={knownWords(found)} />
          <Count name="Refused" value={found.refusedTotal} words={found.refusedTotal ? "free; reasons below" : "free"} />
          {open ? <Count name="Left" value={left} words="not imported yet" /> : null}
        </dl>
      </Card>
      <div className="flex flex-wrap items-center gap-2">
        {open ? <Ways data={data} verb="Go on with" /> : null}
        <ButtonLink to={paths.contacts()} kind={open ? "plain" : "go"}>
          See your contacts
        </ButtonLink>
        <ButtonLink to={paths.imports()}>Import another file</ButtonLink>
        {undoable ? (
          <Form method="post">
            <Button name="intent" value="undo" kind="bad">
              Undo this import
            </Button>
          </Form>
        ) : null}
        {undoable ? <span className="text-xs text-ink-3">For a day, credits back. What you changed since stays.</span> : null}
      </div>
      <Refused found={found} refused={refused} />
    </>
  );
}
