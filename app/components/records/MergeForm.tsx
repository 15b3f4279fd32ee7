// Two records side by side: for each field in which they differ, one chooses whose value stays. What is the same is not asked.
import { Button } from "../ui/Button";
import { PostForm } from "../ui/PostForm";
import { Card } from "../ui/parts";

export interface Compared {
  name: string;
  label: string;
  kept: string;
  gone: string;
  /** Of lists, both can stay. */
  isList: boolean;
}

interface MergeFormProps {
  noun: string;
  title: string;
  other: { id: string; title: string };
  compared: Compared[];
}

/** What is chosen before anybody chooses: of lists both; else what the kept one has, where it has something. */
const proposed = ({ kept, gone, isList }: Compared) => (isList && kept && gone ? "both" : kept ? "kept" : "gone");

function Choice({ field }: { field: Compared }) {
  const options: [string, string][] = [
    ["kept", field.kept],
    ["gone", field.gone],
    ...(field.isList ? [["both", "Both"] as [string, string]] : []),
  ];
  return (
    <fieldset className="grid gap-1.5 border-b border-line px-4 py-3 last:border-0">
      <legend className="float-left mb-1 text-xs text-ink-3">{field.label}</legend>
      {options.map(([value, words]) => (
        <label key={value} className="flex min-h-6 items-start gap-2">
          <input
            type="radio"
            name={`choose-${field.name}`}
            value={value}
            defaultChecked={value === proposed(field)}
            className="mt-1 size-4 accent-accent"
          />
          <span className="min-w-0 break-words">{words || <i className="text-ink-3">nothing</i>}</span>
        </label>
      ))}
    </fieldset>
  );
}

export function MergeForm({ noun, title, other, compared }: MergeFormProps) {
  const differing = compared.filter(({ kept, gone }) => kept !== gone);
  return (
    <PostForm className="grid max-w-xl gap-4">
      <input type="hidden" name="with" value={other.id} />
      <Card>
        {differing.length === 0 ? <p className="px-4 py-3 text-ink-2">Both say the same.</p> : null}
        {differing.map((field) => (
          <Choice key={field.name} field={field} />
        ))}
      </Card>
      <p className="text-ink-2">
        {other.title} goes. Its timeline and everything that belongs to it move to {title}. Merging is free, and you can undo it for 30
        days.
      </p>
      <div>
        <Button kind="go">Merge into one {noun}</Button>
      </div>
    </PostForm>
  );
}
