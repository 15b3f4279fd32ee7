// The details of a record, each with its label: text, web addresses that can be opened, phones that can be called, postal addresses.
import type { ReactNode } from "react";
import type { AddressItem } from "./listFields";

export function Item({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-ink-3">{label}</dt>
      <dd className="break-words">{children}</dd>
    </div>
  );
}

/** "Phone, work" */
export const labelled = (noun: string, label: string) => (label ? `${noun}, ${label.toLowerCase()}` : noun);

/** Only web addresses become links: anything else is shown as it was typed. */
export function Website({ value }: { value: string }) {
  const url = /^https?:\/\//i.test(value) ? value : /^[\w-]+(\.[\w-]+)+(\/\S*)?$/.test(value) ? `https://${value}` : null;
  return url ? (
    <a href={url} rel="noreferrer noopener" target="_blank" className="underline underline-offset-3">
      {value}
    </a>
  ) : (
    value
  );
}

export interface ShownPhone {
  label: string;
  value: string;
  e164: string | null;
}

export function Phones({ phones }: { phones: ShownPhone[] }) {
  return phones.map(({ label, value, e164 }) => (
    <Item key={value} label={labelled("Phone", label)}>
      {e164 ? (
        <a href={`tel:${e164}`} className="tabular-nums hover:underline">
          {value}
        </a>
      ) : (
        value
      )}
    </Item>
  ));
}

export function Addresses({ addresses }: { addresses: AddressItem[] }) {
  return addresses.map((address) => (
    <Item key={`${address.label}${address.street}${address.city}`} label={labelled("Address", address.label)}>
      <span className="whitespace-pre-line">
        {[address.street, [address.postcode, address.city].filter(Boolean).join(" "), address.region, address.country]
          .filter(Boolean)
          .join("\n")}
      </span>
    </Item>
  ));
}
