// Contacts as what a file's rows become: what their columns can be, who is known already, and how they are written.
import { monotonicFactory } from "ulidx";
import { removeUnused } from "~/db/queries/companies";
import { insertContacts, type NewContact, removeCounted } from "~/db/queries/contacts";
import type { Import } from "~/db/queries/imports";
import { contacts as table } from "~/db/schema/contacts";
import { companies } from "../companies/card";
import { linkCompanies } from "../companies/linking";
import { contacts as noun } from "../contacts/card";
import { tagNames, toNewContact } from "../contacts/contactInput";
import { ensureTags } from "../contacts/tags";
import type { TeamContext } from "../core/context";
import { openVault, type Vault } from "../core/encryption";
import { newId } from "../core/ids";
import { restoreCustom } from "../fields/archived";
import { type CustomBook, openCustomBook } from "../fields/book";
import { readFillableFields } from "../fields/customFields";
import { ownerFrom } from "../records/archive";
import { ownerOfNew } from "../records/owners";
import { readMemberNames } from "../teams/members";
import { ownFieldIds, restoreFacts } from "./archiveFacts";
import { bringRecords } from "./archiveRecords";
import type { Importable, ReadyRow, Written } from "./importable";
import { isCommonColumn, recogniseColumns } from "./importColumns";
import { customTargets, refuseCustom, sealCustom } from "./importFields";
import { matchRows } from "./importMatch";
import { mapRow } from "./importRows";
import type { NewRow } from "./importStage";
import { targets } from "./importTargets";

export const contactImport: Importable = {
  of: noun,
  action: "contact.import",
  imported: { table, by: table.importId, refs: [], remove: removeCounted },
  async targets(ctx) {
    return { ...targets, ...(await customTargets(ctx, noun.noun)) };
  },
  async recognise(ctx, columns, samples) {
    return recogniseColumns(columns, samples, await readFillableFields(ctx, noun.noun), ctx.team.defaultCountry);
  },
  isColumn: isCommonColumn,
  map: mapRow,
  match: (ctx, rows, known) => matchRows(ctx, rows as NewRow[], known),
  refuse,
  write,
  // Companies that came with its contacts go with them, where nobody else has come to belong to them.
  undone: (ctx, importId) => [removeUnused(ctx.teamDb, { madeWith: importId })],
};

/** Why a run cannot go on without losing something of a row, in words; null where it can. */
async function refuse(ctx: TeamContext, found: Import): Promise<string | null> {
  if (found.source === "archive") return found.cursor === 0 ? restoreFacts(ctx, found.id) : null;
  return refuseCustom(ctx, noun, found.mapping);
}

async function write(ctx: TeamContext, found: Import, staged: ReadyRow[]): Promise<Written> {
  const rows = staged as NewRow[];
  const tags = await ensureTags(ctx, Array.from(new Set(rows.flatMap(({ input, archived }) => archived?.tags ?? tagNames(input.tags)))));
  const vault = rows.some(
    ({ input, notes, archived }) => notes.length > 0 || input.tags !== "" || archived?.timeline.some(({ text }) => text !== ""),
  )
    ? await openVault(ctx, ctx.team.id)
    : null;
  const book = await openCustomBook(ctx, noun.noun);
  const archivedIds = found.source === "archive" ? await ownFieldIds(ctx, found.id, book.fields, noun.noun) : new Map<string, string>();
  const names = await readMemberNames(ctx);
  const memberIds = new Map(Object.entries(names).map(([id, name]) => [name, id]));
  const using: Using = { tags, vault, book, archivedIds, names, memberIds };
  const contacts = await Promise.all(rows.map((row) => toContact(ctx, found, row, using)));
  const named = new Set(rows.flatMap(({ archived }) => archived?.companyId || []));
  const along = found.source === "archive" ? await bringRecords(ctx, found.id, companies, named) : [];
  const links = linkCompanies(
    ctx,
    contacts.map(({ row }) => row),
    found.id,
  );
  const statements = [...along, ...insertContacts(ctx.teamDb, contacts, ctx.member.id, ctx.now), ...links];
  return { statements, ids: contacts.map(({ row }) => row.id) };
}

