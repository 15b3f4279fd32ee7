// Lines of the audit log: who did what, when, with which numbers and for which reason.
import { Card, CardHead } from "./ui/parts";
import { When } from "./ui/Time";

export interface ActView {
  id: string;
  act: string;
  actorId: string;
  subjectId: string;
  detail: string;
  at: number;
}

export function ActList({ acts, timeZone }: { acts: ActView[]; timeZone: string }) {
  return (
    <Card>
      <CardHead title="Audit log" />
      {acts.length === 0 ? <p className="px-4 py-6 text-center text-ink-2">Nothing was done here yet.</p> : null}
      <ul>
        {acts.map(({ id, act, actorId, subjectId, detail, at }) => (
          <li key={id} className="grid gap-0.5 border-b border-line px-4 py-2 last:border-0">
            <span className="flex flex-wrap gap-x-3">
              <b className="mr-auto font-[550]">{act}</b>
              <span className="text-xs text-ink-2">
                <When at={at} timeZone={timeZone} />
              </span>
            </span>
            <span className="text-xs break-all text-ink-3">
              {subjectId} by {actorId} {detail === "{}" ? "" : detail}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
