// What a record has in the team's own fields, each shown by its kind.
import { Lock } from "lucide-react";
import { Chip } from "../ui/parts";
import { Item, Website } from "./detailItems";
import type { CustomValueView } from "./fieldView";

function Value({ kind, text, parts }: Pick<CustomValueView, "kind" | "parts"> & { text: string }) {
  if (kind === "choice" || kind === "choices")
    return (
      <span className="flex flex-wrap gap-1">
        {parts.map((part) => (
          <Chip key={part}>{part}</Chip>
        ))}
      </span>
    );
  if (kind === "link") return <Website value={text} />;
  if (kind === "email")
    return (
      <a href={`mailto:${text}`} className="hover:underline">
        {text}
      </a>
    );
  if (kind === "phone" && text.startsWith("+"))
    return (
      <a href={`tel:${text.replace(/[^+\d]/g, "")}`} className="tabular-nums hover:underline">
        {text}
      </a>
    );
  return <span className={kind === "longText" ? "whitespace-pre-line" : "tabular-nums"}>{text}</span>;
}

export function OwnValues({ values }: { values: CustomValueView[] }) {
  return values.map(({ id, name, kind, sensitive, text, parts }) => (
    <Item key={id} label={name}>
      {sensitive ? <Lock size={13} aria-label="Sensitive" className="mr-1 inline-block text-ink-3" /> : null}
      {text === null ? (
        <span className="text-ink-3">Shown only to owners and managers</span>
      ) : (
        <Value kind={kind} text={text} parts={parts} />
      )}
    </Item>
  ));
}
