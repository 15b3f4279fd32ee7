// The list of what is kept in a browser.
import { cookies } from "../cookies";

const lasting = (days: number | null) =>
  days === null
    ? "until the tab is closed"
    : days === 0
      ? "a minute"
      : days < 1
        ? `${Math.round(days * 24 * 60)} minutes`
        : days === 395
          ? "13 months at most"
          : days === 365
            ? "a year"
            : `${days} days`;

export function CookieTable() {
  return (
    <dl className="mb-4 grid gap-3">
      {cookies.map(({ kind, name, what, days, when }) => (
        <div key={name} className="border-b border-line pb-3 last:border-0">
          <dt className="font-[550]">{name}</dt>
          <dd>{what}</dd>
          <dd className="text-ink-2">
            {kind}. Set when: {when.charAt(0).toLowerCase() + when.slice(1)}. Lasts {lasting(days)}.
          </dd>
        </div>
      ))}
    </dl>
  );
}
