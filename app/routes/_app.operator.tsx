import { json, type LoaderFunctionArgs } from "@remix-run/cloudflare";
import { NavLink, Outlet } from "@remix-run/react";
import { requireOperator } from "../web/guard.server";
import { paths } from "../web/paths";

const tabs = [
  [paths.operator(), "Teams"],
  [paths.operatorPayments(), "Payments"],
  [paths.operatorJobs(), "Jobs"],
  [paths.operatorChecks(), "Checks"],
  [paths.operatorPromo(), "Promo codes"],
] as const;

/** Each page asks for itself too: a layout's loader does not run before theirs. */
export async function loader(args: LoaderFunctionArgs) {
  await requireOperator(args);
  return json(null);
}

const look = ({ isActive }: { isActive: boolean }) =>
  `-mb-px border-b-2 px-2.5 py-2 whitespace-nowrap max-md:py-3 ${isActive ? "border-accent font-[550] text-ink" : "border-transparent text-ink-2 hover:text-ink"}`;

export default function OperatorPages() {
  return (
    <>
      <nav aria-label="Operator" className="mb-4 flex flex-wrap border-b border-line">
        {tabs.map(([to, words]) => (
          <NavLink key={to} to={to} end={to === paths.operator()} className={look}>
            {words}
          </NavLink>
        ))}
      </nav>
      <Outlet />
    </>
  );
}