/** What every row of a chunk is written with: ids of tags by name, the key where something is sealed, the custom fields. */
interface Using {
  tags: Map<string, string>;
  vault: Vault | null;
  book: CustomBook;
  /** From an archive's fields to the team's own. */
  archivedIds: Map<string, string>;
  /** Members' names by id, and their ids by name. */
  names: Record<string, string>;
  memberIds: Map<string, string>;
}

async function toContact(ctx: TeamContext, found: Import, row: NewRow, using: Using): Promise<NewContact> {
  const { input, notes } = row;
  const { tags, vault, book, names } = using;
  if (row.archived) return toArchived(ctx, found, { input, archived: row.archived }, using);
  const own = tagNames(input.tags).flatMap((name) => tags.get(name.toLowerCase()) ?? []);
  // A team has so many tags at most: what is not one of them is not lost.
  const untagged = tagNames(input.tags).filter((name) => !tags.has(name.toLowerCase()));
  const id = newId(ctx.now);
  const customValues = await sealCustom(book, id, input.custom);
  const texts = untagged.length > 0 ? [...notes, `Tags as in the file: ${untagged.join(", ")}`] : notes;
  const tagIds = Array.from(new Set([...own, ...(found.tagId ? [found.tagId] : [])]));
  const nextId = monotonicFactory();
  const timeline: NewContact["timeline"] = [{ id: nextId(ctx.now), kind: "imported", body: "" }];
  for (const note of texts) {
    const noteId = nextId(ctx.now);
    // By whom and when is not in the file: it was not the member who brought it.
    if (vault) timeline.push({ id: noteId, kind: "note", author: "an import", body: await vault.seal(noteId, note) });
  }
  // Somebody may have left since the file was looked at.
  const ownerId = input.ownerId in names ? input.ownerId : ownerOfNew(ctx.teamDb, table);
  return toNewContact(
    { ...input, ownerId },
    { id, tagIds, defaultCountry: ctx.team.defaultCountry, importId: found.id, timeline, customValues },
  );
}

/** A contact out of an archive, as it was there: its own times, its whole timeline, numbers as they were read. */
async function toArchived(
  ctx: TeamContext,
  found: Import,
  { input, archived }: Pick<NewRow, "input"> & { archived: NonNullable<NewRow["archived"]> },
  { tags, vault, book, archivedIds, memberIds }: Using,
): Promise<NewContact> {
  const { phones, custom, companyId } = archived;
  // What was staged before contacts had owners says nothing of it.
  const lived = { ...archived.lived, isPrivate: archived.lived.isPrivate ?? false };
  const ownerId = ownerFrom(memberIds.get(archived.owner ?? "") ?? "", lived.isPrivate, ctx.member.id);
  const tagIds = archived.tags.flatMap((name) => tags.get(name.toLowerCase()) ?? []);
  // In order, though two entries are of the same millisecond.
  const nextId = monotonicFactory();
  const entries = archived.timeline.map(({ kind, at, by, text }) => ({
    id: nextId(at),
    kind,
    at,
    text,
    author: by === ctx.member.name ? null : by,
  }));
  const timeline = await Promise.all(
    entries.map(async ({ text, ...entry }) => ({ ...entry, body: vault && text !== "" ? await vault.seal(entry.id, text) : "" })),
  );
  const id = newId(ctx.now);
  const customValues = await restoreCustom(book, id, custom, archivedIds);
  const made = toNewContact(
    { ...input, ownerId },
    {
      id,
      tagIds,
      defaultCountry: "",
      importId: found.id,
      timeline,
      phones,
      customValues,
      companyId: companyId ?? null,
    },
  );
  return { ...made, lived };
}
