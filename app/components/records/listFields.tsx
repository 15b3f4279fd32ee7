// Fields of a record that are lists: labelled e-mails and phones, addresses. Every button works before JavaScript.
import type { FieldMetadata, FormMetadata } from "@conform-to/react";
import { Plus, X } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "../ui/Button";
import { Errors, Field } from "../ui/Field";

export type Item = {
  label: string;
  value: string;
};
export type AddressItem = {
  label: string;
  street: string;
  city: string;
  region: string;
  postcode: string;
  country: string;
};

/** Of whichever form: only its buttons are asked for. */
type ListForm = Pick<FormMetadata<never>, "insert" | "remove">;

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
  form: ListForm;
  list: FieldMetadata<Item[]>;
  noun: string;
  kinds: string;
  type: "email" | "tel";
}

export function LabelledList({ form, list, noun, kinds, type }: LabelledListProps) {
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
        <Errors id={list.errorId} errors={list.errors} />
        <ListButton label={`Add ${noun.toLowerCase()}`} {...form.insert.getButtonProps({ name: list.name })}>
          <Plus size={16} aria-hidden="true" /> {noun}
        </ListButton>
      </div>
    </fieldset>
  );
}

export function AddressList({ form, list }: { form: ListForm; list: FieldMetadata<AddressItem[]> }) {
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
        <Errors id={list.errorId} errors={list.errors} />
        <ListButton label="Add address" {...form.insert.getButtonProps({ name: list.name })}>
          <Plus size={16} aria-hidden="true" /> Address
        </ListButton>
      </div>
    </fieldset>
  );
}

/** What a phone, an e-mail or an address may be called. */
export function Kinds() {
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
    </>
  );
}
