// The form of a contact, for adding and for editing: several labelled e-mails, phones and addresses. Every button works before JavaScript.
import { type FieldMetadata, type FormMetadata, getFormProps, type SubmissionResult, useForm } from "@conform-to/react";
import { useNavigation } from "@remix-run/react";
import type { FormEvent, ReactNode } from "react";
import { type AddressItem, AddressList, type Item, Kinds, LabelledList } from "../records/listFields";
import { OwnFields, type OwnFieldsProps } from "../records/OwnFields";
import { Field, FormStart, SelectField } from "../ui/Field";
import { PostForm } from "../ui/PostForm";
import { CompanyField } from "./CompanyField";
import { statusWords } from "./status";

export type ContactFields = {
  firstName: string;
  lastName: string;
  company: string;
  title: string;
  status: string;
  emails: Item[];
  phones: Item[];
  addresses: AddressItem[];
  tags: string;
  birthday: string;
  website: string;
  ownerId: string;
  custom: Record<string, string>;
};

interface ContactFormProps {
  /** Changes whenever the fields should be taken from `defaultValue` anew. */
  id: string;
  defaultValue: Partial<ContactFields>;
  lastResult?: SubmissionResult<string[]>;
  hidden: Record<string, string>;
  tagNames: string[];
  /** The team's people, by id and name. */
  people: [id: string, name: string][];
  /** The team's own fields, as far as this member fills them in. */
  own: Pick<OwnFieldsProps, "fields" | "members">;
  onInput?: (event: FormEvent<HTMLFormElement>) => void;
  notice?: ReactNode;
  submit: ReactNode;
}

type Contact = FormMetadata<ContactFields>;
type Fields = ReturnType<Contact["getFieldset"]>;

function Basics({ fields }: { fields: Fields }) {
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Field meta={fields.firstName} label="First name" autoComplete="off" autoFocus />
      <Field meta={fields.lastName} label="Last name" autoComplete="off" />
      <CompanyField meta={fields.company} />
      <Field meta={fields.title} label="Job title" autoComplete="off" />
    </div>
  );
}

function Extras({ fields, people }: { fields: Fields; people: [string, string][] }) {
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <SelectField meta={fields.status} label="Status" options={Object.entries(statusWords)} />
      <Field meta={fields.tags} label="Tags" list="tag-names" autoComplete="off" hint="Separated by commas" />
      <Field
        meta={fields.birthday}
        label="Birthday"
        autoComplete="off"
        placeholder="1984-02-29"
        hint="Use --02-29 if you don’t know the year"
      />
      <Field meta={fields.website} label="Website" autoComplete="off" />
      <SelectField meta={fields.ownerId} label="Owner" options={[["", "Nobody"], ...people]} />
    </div>
  );
}

export function ContactForm({ id, defaultValue, lastResult, hidden, tagNames, people, own, onInput, notice, submit }: ContactFormProps) {
  const blank = { label: "", value: "" };
  const filled = {
    status: "lead",
    ...defaultValue,
    emails: defaultValue.emails?.length ? defaultValue.emails : [blank],
    phones: defaultValue.phones?.length ? defaultValue.phones : [blank],
  };
  const [form, fields] = useForm<ContactFields>({
    id,
    lastResult: lastResult as SubmissionResult<string[]>,
    defaultValue: filled as ContactFields,
  });
  const busy = useNavigation().state !== "idle";
  return (
    <PostForm {...getFormProps(form)} onInput={onInput} className="grid gap-4" aria-busy={busy}>
      <FormStart hidden={hidden} id={form.errorId} errors={form.errors} />
      <Basics fields={fields} />
      <div className="grid gap-3 sm:grid-cols-2">
        <LabelledList form={form} list={fields.emails as FieldMetadata<Item[]>} noun="E-mail" kinds="kinds-email" type="email" />
        <LabelledList form={form} list={fields.phones as FieldMetadata<Item[]>} noun="Phone" kinds="kinds-phone" type="tel" />
      </div>
      {notice}
      <Extras fields={fields} people={people} />
      <OwnFields metas={fields.custom.getFieldset()} {...own} />
      <AddressList form={form} list={fields.addresses as FieldMetadata<AddressItem[]>} />
      <Kinds />
      <datalist id="tag-names">
        {tagNames.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <div className="flex flex-wrap items-center gap-2">{submit}</div>
    </PostForm>
  );
}
