// A role as a form: its name, and every permission to tick. What only an owner can have is not among them.
import { capital } from "../records/cardView";
import { Errors, inputLook, Labelled, TextField } from "../ui/Field";
import { Tick } from "./GroupFields";

export interface RoleFieldsProps {
  name: string;
  permissions: { act: string; words: string }[];
  ticked: string[];
  /** Whose records of each noun can be seen, and what is chosen. */
  seen: { nouns: string[]; words: [string, string][] };
  sees: Record<string, string>;
  wrong: Record<string, string>;
}

export function RoleFields({ name, permissions, ticked, seen, sees, wrong }: RoleFieldsProps) {
  return (
    <>
      <TextField name="name" label="Name" defaultValue={name} required maxLength={40} error={wrong.name} />
      <fieldset className="grid gap-3 sm:grid-cols-2">
        <legend className="pb-1 text-xs text-ink-2">
          Whose records they see. Private ones are seen only by whoever looks after them, and by owners.
        </legend>
        {seen.nouns.map((noun) => (
          <Labelled key={noun} id={`sees-${noun}`} label={capital(noun)}>
            <select id={`sees-${noun}`} name={`sees-${noun}`} defaultValue={sees[noun] ?? "all"} className={inputLook}>
              {seen.words.map(([value, words]) => (
                <option key={value} value={value}>
                  {capital(words)}
                </option>
              ))}
            </select>
          </Labelled>
        ))}
      </fieldset>
      <Tick
        name="acts"
        legend="Whoever has this role may look at what they see, as far as it isn’t sensitive, and:"
        options={permissions.map(({ act, words }) => ({ id: act, name: capital(words) }))}
        ticked={ticked}
      />
      <Errors id="role-error" errors={wrong.form ? [wrong.form] : undefined} />
    </>
  );
}
