// What a person or a file says about a company.
import * as z from "zod";
import { AddressInput, LabelledPhone, line, lineMax, listMax } from "../records/shapes";

const DOMAIN_CHARS = 253;

/** The host of a web address as it is typed, without "www."; null where there is none. Letters beyond ASCII become what the network calls them. */
export function domainOf(typed: string): string | null {
  const address = /^[a-z]{2,8}:\/\//i.test(typed) ? typed : `https://${typed}`;
  const host = URL.canParse(address) ? new URL(address).hostname.replace(/^www\./, "") : "";
  return host.includes(".") && host.length <= DOMAIN_CHARS ? host : null;
}

const Domain = line(lineMax.website).transform((typed, check) => {
  const domain = typed === "" ? "" : domainOf(typed);
  if (domain === null) check.addIssue({ code: "custom", message: "Enter a web address like aster.example" });
  return domain ?? "";
});

export const CompanyInput = z.object({
  name: z.string("Enter a name").trim().min(1, "Enter a name").max(lineMax.company, `At most ${lineMax.company} characters`),
  domain: Domain,
  phones: z.array(LabelledPhone).max(listMax.phones).default([]),
  addresses: z.array(AddressInput).max(listMax.addresses).default([]),
  /** The id of a member; empty for nobody. */
  ownerId: line(40),
});
export type CompanyInput = z.infer<typeof CompanyInput>;
