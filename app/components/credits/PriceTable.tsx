// What things cost, from the price book; and what never costs anything.

export function PriceTable({ prices }: { prices: { name: string; credits: number }[] }) {
  const free = [
    "Read, search, edit",
    "Trash, restore, undo",
    "Duplicate and rejected rows in an import",
    "Export and all your privacy rights",
  ];
  return (
    <table className="w-full border-collapse">
      <caption className="sr-only">Prices in credits</caption>
      <tbody>
        {prices.map(({ name, credits }) => (
          <tr key={name} className="border-b border-line">
            <th scope="row" className="px-4 py-2 text-left font-normal">
              {name}
            </th>
            <td className="px-4 py-2 text-right whitespace-nowrap tabular-nums">{credits}</td>
          </tr>
        ))}
        {free.map((name) => (
          <tr key={name} className="border-b border-line last:border-0">
            <th scope="row" className="px-4 py-2 text-left font-normal">
              {name}
            </th>
            <td className="px-4 py-2 text-right text-ink-2">free</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
