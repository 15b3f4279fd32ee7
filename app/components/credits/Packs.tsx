// The packs to choose from. Radio buttons, so that they work by keyboard and before JavaScript loads.

export interface PackView {
  credits: number;
  /** "$7" */
  price: string;
  /** "7¢ each" */
  each: string;
}

export function Packs({
  packs,
  chosen,
  form,
  onChoose,
}: {
  packs: PackView[];
  chosen: number;
  form?: string;
  onChoose?: (credits: number) => void;
}) {
  return (
    <fieldset className="grid grid-cols-2 gap-2">
      <legend className="sr-only">Pack</legend>
      {packs.map(({ credits, price, each }) => (
        <label
          key={credits}
          className="grid cursor-pointer gap-1 rounded-lg border border-line-strong bg-surface p-3.5 has-checked:border-accent has-checked:bg-accent-wash has-checked:shadow-[inset_0_0_0_1px_var(--accent)] has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name="pack"
            value={credits}
            defaultChecked={credits === chosen}
            onChange={() => onChoose?.(credits)}
            form={form}
            className="sr-only"
          />
          <b className="text-lg tabular-nums">{credits}</b>
          <span className="tabular-nums">{price}</span>
          <span className="text-xs text-ink-2 tabular-nums">{each}</span>
        </label>
      ))}
    </fieldset>
  );
}
