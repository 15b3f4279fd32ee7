// The columns of a contact in a CSV: Google's names, so that the file can be read by what people use, our own importer included.
export const EMAILS = 3;
export const PHONES = 3;
export const ADDRESSES = 3;

const many = (noun: string, count: number) =>
  Array.from({ length: count }, (_, n) => [`${noun} ${n + 1} - Label`, `${noun} ${n + 1} - Value`]).flat();

const addressParts = ["Label", "Street", "City", "Region", "Postal Code", "Country"];
const addressColumns = Array.from({ length: ADDRESSES }, (_, n) => addressParts.map((part) => `Address ${n + 1} - ${part}`)).flat();

export const contactColumns = [
  "First Name",
  "Last Name",
  "Organization Name",
  "Organization Title",
  "Status",
  "Birthday",
  "Website",
  "Labels",
  "Owner",
  ...many("E-mail", EMAILS),
  ...many("Phone", PHONES),
  ...addressColumns,
  "Notes",
];
