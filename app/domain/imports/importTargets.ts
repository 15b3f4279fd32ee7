// What a column of a file can become. Label columns say what kind the value column of their sort is.

export const targets = {
  skip: "Leave out",
  keep: "Keep in the note",
  firstName: "First name",
  middleName: "Middle name",
  lastName: "Last name",
  fullName: "Full name",
  company: "Company",
  title: "Job title",
  email: "E-mail (one or more)",
  emailLabel: "Kind of e-mail",
  phone: "Phone (one or more)",
  phoneLabel: "Kind of phone",
  addressLabel: "Kind of address",
  street: "Street",
  city: "City",
  region: "State or region",
  postcode: "Postal code",
  country: "Country",
  tags: "Tags",
  status: "Status",
  owner: "Owner",
  birthday: "Birthday",
  website: "Website",
  notes: "Note",
} as const;
export type KnownTarget = keyof typeof targets;
