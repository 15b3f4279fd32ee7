// What can be said of a custom field: when it is made, and later. What a kind has no use for is hidden by the style sheet, so it works before JavaScript.
import type { ReactNode } from "react";
import { Errors, TextBox, TextField } from "../ui/Field";
import { PostForm } from "../ui/PostForm";

export interface FieldFormProps {
  typed: Record<string, string>;
  wrong: Record<string, string>;
  /** By kind; none where the kind is settled. */
  kinds: Record<string, string> | null;
  /** Whether the form asks for it. */
  ask: { choices: boolean; currency: boolean; preset: boolean; sensitive: boolean; indexed: boolean };
  children: ReactNode;
}

const currencies = ["USD", "EUR", "GBP", "CHF", "INR", "JPY", "CAD", "AUD", "SEK", "BRL"];

function Kind({ kinds, chosen }: { kinds: Record<string, string>; chosen: string | undefined }) {
  return (
    <div className="grid content-start gap-1">
      <label htmlFor="field-kind" className="text-xs text-ink-2">
        Type
      </label>
      <select
        id="field-kind"
        name="kind"
        defaultValue={chosen ?? "text"}
        className="min-h-9 w-full rounded-md border border-line-strong bg-surface px-2.5 max-md:min-h-11"
      >
        {Object.entries(kinds).map(([kind, words]) => (
          <option key={kind} value={kind}>
            {words}
          </option>
        ))}
      </select>
      <p className="text-xs text-ink-3">You can’t change this later.</p>
    </div>
  );
}

function Tick({ name, label, hint, checked }: { name: string; label: string; hint: string; checked: boolean }) {
  return (
    <label className="flex items-start gap-2">
      <input type="checkbox" name={name} defaultChecked={checked} className="mt-0.5 size-4 flex-none accent-accent" />
      <span>
        {label}
        <span className="block text-xs text-ink-3">{hint}</span>
      </span>
    </label>
  );
}

/** Shown for some kinds only; always where the kind is settled. */
const choicesLook = "hidden group-has-[option[value=choice]:checked]:block group-has-[option[value=choices]:checked]:block";
const currencyLook = "hidden group-has-[option[value=money]:checked]:block";
const presetLook = "group-has-[option[value=choices]:checked]:hidden group-has-[option[value=person]:checked]:hidden";

type Part = Pick<FieldFormProps, "typed" | "wrong">;

function Choices({ typed, wrong }: Part) {
  return <TextBox name="choices" label="Choices, one per line" defaultValue={typed.choices} error={wrong.choices} rows={4} />;
}

function Currency({ typed, wrong }: Part) {
  return (
    <>
      <TextField
        name="currency"
        label="Currency"
        list="currencies"
        maxLength={3}
        autoComplete="off"
        defaultValue={typed.currency}
        error={wrong.currency}
        hint="You can’t change this later."
        placeholder="EUR"
      />
      <datalist id="currencies">
        {currencies.map((code) => (
          <option key={code} value={code} />
        ))}
      </datalist>
    </>
  );
}

const words = {
  indexed: "For up to 10 fields. Each change of a value takes a little longer; a large list is ready to sort after a few minutes.",
  required: "The form can’t be saved without it. Imports can leave it empty.",
  sensitive:
    "Encrypted under your team’s own key. Only owners and managers see it, no search finds it, and CSV exports leave it out unless an owner or a manager asks for it. You can’t change this later.",
};

export function FieldForm({ typed, wrong, kinds, ask, children }: FieldFormProps) {
  const look = (hidden: string) => (kinds ? hidden : "");
  const text = { autoComplete: "off" } as const;
  return (
    <PostForm className="group grid gap-3 p-4">
      <TextField
        {...text}
        name="name"
        label="Name"
        required
        maxLength={40}
        defaultValue={typed.name}
        error={wrong.name}
        placeholder="Customer number"
      />
      {kinds ? <Kind kinds={kinds} chosen={typed.kind} /> : null}
      <div className={ask.choices ? look(choicesLook) : "hidden"}>{ask.choices ? <Choices typed={typed} wrong={wrong} /> : null}</div>
      <div className={ask.currency ? look(currencyLook) : "hidden"}>{ask.currency ? <Currency typed={typed} wrong={wrong} /> : null}</div>
      <TextField
        {...text}
        name="help"
        label="Help text (optional)"
        maxLength={200}
        defaultValue={typed.help}
        error={wrong.help}
        hint="Shown below the field in the form."
      />
      <div className={ask.preset ? look(presetLook) : "hidden"}>
        <TextField
          {...text}
          name="preset"
          label="Default value (optional)"
          defaultValue={ask.preset ? typed.preset : ""}
          error={wrong.preset}
          hint="The form for a new record starts with it."
        />
      </div>
      <Tick name="required" label="Required" hint={words.required} checked={typed.required === "on"} />
      {ask.indexed ? <Tick name="indexed" label="Lists can be sorted by it" hint={words.indexed} checked={typed.indexed === "on"} /> : null}
      <Errors id="field-indexed-error" errors={wrong.indexed ? [wrong.indexed] : undefined} />
      {ask.sensitive ? <Tick name="sensitive" label="Sensitive" hint={words.sensitive} checked={typed.sensitive === "on"} /> : null}
      <div className="flex flex-wrap gap-2">{children}</div>
    </PostForm>
  );
}
