// A moment, in the team's time zone: how long ago while it is near, the date when it is not.

interface TimeProps {
  at: number;
  now: number;
  timeZone: string;
}

const MINUTE = 60_000;

/** "2 h ago", "yesterday", "5 days ago", "Nov 12", "Nov 12, 2025". */
export function sinceWords({ at, now, timeZone }: TimeProps): string {
  const minutes = Math.floor((now - at) / MINUTE);
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${minutes} min ago`;
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h ago`;
  const days = Math.floor(minutes / (24 * 60));
  if (days === 1) return "yesterday";
  if (days < 7) return `${days} days ago`;
  const sameYear = new Date(at).getUTCFullYear() === new Date(now).getUTCFullYear();
  return new Intl.DateTimeFormat("en", { day: "numeric", month: "short", year: sameYear ? undefined : "numeric", timeZone }).format(at);
}

export function dateWords(at: number, timeZone: string, withTime = true): string {
  const time = withTime ? ({ hour: "numeric", minute: "2-digit" } as const) : {};
  return new Intl.DateTimeFormat("en", { day: "numeric", month: "short", year: "numeric", ...time, timeZone }).format(at);
}

export function Since(props: TimeProps) {
  return (
    <time dateTime={new Date(props.at).toISOString()} title={dateWords(props.at, props.timeZone)} className="tabular-nums">
      {sinceWords(props)}
    </time>
  );
}

export function When({ at, timeZone }: { at: number; timeZone: string }) {
  return (
    <time dateTime={new Date(at).toISOString()} className="tabular-nums">
      {dateWords(at, timeZone)}
    </time>
  );
}
