// Which columns a list has, and in which order. A form that is sent to the list's own address.
import { Form, useSubmit } from "@remix-run/react";
import { ArrowUp } from "lucide-react";
import { Button } from "../ui/Button";
import { Hidden } from "./Hidden";
import { type ListFieldView, without } from "./listView";

interface ColumnPanelProps {
  to: string;
  state: Record<string, string>;
  fields: ListFieldView[];
  /** Names of those that are shown, in their order. */
  shown: string[];
}

export function ColumnPanel({ to, state, fields, shown }: ColumnPanelProps) {
  const submit = useSubmit();
  const first = shown.flatMap((name) => fields.find((field) => field.name === name) ?? []);
  const rest = fields.filter(({ name }) => !shown.includes(name));
  return (
    <Form
      action={to}
      aria-label="Columns"
      className="mb-3 rounded-lg border border-line bg-surface p-3"
      onChange={(event) => submit(event.currentTarget, { replace: true, preventScrollReset: true })}
    >
      <Hidden state={without(state, "columns")} />
      <input type="hidden" name="choose" value="1" />
      <ul className="grid gap-x-4 sm:grid-cols-2 lg:grid-cols-3">
        {[...first, ...rest].map(({ name, label }, n) => (
          <li key={name} className="flex items-center gap-2">
            <label className="mr-auto flex min-h-9 min-w-0 items-center gap-2">
              <input
                key={String(shown.includes(name))}
                type="checkbox"
                name="show"
                value={name}
                defaultChecked={shown.includes(name)}
                className="size-4 accent-accent"
              />
              <span className="truncate">{label}</span>
            </label>
            {n > 0 && n < first.length ? (
              <Button kind="bare" name="up" value={name} aria-label={`Move ${label} forward`}>
                <ArrowUp size={14} aria-hidden="true" />
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      <div className="mt-2 flex gap-2">
        <noscript>
          <Button>Apply</Button>
        </noscript>
        <Button kind="bare" name="usual" value="1">
          Default columns
        </Button>
      </div>
    </Form>
  );
}
