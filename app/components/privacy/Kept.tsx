// What is kept when somebody leaves, until when and why: the lines come from the table that the cleanup reads.
import type { ReactNode } from "react";

export interface KeptLine {
  name: string;
  what: string;
  /** "7 years from when it was paid" */
  period: string;
  basis: string;
}

export function Kept({ kept, children }: { kept: KeptLine[]; children?: ReactNode }) {
  return (
    <div>
      <p className="font-[550]">What is kept, until when, and why</p>
      <ul className="grid list-disc gap-1 pl-5 text-ink-2">
        {kept.map(({ name, what, period, basis }) => (
          <li key={name}>
            {`${name}: ${period} (${basis.toLowerCase()}). `}
            {what}
          </li>
        ))}
        {children}
      </ul>
    </div>
  );
}
