// Lines of the audit log: what was done, by whom, when, and for which reason. The ids of the record lie one click below.
import { Card, CardHead } from "../ui/parts";
import { When } from "../ui/Time";

export interface ActView {
  id: string;
  act: string;
  actorId: string;
  actorName: string | null;
  subjectId: string;
  done: string;
  reason: string;
  device: string;
  at: number;
}

function ActLine({ act, actorId, actorName, subjectId, done, reason, device, at, timeZone }: ActView & { timeZone: string }) {
  return (
    <li className="grid grid-cols-1 gap-0.5 border-b border-line px-4 py-2 last:border-0">
      <span className="flex flex-wrap gap-x-3">
        <b className="mr-auto font-[550]">{done}</b>
        <span className="text-xs text-ink-2">
          <When at={at} timeZone={timeZone} />
        </span>
      </span>
      <span className="text-xs text-ink-2">
        {actorName ?? "Farthing, or someone whose account was deleted"}
        {device ? `, with ${device}` : ""}
        {reason ? `: ${reason}` : ""}
      </span>
      <details className="text-xs text-ink-3">
        <summary className="w-fit py-1">Record</summary>
        <span className="break-all">
          {act} on {subjectId} by {actorId}
        </span>
      </details>
    </li>
  );
}

export function ActList({ acts, timeZone }: { acts: ActView[]; timeZone: string }) {
  return (
    <Card>
      <CardHead title="Audit log" />
      {acts.length === 0 ? <p className="px-4 py-6 text-center text-ink-2">No actions recorded yet.</p> : null}
      <ul>
        {acts.map((one) => (
          <ActLine key={one.id} {...one} timeZone={timeZone} />
        ))}
      </ul>
    </Card>
  );
}
