// The form of a contact, for adding and for editing: several labelled e-mails, phones and addresses. Every button works before JavaScript.
import { type FieldMetadata, type FormMetadata, getFormProps, type SubmissionResult, useForm } from "@conform-to/react";
import { useNavigation } from "@remix-run/react";
import { Plus, X } from "lucide-react";
import type { FormEvent, ReactNode } from "react";
import { Button } from "../ui/Button";
import { Errors, Field, SelectField } from "../ui/Field";
import { PostForm } from "../ui/PostForm";
import { statusWords } from "./status";

type Item = {
  label: string;
  value: string;
};
type AddressItem = {
  label: string;
  street: string;
  city: string;
  region: string;
  postcode: string;
  country: string;
};
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
  custom: Record<string, string>;
};

interface ContactFormProps {
  /** Changes whenever the fields should be taken from `defaultValue` anew. */
  id: string;
  defaultValue: Partial<ContactFields>;
  lastResult?: SubmissionResult<string[]>;
  hidden: Record<string, string>;
  tagNames: string[];
  /** The team's own fields, as far as this member fills them in. */
  customFields: { id: string; name: string; sensitive: boolean }[];
  onInput?: (event: FormEvent<HTMLFormElement>) => void;
  notice?: ReactNode;
  submit: ReactNode;
}

type Contact = FormMetadata<ContactFields>;
type Fields = ReturnType<Contact["getFieldset"]>;

function ListButton({
  label,
  children,
  ...intent
}: {
  label: string;
  children: ReactNode;
  name: string;
  value: string;
  form: string;
  formNoValidate: boolean;
}) {
  return (
    <Button kind="bare" aria-label={label} {...intent}>
      {children}
    </Button>
  );
}

interface LabelledListProps {
  form: Contact;
  list: FieldMetadata<Item[]>;
  noun: string;
  kinds: string;
  type: "email" | "tel";
}

function LabelledList({ form, list, noun, kinds, type }: LabelledListProps) {
  const items = list.getFieldList();
  return (
    <fieldset className="grid content-start gap-2">
      <legend className="mb-1 text-xs text-ink-2">{noun}</legend>
      {items.map((item, index) => {
        const { label, value } = item.getFieldset();
        const nth = items.length > 1 ? ` ${index + 1}` : "";
        return (
          <div key={item.key} className="grid grid-cols-[minmax(0,1fr)_104px_auto] items-start gap-1.5">
            <Field meta={value} label={`${noun}${nth}`} type={type} hideLabel autoComplete="off" placeholder={noun} data-twin={type} />
            <Field meta={label} label={`Kind of ${noun.toLowerCase()}${nth}`} hideLabel list={kinds} placeholder="Work" />
            <ListButton label={`Remove ${noun.toLowerCase()}${nth}`} {...form.remove.getButtonProps({ name: list.name, index })}>
              <X size={16} aria-hidden="true" />
            </ListButton>
          </div>
        );
      })}
      <div>
        <ListButton label={`Add ${noun.toLowerCase()}`} {...form.insert.getButtonProps({ name: list.name })}>
          <Plus size={16} aria-hidden="true" /> {noun}
        </ListButton>
      </div>
    </fieldset>
  );
}

function AddressList({ form, list }: { form: Contact; list: FieldMetadata<AddressItem[]> }) {
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1 text-xs text-ink-2">Addresses</legend>
      {list.getFieldList().map((item, index) => {
        const field = item.getFieldset();
        const nth = ` ${index + 1}`;
        return (
          <div key={item.key} className="grid gap-1.5 border-b border-line pb-3 sm:grid-cols-2">
            <Field meta={field.street} label={`Street${nth}`} autoComplete="off" />
            <Field meta={field.city} label={`City${nth}`} autoComplete="off" />
            <Field meta={field.postcode} label={`Postal code${nth}`} autoComplete="off" />
            <Field meta={field.region} label={`State or region${nth}`} autoComplete="off" />
            <Field meta={field.country} label={`Country${nth}`} autoComplete="off" />
            <Field meta={field.label} label={`Kind of address${nth}`} list="kinds-email" placeholder="Work" />
            <ListButton label={`Remove address${nth}`} {...form.remove.getButtonProps({ name: list.name, index })}>
              <X size={16} aria-hidden="true" /> Remove address
            </ListButton>
          </div>
        );
      })}
      <div>
        <ListButton label="Add address" {...form.insert.getButtonProps({ name: list.name })}>
          <Plus size={16} aria-hidden="true" /> Address
        </ListButton>
      </div>
    </fieldset>
  );
}

function Kinds({ tagNames }: { tagNames: string[] }) {
  return (
    <>
      <datalist id="kinds-email">
        {["Work", "Home", "Other"].map((kind) => (
          <option key={kind} value={kind} />
        ))}
      </datalist>
      <datalist id="kinds-phone">
        {["Mobile", "Work", "Home", "Work fax", "Other"].map((kind) => (
          <option key={kind} value={kind} />
        ))}
      </datalist>
      <datalist id="tag-names">
        {tagNames.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </>
  );
}

function Basics({ fields }: { fields: Fields }) {
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Field meta={fields.firstName} label="First name" autoComplete="off" autoFocus />
      <Field meta={fields.lastName} label="Last name" autoComplete="off" />
      <Field meta={fields.company} label="Company" autoComplete="off" />
      <Field meta={fields.title} label="Job title" autoComplete="off" />
    </div>
  );
}

function Extras({ fields }: { fields: Fields }) {
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
    </div>
  );
}

/** What this team keeps beyond what everybody keeps. */
function OwnFields({ custom, customFields }: { custom: Fields["custom"] } & Pick<ContactFormProps, "customFields">) {
  if (customFields.length === 0) return null;
  const values = custom.getFieldset();
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      {customFields.map(({ id, name, sensitive }) => {
        const meta = values[id];
        return meta ? (
          <Field key={id} meta={meta} label={name} autoComplete="off" hint={sensitive ? "Sensitive: encrypted, not searched" : undefined} />
        ) : null;
      })}
    </div>
  );
}

export function ContactForm({ id, defaultValue, lastResult, hidden, tagNames, customFields, onInput, notice, submit }: ContactFormProps) {
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
      {Object.entries(hidden).map(([name, value]) => (
        <input key={`${name}${value}`} type="hidden" name={name} defaultValue={value} />
      ))}
      {/* Enter in a field presses the first submit button: it must be the one that saves. */}
      <button type="submit" className="sr-only" tabIndex={-1} aria-hidden="true">
        Save
      </button>
      <Errors id={form.errorId} errors={form.errors} />
      <Basics fields={fields} />
      <div className="grid gap-3 sm:grid-cols-2">
        <LabelledList form={form} list={fields.emails as FieldMetadata<Item[]>} noun="E-mail" kinds="kinds-email" type="email" />
        <LabelledList form={form} list={fields.phones as FieldMetadata<Item[]>} noun="Phone" kinds="kinds-phone" type="tel" />
      </div>
      {notice}
      <Extras fields={fields} />
      <OwnFields custom={fields.custom} customFields={customFields} />
      <AddressList form={form} list={fields.addresses as FieldMetadata<AddressItem[]>} />
      <Kinds tagNames={tagNames} />
      <div className="flex flex-wrap items-center gap-2">{submit}</div>
    </PostForm>
  );
}
