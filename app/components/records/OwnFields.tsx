// The team's own fields in a form, each drawn by its kind. Every one works before JavaScript.
import type { FieldMetadata } from "@conform-to/react";
import { Errors, Field, LongField, SelectField } from "../ui/Field";
import { type CustomFieldView, SEPARATOR } from "./fieldView";

type Meta = FieldMetadata<string | undefined>;

export interface OwnFieldsProps {
  /** Metadata by the id of the field, as Conform gives it for the record `custom`. */
  metas: Record<string, Meta | undefined>;
  fields: CustomFieldView[];
  /** Ids and names of the team's people. */
  members: [id: string, name: string][];
}

const inputs = {
  text: { type: "text" },
  number: { type: "text", inputMode: "decimal" },
  money: { type: "text", inputMode: "decimal" },
  date: { type: "date" },
  link: { type: "text", inputMode: "url" },
  email: { type: "email" },
  phone: { type: "tel" },
} as const;

/** What stands below a field: the team's help, and what is special about it. */
function hintOf({ help, kind, currency, sensitive }: CustomFieldView): string | undefined {
  const parts = [help, kind === "money" ? `In ${currency}` : "", sensitive ? "Sensitive: encrypted, not searched" : ""];
  return parts.filter(Boolean).join(". ") || undefined;
}

/** Several of some choices. An empty value goes along, so that none ticked is told from not asked. */
function Choices({ meta, field, label }: { meta: Meta; field: CustomFieldView; label: string }) {
  // A form that comes back without JavaScript has what was ticked as a list.
  const given: unknown = meta.initialValue ?? "";
  const chosen = (Array.isArray(given) ? given.map(String) : String(given).split(SEPARATOR)).filter(Boolean);
  const gone = chosen.filter((choice) => choice !== "" && !field.choices.includes(choice));
  return (
    <fieldset className="grid content-start gap-1" aria-describedby={meta.errors ? meta.errorId : undefined}>
      <legend className="mb-1 text-xs text-ink-2">{label}</legend>
      <input type="hidden" name={meta.name} value="" />
      <div className="flex flex-wrap gap-x-4 gap-y-1">
        {[...field.choices, ...gone].map((choice) => (
          <label key={choice} className="flex min-h-8 items-center gap-2">
            <input
              type="checkbox"
              name={meta.name}
              value={choice}
              defaultChecked={chosen.includes(choice)}
              className="size-4 accent-accent"
            />
            {choice}
          </label>
        ))}
      </div>
      {hintOf(field) ? <p className="text-xs text-ink-3">{hintOf(field)}</p> : null}
      <Errors id={meta.errorId} errors={meta.errors} />
    </fieldset>
  );
}

/** What can be chosen, and what is chosen though it no longer can be. */
function optionsOf({ kind, choices }: CustomFieldView, members: OwnFieldsProps["members"], now: string): [string, string][] {
  const options: [string, string][] =
    kind === "yesNo"
      ? [
          ["yes", "Yes"],
          ["no", "No"],
        ]
      : kind === "person"
        ? members
        : choices.map((choice) => [choice, choice]);
  const gone: [string, string][] =
    now === "" || options.some(([value]) => value === now) ? [] : [[now, kind === "person" ? "Someone who left" : now]];
  return [["", kind === "person" ? "Nobody" : "Not set"], ...options, ...gone];
}

function OwnField({ meta, field, members }: { meta: Meta; field: CustomFieldView; members: OwnFieldsProps["members"] }) {
  const { kind, name, required } = field;
  const label = required ? `${name} (required)` : name;
  if (kind === "choices") return <Choices meta={meta} field={field} label={label} />;
  if (kind === "choice" || kind === "yesNo" || kind === "person")
    return (
      <SelectField meta={meta} label={label} hint={hintOf(field)} options={optionsOf(field, members, String(meta.initialValue ?? ""))} />
    );
  if (kind === "longText") return <LongField meta={meta} label={label} hint={hintOf(field)} />;
  return (
    <Field
      meta={meta}
      label={label}
      hint={hintOf(field)}
      autoComplete="off"
      {...inputs[kind]}
      className={kind === "date" ? "min-w-0" : ""}
    />
  );
}

export function OwnFields({ metas, fields, members }: OwnFieldsProps) {
  if (fields.length === 0) return null;
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      {fields.map((field) => {
        const meta = metas[field.id];
        const wide = field.kind === "longText" || field.kind === "choices";
        return meta ? (
          <div key={field.id} className={wide ? "sm:col-span-2" : ""}>
            <OwnField meta={meta} field={field} members={members} />
          </div>
        ) : null;
      })}
    </div>
  );
}
