// A role as a form: its name, and every permission to tick. What only an owner can have is not among them.
import { capital } from "../records/cardView";
import { Errors, TextField } from "../ui/Field";

export interface RoleFieldsProps {
  name: string;
  permissions: { act: string; words: string }[];
  ticked: string[];
  wrong: Record<string, string>;
}

export function RoleFields({ name, permissions, ticked, wrong }: RoleFieldsProps) {
  return (
    <>
      <TextField name="name" label="Name" defaultValue={name} required maxLength={40} error={wrong.name} />
      <fieldset className="grid gap-1">
        <legend className="pb-1 text-xs text-ink-2">Whoever has this role may look at everything that isn’t sensitive, and:</legend>
        {permissions.map(({ act, words }) => (
          <label key={act} className="flex min-h-8 items-start gap-2 py-1 max-md:min-h-10">
            <input
              type="checkbox"
              name="acts"
              value={act}
              defaultChecked={ticked.includes(act)}
              className="mt-0.5 size-4 flex-none accent-accent"
            />
            <span>{capital(words)}</span>
          </label>
        ))}
      </fieldset>
      <Errors id="role-error" errors={wrong.form ? [wrong.form] : undefined} />
    </>
  );
}
