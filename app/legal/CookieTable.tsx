// The list of what is kept in a browser.
import { cookies } from "./cookies";

const lasting = (days: number) => (days === 0 ? "a minute" : days === 395 ? "13 months at most" : days === 365 ? "a year" : `${days} days`);

export function CookieTable() {
  return (
    <div className="overflow-x-auto">
      <table className="mb-4 w-full border-collapse text-left">
        <thead>
          <tr className="border-b border-line text-xs text-ink-3">
            <th className="py-2 pr-4 font-medium">Cookie</th>
            <th className="py-2 pr-4 font-medium">What for</th>
            <th className="py-2 pr-4 font-medium">Set when</th>
            <th className="py-2 font-medium">Lasts</th>
          </tr>
        </thead>
        <tbody>
          {cookies.map(({ name, what, days, when }) => (
            <tr key={name} className="border-b border-line align-top last:border-0">
              <td className="py-2 pr-4 font-[550]">{name}</td>
              <td className="py-2 pr-4">{what}</td>
              <td className="py-2 pr-4">{when}</td>
              <td className="py-2 whitespace-nowrap">{lasting(days)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
