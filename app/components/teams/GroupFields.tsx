// A group as a form: its name, and who is in it. Where groups are chosen, a list of them to tick.
import { TextField } from "../ui/Field";

interface TickProps {
  name: string;
  legend: string;
  options: { id: string; name: string }[];
  ticked: string[];
}

/** Some of a team's people or groups, to tick. */
export function Tick({ name, legend, options, ticked }: TickProps) {
  return (
    <fieldset className="grid gap-1">
      <legend className="pb-1 text-xs text-ink-2">{legend}</legend>
      {options.map((option) => (
        <label key={option.id} className="flex min-h-8 items-start gap-2 py-1 max-md:min-h-10">
          <input
            type="checkbox"
            name={name}
            value={option.id}
            defaultChecked={ticked.includes(option.id)}
            className="mt-0.5 size-4 flex-none accent-accent"
          />
          <span className="min-w-0 break-words">{option.name}</span>
        </label>
      ))}
    </fieldset>
  );
}

interface GroupFieldsProps {
  name: string;
  people: { id: string; name: string }[];
  memberIds: string[];
  wrong: string | null;
}

export function GroupFields({ name, people, memberIds, wrong }: GroupFieldsProps) {
  return (
    <>
      <TextField name="name" label="Name" defaultValue={name} required maxLength={40} error={wrong ?? undefined} />
      <Tick name="members" legend="Who is in it" options={people} ticked={memberIds} />
    </>
  );
}
