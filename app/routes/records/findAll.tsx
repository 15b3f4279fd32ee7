import { json, type LoaderFunctionArgs } from "@remix-run/cloudflare";
import { readContacts } from "../../domain/contacts/contacts";
import { cards } from "../../domain/modules";
import { readRecords } from "../../domain/records/list";
import { requireMember } from "../../web/guard.server";
import { paths } from "../../web/paths";
import { nameOf } from "../../web/views";

const CONTACTS_MAX = 8;
const RECORDS_MAX = 4;

/** The palette's search: the newest contacts that match, and the newest records of every other noun. */
export async function loader(args: LoaderFunctionArgs) {
  const member = await requireMember(args);
  const search = new URL(args.request.url).searchParams.get("search")?.slice(0, 100) ?? "";
  const first = { search, sort: "arrival", trashed: false, after: null } as const;
  const [contacts, ...others] = await Promise.all([
    readContacts(member, { ...first, status: null, tagId: null, pageSize: CONTACTS_MAX }),
    ...cards.map(async (card) => ({ card, page: await readRecords(member, card, { ...first, pageSize: RECORDS_MAX }) })),
  ]);
  const people = contacts.contacts.map((contact) => ({
    id: contact.id,
    to: paths.contact(contact.id),
    name: nameOf(contact),
    detail: contact.emails[0]?.value ?? contact.company,
  }));
  const records = others.flatMap(({ card, page }) =>
    page.rows.map((row) => ({ id: row.id, to: paths.record(card.plural, row.id), name: card.title(row), detail: card.words.one })),
  );
  return json({ found: [...people, ...records] });
}
