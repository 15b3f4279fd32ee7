// What was spent in a month: on which action, by which member.

export interface UsageView {
  action: string;
  member: string;
  credits: number;
  actions: number;
}

const headLook = "px-4 py-2 text-xs font-medium text-ink-3";

export function UsageTable({ lines }: { lines: UsageView[] }) {
  if (lines.length === 0) return <p className="px-4 py-6 text-center text-ink-2">Nothing was spent.</p>;
  return (
    <table className="w-full border-collapse">
      <caption className="sr-only">Credits spent, by action and member</caption>
      <thead>
        <tr className="border-b border-line text-left">
          <th className={headLook}>Action</th>
          <th className={headLook}>Member</th>
          <th className={`${headLook} text-right max-md:hidden`}>Times</th>
          <th className={`${headLook} text-right`}>Credits</th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ action, member, credits, actions }) => (
          <tr key={`${action}/${member}`} className="border-b border-line last:border-0">
            <td className="px-4 py-2">{action}</td>
            <td className="px-4 py-2 text-ink-2">{member}</td>
            <td className="px-4 py-2 text-right tabular-nums max-md:hidden">{actions.toLocaleString("en")}</td>
            <td className="px-4 py-2 text-right font-semibold tabular-nums">{credits.toLocaleString("en")}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
