// A row of links over pages that belong together.
import { NavLink } from "@remix-run/react";

const look = ({ isActive }: { isActive: boolean }) =>
  `-mb-px border-b-2 px-2.5 py-2 whitespace-nowrap max-md:py-3 ${isActive ? "border-accent font-[550] text-ink" : "border-transparent text-ink-2 hover:text-ink"}`;

/** The first tab is the pages' own root: it is marked there only, not on the pages below. */
export function Tabs({ label, tabs }: { label: string; tabs: (readonly [to: string, words: string])[] }) {
  return (
    <nav aria-label={label} className="mb-4 flex border-b border-line max-md:overflow-x-auto md:flex-wrap">
      {tabs.map(([to, words], n) => (
        <NavLink key={to} to={to} end={n === 0} className={look}>
          {words}
        </NavLink>
      ))}
    </nav>
  );
}
