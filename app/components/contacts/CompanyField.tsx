// The company of a contact: what is typed finds one that is there, or makes one. Without JavaScript it is a plain field, and does the same when saved.
import type { FieldMetadata } from "@conform-to/react";
import { useFetcher } from "@remix-run/react";
import { paths } from "../../web/paths";
import { Field } from "../ui/Field";
import { useLater } from "../ui/useLater";

const LOOK_MS = 150;

export function CompanyField({ meta }: { meta: FieldMetadata<string> }) {
  const { load, data } = useFetcher<{ found: { id: string; name: string; detail: string }[] }>();
  const later = useLater(LOOK_MS);
  return (
    <>
      <Field
        meta={meta}
        label="Company"
        autoComplete="off"
        list="company-names"
        hint="Found by its name, or made with this contact, free"
        onInput={(event) => {
          const { value } = event.currentTarget;
          later(() => load(paths.findRecords("companies", { search: value })));
        }}
      />
      <datalist id="company-names">
        {(data?.found ?? []).map(({ id, name, detail }) => (
          <option key={id} value={name}>
            {detail}
          </option>
        ))}
      </datalist>
    </>
  );
}
