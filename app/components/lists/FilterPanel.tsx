// The filter of a list, to be made and changed: groups of conditions, one of which has to hold. Every part is a field of a form that is sent to the same
// address, so it works before JavaScript; with it, the list follows each change.
import { Form, useSubmit } from "@remix-run/react";
import { X } from "lucide-react";
import { Button } from "../ui/Button";
import { inputLook } from "../ui/Field";
import { useLater } from "../ui/useLater";
import { Hidden } from "./Hidden";
import { type Condition, type ListFieldView, type Operator, operatorWords, without } from "./listView";

interface FilterPanelProps {
  to: string;
  state: Record<string, string>;
  filter: Condition[][];
  fields: ListFieldView[];
  /** As many groups, conditions in one, and conditions in all, as there can be. */
  most: { groups: number; conditions: number; all: number };
}

const selectLook = `${inputLook} w-auto! min-w-0 max-w-full`;

/** More than so many are chosen from a list that scrolls. */
const TICKED_MAX = 10;

function Options({ name, label, options, values }: { name: string; label: string; options: [string, string][]; values: string[] }) {
  if (options.length > TICKED_MAX)
    return (
      <select name={name} multiple size={5} defaultValue={values} aria-label={label} className={`${selectLook} py-1`}>
        {options.map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
    );
  return (
    <span className="flex flex-wrap items-center gap-x-3">
      {options.map(([value, words]) => (
        <label key={value} className="flex min-h-8 items-center gap-1.5">
          <input type="checkbox" name={name} value={value} defaultChecked={values.includes(value)} className="size-4 accent-accent" />
          {words}
        </label>
      ))}
    </span>
  );
}

function Values({ name, field, is, values }: { name: string; field: ListFieldView; is: Operator; values: string[] }) {
  if (is === "empty" || is === "filled") return null;
  const label = `${field.label} ${operatorWords(is, field)}`;
  if (["choice", "choices", "status", "person", "tags", "yesNo"].includes(field.kind))
    return <Options name={name} label={label} options={field.options} values={values} />;
  const isDay = field.kind === "date" || (field.kind === "moment" && is !== "within" && is !== "older");
  const isNumber = ["number", "money"].includes(field.kind) || is === "within" || is === "older";
  const days = { within: "days", older: "days ago" }[is as "within"] ?? "";
  return (
    <>
      <input
        name={name}
        type={isDay ? "date" : "text"}
        inputMode={isNumber ? "decimal" : undefined}
        defaultValue={values[0] ?? ""}
        aria-label={`${label} ${days}`.trim()}
        autoComplete="off"
        className={`${inputLook} ${days ? "w-20!" : "w-44!"}`}
      />
      {days ? <span className="text-ink-2">{days}</span> : null}
    </>
  );
}

interface RowProps {
  /** `0.1`: the second of the first group. */
  at: string;
  condition: Condition;
  fields: ListFieldView[];
}

function ConditionRow({ at, condition: [name, is, values], fields }: RowProps) {
  const field = fields.find((one) => one.name === name);
  return (
    <li className="flex flex-wrap items-center gap-2">
      <select name={`f${at}.field`} defaultValue={name} aria-label="Field" className={selectLook}>
        {field ? null : <option value={name}>A field that was removed</option>}
        {fields.map((one) => (
          <option key={one.name} value={one.name}>
            {one.label}
          </option>
        ))}
      </select>
      {field ? (
        <>
          <select key={name} name={`f${at}.is`} defaultValue={is} aria-label={`${field.label}: condition`} className={selectLook}>
            {field.operators.map((one) => (
              <option key={one} value={one}>
                {operatorWords(one, field)}
              </option>
            ))}
          </select>
          <Values key={`${name}${is}`} name={`f${at}.value`} field={field} is={is} values={values} />
        </>
      ) : null}
      <Button kind="bare" name="drop" value={at} aria-label={`Remove the condition on ${field?.label ?? "the removed field"}`}>
        <X size={16} aria-hidden="true" />
      </Button>
    </li>
  );
}

function Add({ name, words, fields }: { name: string; words: string; fields: ListFieldView[] }) {
  return (
    <select name={name} defaultValue="" aria-label={words} className={`${selectLook} text-ink-2`}>
      <option value="">{words}</option>
      {fields.map((field) => (
        <option key={field.name} value={field.name}>
          {field.label}
        </option>
      ))}
    </select>
  );
}

interface GroupProps {
  g: number;
  group: Condition[];
  fields: ListFieldView[];
  /** Whether another condition can be added. */
  room: boolean;
}

function Group({ g, group, fields, room }: GroupProps) {
  return (
    <div className="grid gap-2">
      {g > 0 ? <p className="text-xs font-medium text-ink-3">or</p> : null}
      <ul className="grid gap-2">
        {group.map((condition, c) => (
          <ConditionRow key={`${c}${condition[0]}`} at={`${g}.${c}`} condition={condition} fields={fields} />
        ))}
      </ul>
      {room ? (
        <div>
          <Add name={`and${g}`} words="And…" fields={fields} />
        </div>
      ) : null}
    </div>
  );
}

export function FilterPanel({ to, state, filter, fields, most }: FilterPanelProps) {
  const submit = useSubmit();
  const later = useLater(400);
  const room = filter.flat().length < most.all;
  const asked = fields.filter(({ operators }) => operators.length > 0);
  return (
    <Form
      action={to}
      aria-label="Conditions"
      className="mb-3 grid gap-3 rounded-lg border border-line bg-surface p-3"
      onChange={(event) => {
        const form = event.currentTarget;
        const typed = event.target as unknown as HTMLInputElement;
        const send = () => submit(form, { replace: true, preventScrollReset: true });
        if (typed.tagName === "INPUT" && typed.type === "text") later(send);
        else send();
      }}
    >
      <Hidden state={without(state, "filter")} />
      <input type="hidden" name="conditions" value="1" />
      {filter.map((group, g) => (
        <Group key={g} g={g} group={group} fields={asked} room={room && group.length < most.conditions} />
      ))}
      <div className="flex flex-wrap items-center gap-2">
        {room && filter.length < most.groups ? (
          <Add key={filter.length} name="or" words={filter.length === 0 ? "Add a condition…" : "Or…"} fields={asked} />
        ) : null}
        {room ? null : <span className="text-xs text-ink-3">{`A filter can have at most ${most.all} conditions.`}</span>}
        {filter.length > 0 ? (
          <Button kind="bare" name="drop" value="all">
            Clear
          </Button>
        ) : null}
        <noscript>
          <Button>Apply</Button>
        </noscript>
      </div>
    </Form>
  );
}
