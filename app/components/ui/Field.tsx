// A labelled input with its errors, wired for screen readers. Works with Conform's field metadata and without.
import { type FieldMetadata, getInputProps, getSelectProps, getTextareaProps } from "@conform-to/react";
import type { InputHTMLAttributes, ReactNode, TextareaHTMLAttributes } from "react";

export const inputLook =
  "w-full rounded-md border border-line-strong bg-surface px-2.5 min-h-9 max-md:min-h-11 aria-invalid:border-bad placeholder:text-ink-3";

export function Errors({ id, errors }: { id: string; errors?: string[] }) {
  if (!errors?.length) return null;
  return (
    <p id={id} className="text-xs text-bad">
      {errors.join(". ")}
    </p>
  );
}

/** How a form begins: what goes along unseen, the button that Enter in a field presses, and what is wrong with the form as a whole. */
export function FormStart({ hidden, id, errors }: { hidden: Record<string, string>; id: string; errors?: string[] }) {
  return (
    <>
      {Object.entries(hidden).map(([name, value]) => (
        <input key={`${name}${value}`} type="hidden" name={name} defaultValue={value} />
      ))}
      {/* Enter presses the first submit button: it must be the one that saves. */}
      <button type="submit" className="sr-only" tabIndex={-1} aria-hidden="true">
        Save
      </button>
      <Errors id={id} errors={errors} />
    </>
  );
}

type Meta = FieldMetadata<string | undefined>;

interface FieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, "type"> {
  meta: FieldMetadata<string | null | undefined>;
  label: string;
  type?: "text" | "email" | "password" | "tel" | "url" | "search" | "date";
  hint?: string;
  hideLabel?: boolean;
}

export function Field({ meta, label, type = "text", hint, hideLabel, ...rest }: FieldProps) {
  const { key: _key, ...props } = getInputProps(meta as Meta, { type });
  return (
    <div className="grid content-start gap-1">
      <label htmlFor={meta.id} className={hideLabel ? "sr-only" : "text-xs text-ink-2"}>
        {label}
      </label>
      <input {...props} {...rest} className={`${inputLook} ${rest.className ?? ""}`} />
      {hint ? <p className="text-xs text-ink-3">{hint}</p> : null}
      <Errors id={meta.errorId} errors={meta.errors} />
    </div>
  );
}

type WordedField = Pick<FieldProps, "meta" | "label" | "hint">;

/** The same for longer text. */
export function LongField({ meta, label, hint }: WordedField) {
  const { key: _key, ...props } = getTextareaProps(meta as Meta);
  return (
    <div className="grid content-start gap-1">
      <label htmlFor={meta.id} className="text-xs text-ink-2">
        {label}
      </label>
      <textarea {...props} rows={3} dir="auto" className={`${inputLook} py-2`} />
      {hint ? <p className="text-xs text-ink-3">{hint}</p> : null}
      <Errors id={meta.errorId} errors={meta.errors} />
    </div>
  );
}

export function SelectField({ meta, label, hint, options }: WordedField & { options: [string, string][] }) {
  const { key: _key, ...props } = getSelectProps(meta as Meta);
  return (
    <div className="grid content-start gap-1">
      <label htmlFor={meta.id} className="text-xs text-ink-2">
        {label}
      </label>
      <select {...props} className={inputLook}>
        {options.map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
      {hint ? <p className="text-xs text-ink-3">{hint}</p> : null}
      <Errors id={meta.errorId} errors={meta.errors} />
    </div>
  );
}

/** A plain labelled control for forms that need no Conform. */
export function Labelled({ label, id, children, hint }: { label: string; id: string; children: ReactNode; hint?: string }) {
  return (
    <div className="grid content-start gap-1">
      <label htmlFor={id} className="text-xs text-ink-2">
        {label}
      </label>
      {children}
      {hint ? <p className="text-xs text-ink-3">{hint}</p> : null}
    </div>
  );
}

interface TextFieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, "id"> {
  name: string;
  label: string;
  error?: string;
  hint?: string;
}

/** A labelled input with its error, for forms that need no Conform. */
export function TextField({ label, error, hint, ...rest }: TextFieldProps) {
  const id = `field-${rest.name}`;
  const wrong = error ? { "aria-invalid": true, "aria-describedby": `${id}-error` } : {};
  return (
    <Labelled id={id} label={label} hint={hint}>
      <input {...rest} {...wrong} id={id} className={inputLook} />
      <Errors id={`${id}-error`} errors={error ? [error] : undefined} />
    </Labelled>
  );
}

interface TextBoxProps extends Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, "id"> {
  name: string;
  label: string;
  error?: string;
  hint?: string;
}

/** The same for longer text. */
export function TextBox({ label, error, hint, ...rest }: TextBoxProps) {
  const id = `field-${rest.name}`;
  const wrong = error ? { "aria-invalid": true, "aria-describedby": `${id}-error` } : {};
  return (
    <Labelled id={id} label={label} hint={hint}>
      <textarea rows={5} dir="auto" {...rest} {...wrong} id={id} className={`${inputLook} py-2`} />
      <Errors id={`${id}-error`} errors={error ? [error] : undefined} />
    </Labelled>
  );
}
