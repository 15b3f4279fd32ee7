// What is left, what was spent this month, how long it lasts, and each of the last thirty days as a bar. Drawn on the server.
import { scaleBand, scaleLinear } from "@visx/scale";
import { Bar } from "@visx/shape";
import { Card } from "../ui/parts";
import { dateWords } from "../ui/Time";

export interface SummaryView {
  free: number;
  held: number;
  debt: number;
  expiring: { credits: number; at: number } | null;
  days: { day: string; credits: number }[];
  thisMonth: number;
  daysLeft: number | null;
}

const WIDTH = 600;
const HEIGHT = 96;

function Days({ days }: { days: SummaryView["days"] }) {
  const most = Math.max(1, ...days.map(({ credits }) => credits));
  const x = scaleBand({ domain: days.map(({ day }) => day), range: [0, WIDTH], padding: 0.3 });
  const y = scaleLinear({ domain: [0, most], range: [0, HEIGHT - 8] });
  const total = days.reduce((sum, { credits }) => sum + credits, 0);
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width="100%"
      height={HEIGHT}
      preserveAspectRatio="none"
      role="img"
      aria-label={`Credits spent in the last 30 days: ${total} in all, at most ${most} on one day`}
    >
      {days.map(({ day, credits }, index) => {
        const height = Math.max(1, y(credits));
        return (
          <Bar
            key={day}
            x={x(day) ?? 0}
            y={HEIGHT - 1 - height}
            width={x.bandwidth()}
            height={height}
            rx={2}
            fill="var(--accent)"
            opacity={index === days.length - 1 ? 1 : 0.5}
          />
        );
      })}
      <line x1={0} x2={WIDTH} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} stroke="var(--line-strong)" />
    </svg>
  );
}

export function CreditSummary({ view, timeZone }: { view: SummaryView; timeZone: string }) {
  const { free, held, debt, expiring, days, thisMonth, daysLeft } = view;
  const notes = [
    expiring ? `${expiring.credits} of them valid until ${dateWords(expiring.at, timeZone, false)}` : "",
    debt ? `${debt} owed for a payment your bank took back` : "",
    held ? `${held} reserved for work in progress` : "",
  ].filter(Boolean);
  return (
    <Card className="p-4">
      <dl className="grid grid-cols-[repeat(auto-fit,minmax(140px,1fr))] gap-4">
        <div>
          <dt className="text-xs text-ink-3">Left</dt>
          <dd>
            <span className="block text-3xl font-[640] tracking-tight tabular-nums">{free.toLocaleString("en")}</span>
            <span className="text-ink-2">{notes.join("; ") || (free > 0 ? "They never expire." : "")}</span>
          </dd>
        </div>
        <div>
          <dt className="text-xs text-ink-3">Spent this month</dt>
          <dd className="text-xl font-semibold tabular-nums">{thisMonth.toLocaleString("en")}</dd>
        </div>
        <div>
          <dt className="text-xs text-ink-3">Time left at this pace</dt>
          <dd className="text-xl font-semibold">
            {daysLeft === null ? "–" : `${daysLeft.toLocaleString("en")} ${daysLeft === 1 ? "day" : "days"}`}
          </dd>
        </div>
      </dl>
      <div className="mt-4">
        <Days days={days} />
        <p className="flex justify-between text-xs text-ink-3">
          <span>30 days ago</span>
          <span>today</span>
        </p>
      </div>
    </Card>
  );
}
