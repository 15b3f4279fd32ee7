// The parts that inputs of several nouns are made of: a line of text, phones, e-mails, addresses. The same for forms, files and the API.
import * as z from "zod";

/** As many of each as a record has at most; of tags, characters of all their names. */
export const listMax = { emails: 20, phones: 20, addresses: 10, tags: 500 };

/** Characters that each field takes. */
export const lineMax = {
  ...{ firstName: 100, lastName: 100, company: 150, title: 150, website: 300, label: 40, phone: 60 },
  ...{ street: 200, city: 100, region: 100, postcode: 20, country: 60 },
};

export const line = (max: number) => z.string().trim().max(max, `At most ${max} characters`).default("");
const Email = z.email("Enter a valid e-mail address").max(254);

export const LabelledEmail = z
  .object({ label: line(lineMax.label), value: z.string().trim().default("") })
  .superRefine(({ value }, check) => {
    if (value !== "" && !Email.safeParse(value).success)
      check.addIssue({ code: "custom", path: ["value"], message: "Enter a valid e-mail address" });
  });

export const LabelledPhone = z.object({ label: line(lineMax.label), value: line(lineMax.phone) });
export type LabelledPhone = z.infer<typeof LabelledPhone>;

export const AddressInput = z.object({
  label: line(lineMax.label),
  street: line(lineMax.street),
  city: line(lineMax.city),
  region: line(lineMax.region),
  postcode: line(lineMax.postcode),
  country: line(lineMax.country),
});
export type AddressInput = z.infer<typeof AddressInput>;

/** Each value once, the first of them, and none that is empty. */
export function filledOnce<T extends { value: string }>(items: T[]): T[] {
  const seen = new Set<string>();
  return items.filter(({ value }) => {
    const key = value.toLowerCase();
    return value !== "" && !seen.has(key) && seen.add(key);
  });
}

/** Addresses in which something stands beside the label. */
export function filledAddresses(addresses: AddressInput[]): AddressInput[] {
  return addresses.filter(({ label: _label, ...rest }) => Object.values(rest).some((part) => part !== ""));
}
