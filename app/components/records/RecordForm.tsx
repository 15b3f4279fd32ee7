// The form of a record, for adding and for editing, from its card's fields. Every button works before JavaScript.
import { type FieldMetadata, getFormProps, type SubmissionResult, useForm } from "@conform-to/react";
import { useNavigation } from "@remix-run/react";
import type { FormEvent, ReactNode } from "react";
import { Field, FormStart, SelectField } from "../ui/Field";
import { PostForm } from "../ui/PostForm";
import type { CardView, FieldView } from "./cardView";
import type { CustomFieldView } from "./fieldView";
import { type AddressItem, AddressList, type Item, Kinds, LabelledList } from "./listFields";
import { OwnFields } from "./OwnFields";

export type RecordValues = Record<string, string | Item[] | AddressItem[] | Record<string, string>>;

interface RecordFormProps {
  id: string;
  card: CardView;
  /** Ids and names of the team's people. */
  members: [id: string, name: string][];
  /** The team's own fields, as far as this member fills them in. */
  own: CustomFieldView[];
  defaultValue: RecordValues;
  lastResult?: SubmissionResult<string[]>;
  hidden: Record<string, string>;
  onInput?: (event: FormEvent<HTMLFormElement>) => void;
  notice?: ReactNode;
  submit: ReactNode;
}

type Text = FieldMetadata<string | undefined>;

const wide = ({ kind }: FieldView) => kind === "addresses";

/** Lists begin with a blank line to type into. */
function filled({ fields }: CardView, given: RecordValues): RecordValues {
  const blank = (field: FieldView) =>
    field.kind === "phones" && !given[field.name]?.length ? [[field.name, [{ label: "", value: "" }]]] : [];
  return { ...given, ...Object.fromEntries(fields.flatMap(blank)) };
}

export function RecordForm({ id, card, members, own, defaultValue, lastResult, hidden, onInput, notice, submit }: RecordFormProps) {
  const [form, fields] = useForm<RecordValues>({
    id,
    lastResult: lastResult as SubmissionResult<string[]>,
    defaultValue: filled(card, defaultValue) as never,
  });
  const busy = useNavigation().state !== "idle";
  const ownMetas = (fields.custom as FieldMetadata<Record<string, string>> | undefined)?.getFieldset() ?? {};
  const draw = (field: FieldView, first: boolean) => {
    const meta = fields[field.name];
    if (!meta) return null;
    if (field.kind === "phones")
      return <LabelledList form={form as never} list={meta as FieldMetadata<Item[]>} noun={field.label} kinds="kinds-phone" type="tel" />;
    if (field.kind === "addresses") return <AddressList form={form as never} list={meta as FieldMetadata<AddressItem[]>} />;
    if (field.kind === "member") return <SelectField meta={meta as Text} label={field.label} options={[["", "Nobody"], ...members]} />;
    return <Field meta={meta as Text} label={field.label} hint={field.hint} autoComplete="off" autoFocus={first} />;
  };
  return (
    <PostForm {...getFormProps(form)} onInput={onInput} className="grid gap-4" aria-busy={busy}>
      <FormStart hidden={hidden} id={form.errorId} errors={form.errors} />
      <div className="grid gap-3 sm:grid-cols-2">
        {card.fields.map((field, n) => (
          <div key={field.name} className={wide(field) ? "sm:col-span-2" : ""}>
            {draw(field, n === 0)}
          </div>
        ))}
      </div>
      {notice}
      <OwnFields metas={ownMetas} fields={own} members={members} />
      <Kinds />
      <div className="flex flex-wrap items-center gap-2">{submit}</div>
    </PostForm>
  );
}
