// What a role allows, said to its holder: every permission there is, with a mark for those it has.
import { Check, Minus } from "lucide-react";
import { capital } from "../records/cardView";
import { Card, CardHead } from "../ui/parts";

export function May({ title, may }: { title: string; may: { words: string; has: boolean }[] }) {
  return (
    <Card>
      <CardHead title={title} />
      <ul className="grid gap-1.5 p-4">
        {may.map(({ words, has }) => (
          <li key={words} className={`flex items-start gap-2 ${has ? "" : "text-ink-3"}`}>
            {has ? (
              <Check size={16} aria-hidden="true" className="mt-0.5 flex-none text-good" />
            ) : (
              <Minus size={16} aria-hidden="true" className="mt-0.5 flex-none" />
            )}
            <span>
              <span className="sr-only">{has ? "Yes: " : "No: "}</span>
              {capital(words)}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
