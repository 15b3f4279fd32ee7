// The four numbers of an import, and the refused rows with their reasons.
import { paths } from "../../web/paths";
import { Card, CardHead } from "../ui/parts";
import { countWords } from "../ui/words";
import type { ImportData } from "./importView";

export function Count({ name, value, words }: { name: string; value: number; words: string }) {
  return (
    <div>
      <dt className="text-xs text-ink-3">{name}</dt>
      <dd>
        <span className="block text-2xl font-[620] tabular-nums">{value.toLocaleString("en")}</span>
        <span className="block text-xs text-ink-2">{words}</span>
      </dd>
    </div>
  );
}

/** "free; 9 by e-mail, 3 by phone or name" */
export function knownWords({ knownTotal, knownByEmail }: { knownTotal: number; knownByEmail: number }): string {
  if (knownTotal === 0) return "free";
  const others = knownTotal - knownByEmail;
  return `free; ${[knownByEmail ? `${knownByEmail} by e-mail` : "", others ? `${others} by phone or name` : ""].filter(Boolean).join(", ")}`;
}

/** A link to the rows that are known already: a person may look up what they say beyond it. */
export function KnownRows({ found, of }: Pick<ImportData, "found" | "of">) {
  if (found.knownTotal === 0) return null;
  return (
    <p className="text-xs text-ink-2">
      {countWords(found.knownTotal, "row")} matched a {of.one} you already have, so we left that {of.one} as it is.{" "}
      <a href={paths.knownRows(found.id)} download className="underline underline-offset-3">
        Download these rows
      </a>{" "}
      to see what they say.
    </p>
  );
}

export function Refused({ found, refused }: Pick<ImportData, "found" | "refused">) {
  if (found.refusedTotal === 0) return null;
  return (
    <Card>
      <CardHead title="Not imported">
        <a href={paths.refusedRows(found.id)} download className="py-1 text-xs text-ink-2 hover:text-ink">
          Download these rows
        </a>
      </CardHead>
      <ul>
        {refused.map(({ number, reason }) => (
          <li key={number} className="grid grid-cols-[72px_minmax(0,1fr)] gap-3 border-b border-line px-4 py-2.5 last:border-0">
            <span className="font-mono text-xs text-ink-3">row {number}</span>
            <span className="break-words">{reason}</span>
          </li>
        ))}
      </ul>
      {found.refusedTotal > refused.length ? (
        <p className="px-4 py-2.5 text-xs text-ink-3">
          And {(found.refusedTotal - refused.length).toLocaleString("en")} more. Download the rows to see them all.
        </p>
      ) : null}
    </Card>
  );
}
