// Domain things as pages show them: names, packs. Plain data in, plain data out.
import { formatMoney } from "../domain/core/money";
import { packFor, packs } from "../domain/core/prices";

interface Named {
  firstName: string;
  lastName: string;
  company: string;
  emails: { value: string }[];
  phones: { value: string }[];
}

/** What a contact is called: the name, else the company, else the first way to reach them. */
export function nameOf({ firstName, lastName, company, emails, phones }: Named): string {
  return [firstName, lastName].filter(Boolean).join(" ") || company || emails[0]?.value || phones[0]?.value || "No name";
}

/** The packs as the page offers them, and which one to propose for what is missing. */
export function packViews(missing = 0) {
  const views = packs.map(({ credits, amountCents, currency }) => ({
    credits,
    price: formatMoney(amountCents, currency),
    each: `${Math.round(amountCents / credits)}¢ each`,
  }));
  return { packs: views, chosen: missing > 0 ? Math.max(packFor(missing).credits, 100) : 100 };
}
