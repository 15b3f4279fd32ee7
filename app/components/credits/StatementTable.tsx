// Lines of the statement: when, what and about whom, by whom, how many credits, and what was left.
import { Link } from "@remix-run/react";
import { paths } from "../../web/paths";
import { When } from "../ui/Time";

export interface StatementView {
  seq: number;
  at: number;
  what: string;
  why: string;
  subject: string | null;
  subjectId: string | null;
  subjectIn: string | null;
  member: string | null;
  credits: number;
  balance: number;
}

const signed = (credits: number) => `${credits > 0 ? "+" : "−"}${Math.abs(credits).toLocaleString("en")}`;
const headLook = "px-3 py-2 text-xs font-medium text-ink-3";

export function StatementTable({ lines, timeZone }: { lines: StatementView[]; timeZone: string }) {
  if (lines.length === 0) return <p className="px-4 py-6 text-center text-ink-2">Nothing yet. Every credit added or spent appears here.</p>;
  return (
    <table className="w-full border-collapse">
      <caption className="sr-only">Statement</caption>
      <thead>
        <tr className="border-b border-line text-left">
          <th className={`${headLook} pl-4`}>When</th>
          <th className={headLook}>What</th>
          <th className={`${headLook} max-md:hidden`}>Who</th>
          <th className={`${headLook} text-right`}>Credits</th>
          <th className={`${headLook} pr-4 text-right max-md:hidden`}>Left</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.seq} className="border-b border-line last:border-0 hover:bg-sunken">
            <td className="w-px py-2 pr-3 pl-4 text-xs whitespace-nowrap text-ink-2">
              <When at={line.at} timeZone={timeZone} />
            </td>
            <td className="w-full max-w-0 px-3 py-2">
              <span className="block truncate font-[550]">{line.what}</span>
              <span className="block truncate text-xs text-ink-3">
                {line.subject && line.subjectId && line.subjectIn ? (
                  <Link to={paths.record(line.subjectIn, line.subjectId)} className="hover:underline">
                    {line.subject}
                  </Link>
                ) : null}
                {line.subject && line.why ? ", " : ""}
                {line.why}
              </span>
            </td>
            <td className="px-3 py-2 whitespace-nowrap text-ink-2 max-md:hidden">{line.member}</td>
            <td className={`w-px px-3 py-2 text-right font-semibold whitespace-nowrap tabular-nums ${line.credits > 0 ? "text-good" : ""}`}>
              {signed(line.credits)}
            </td>
            <td className="w-px px-4 py-2 text-right whitespace-nowrap text-ink-2 tabular-nums max-md:hidden">
              {line.balance.toLocaleString("en")}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
