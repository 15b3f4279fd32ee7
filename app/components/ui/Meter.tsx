// A bar that says how far something is. Drawn by us, since browsers draw their own in their own colours.

export function Meter({ label, value, max }: { label: string; value: number; max: number }) {
  const percent = max === 0 ? 100 : Math.min(100, Math.round((100 * value) / max));
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
      className="h-1.5 overflow-hidden rounded-full bg-sunken"
    >
      <div className="h-full bg-accent transition-[width] duration-150" style={{ width: `${percent}%` }} />
    </div>
  );
}
