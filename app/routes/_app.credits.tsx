import { NavLink, Outlet } from "@remix-run/react";
import { paths } from "../web/paths";

const tabs = [
  [paths.credits(), "Overview"],
  [paths.statement(), "Statement"],
  [paths.purchases(), "Purchases"],
  [paths.budgets(), "Budgets"],
  [paths.autoTopUp(), "Auto top-up"],
  [paths.proof(), "Proof"],
] as const;

const look = ({ isActive }: { isActive: boolean }) =>
  `-mb-px border-b-2 px-2.5 py-2 whitespace-nowrap max-md:py-3 ${isActive ? "border-accent font-[550] text-ink" : "border-transparent text-ink-2 hover:text-ink"}`;

/** The tabs over every page about credits. */
export default function CreditPages() {
  return (
    <>
      <nav aria-label="Credits" className="mb-4 flex flex-wrap border-b border-line">
        {tabs.map(([to, words]) => (
          <NavLink key={to} to={to} end={to === paths.credits()} className={look}>
            {words}
          </NavLink>
        ))}
      </nav>
      <Outlet />
    </>
  );
}
