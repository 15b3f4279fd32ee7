// Records of a card as what a file's rows become: columns by the names that the card knows, and by what every sheet calls phones and addresses.
import { monotonicFactory } from "ulidx";
import { insertRecords, listByHandle, removeRecords } from "~/db/queries/records/records";
import { timeline } from "~/db/schema/timeline";
import { insertRows } from "~/db/statements";
import type { TeamContext } from "../core/context";
import { openVault } from "../core/encryption";
import { newId } from "../core/ids";
import { openCustomBook } from "../fields/book";
import { type CustomField, readFillableFields } from "../fields/customFields";
import { type Card, foundBy } from "../records/card";
import type { Field } from "../records/columns";
import { customOf as customOfInput, toRow } from "../records/rows";
import { listMax } from "../records/shapes";
import { readMemberNames } from "../teams/members";
import type { Importable, ReadyRow, Written } from "./importable";
import { addressesOf, labelled, type MappedRow, type Mapping, notesOf, type Row, readCells, upTo } from "./importCells";
import { isCommonColumn, simplify, type Target, targetOfName } from "./importColumns";
import { customOf, customTargets, refuseCustom, sealCustom } from "./importFields";
import type { Known, Matched } from "./importMatch";
import { targets } from "./importTargets";

const PHONES: Target[] = ["phone", "phoneLabel"];
const ADDRESSES: Target[] = ["addressLabel", "street", "city", "region", "postcode", "country"];
const ALWAYS: Target[] = ["skip", "keep", "notes"];

/** Who looks after it is named, by the name or the address of a member; the id is found when the row is written. */
const isOneCell = ({ kind }: Field) => kind === "text" || kind === "member";
const targetOf = ({ name }: Field): Target => `field:${name}`;

/** What a column can become, in the order of the card. */
function targetsOf(card: Card): Target[] {
  const own = card.fields.flatMap((field) => (isOneCell(field) ? [targetOf(field)] : field.kind === "phones" ? PHONES : ADDRESSES));
  return [...ALWAYS, ...own];
}

const wordsOf = (card: Card, target: Target) =>
  card.fields.find((field) => targetOf(field) === target)?.label ?? targets[target as keyof typeof targets];

/** `Site address 2 - Street` of a field whose columns are called "Site address": what is behind the number, as every sheet calls it. */
function partOf(card: Card, name: string): Target | null {
  const [, column = "", part = ""] = /^(.{1,60}?) \d{1,2} - (.{1,40})$/.exec(name) ?? [];
  const field = card.fields.find((one) => !isOneCell(one) && one.columns.some((known) => simplify(known) === simplify(column)));
  if (!field) return null;
  if (field.kind === "addresses") return simplify(part) === "label" ? "addressLabel" : targetOfName(part);
  return simplify(part) === "label" ? "phoneLabel" : "phone";
}

const isOwnColumn = (card: Card, cell: string) =>
  partOf(card, cell) !== null || card.fields.some(({ columns }) => columns.some((name) => simplify(name) === simplify(cell)));

/** What a column is: a field whose name the card knows; else what every sheet calls so, where the card has a place for it. */
function recognise(card: Card, columns: string[], fields: Pick<CustomField, "id" | "name">[]): Target[] {
  const custom = new Map(fields.map(({ id, name }): [string, Target] => [simplify(name), `custom:${id}`]));
  const known = new Map(card.fields.filter(isOneCell).flatMap((field) => field.columns.map((name) => [simplify(name), targetOf(field)])));
  const taken = new Set<Target>();
  const possible = new Set(targetsOf(card));
  return columns.map((name) => {
    const own = known.get(simplify(name));
    if (own && !taken.has(own)) {
      taken.add(own);
      return own;
    }
    const named = custom.get(simplify(name));
    if (named) return named;
    const common = partOf(card, name) ?? targetOfName(name) ?? "skip";
    return possible.has(common) ? common : "skip";
  });
}

/** The fields of a row. What a field does not take goes into the note; without its first field there is no record. */
function inputOf(card: Card, row: Row): { input: object } | { reason: string } {
  const values = card.fields.map((field) => {
    if (field.kind === "phones") return [field.name, upTo(row, field.label, labelled(row, "phone"), listMax.phones)];
    if (field.kind === "addresses") return [field.name, upTo(row, field.label, addressesOf(row), listMax.addresses)];
    const value = row.first(targetOf(field));
    const [first] = card.fields;
    if (field === first || card.input.shape[field.name]?.safeParse(value).success) return [field.name, value];
    row.keep(field.label, value);
    return [field.name, undefined];
  });
  const own = customOf(row);
  if ("reason" in own) return own;
  const read = card.input.safeParse({ ...Object.fromEntries(values.filter(([, value]) => value !== undefined)), custom: own.custom });
  if (read.success) return { input: read.data };
  const [issue] = read.error.issues;
  return { reason: `${card.fields.find(({ name }) => name === issue?.path[0])?.label ?? "Row"}: ${issue?.message ?? "can’t be read"}` };
}

function mapRow(card: Card, written: string[], mapping: Mapping): MappedRow {
  const row = readCells(written, mapping);
  if ("reason" in row) return { kind: "refused", reason: row.reason };
  if (row.cells.every((cell) => cell.trim() === "")) return { kind: "refused", reason: "Empty row" };
  const read = inputOf(card, row);
  return "reason" in read ? { kind: "refused", reason: read.reason } : { kind: "row", input: read.input, notes: notesOf(row) };
}

/** The first handle of a record is what an import knows it again by: its name. */
async function match(ctx: TeamContext, card: Card, rows: ReadyRow[], known: Known | null): Promise<Matched<ReadyRow>[]> {
  if (!known) return rows.map((row) => ({ row, match: null }));
  // Of a row that named somebody who was erased, nothing is left.
  const handles = rows.map(({ input, gone }) =>
    gone ? undefined : foundBy(card, card.toColumns(input, { defaultCountry: ctx.team.defaultCountry })).handles[0],
  );
  const wanted = Array.from(new Map(handles.flatMap((handle) => (handle ? [[handle.join(":"), handle] as const] : []))).values());
  const found = new Set((await listByHandle(ctx.teamDb, card, wanted, rows.length * 4)).map(({ kind, value }) => `${kind}:${value}`));
  return rows.map((row, n) => {
    const handle = handles[n];
    if (!handle) return { row, match: null };
    if (found.has(handle.join(":"))) return { row, match: "name", earlier: false };
    const earlier = known.match([["name", handle[1]]], "");
    if (!earlier) known.add([["name", handle[1]]], "");
    return { row, match: earlier, earlier: true };
  });
}

/** People of the team by their names, in small letters. */
async function memberIdsOf(ctx: TeamContext): Promise<Map<string, string>> {
  return new Map(Object.entries(await readMemberNames(ctx)).map(([id, name]) => [name.toLowerCase(), id]));
}

/** A row with its people by id. Who is nobody of this team is not lost: the note says who it was. */
function withMembers(card: Card, { input, notes }: ReadyRow, memberIds: Map<string, string>): { input: object; notes: string[] } {
  const fields = { ...input } as Record<string, unknown>;
  const left: string[] = [];
  for (const { name, label } of card.fields.filter(({ kind }) => kind === "member")) {
    const who = String(fields[name] ?? "");
    const id = memberIds.get(who.toLowerCase());
    if (who !== "" && !id) left.push(`${label}: ${who}`);
    fields[name] = id ?? "";
  }
  return { input: fields, notes: left.length > 0 ? [...notes, left.join("\n")] : notes };
}

async function write(ctx: TeamContext, card: Card, importId: string, staged: ReadyRow[]): Promise<Written> {
  const memberIds = await memberIdsOf(ctx);
  const book = await openCustomBook(ctx, card.noun);
  const reading = staged.map(async (row) => {
    const id = newId(ctx.now);
    const { input, notes } = withMembers(card, row, memberIds);
    return { id, input, notes, customValues: await sealCustom(book, id, customOfInput(input)) };
  });
  const rows = await Promise.all(reading);
  const vault = rows.some(({ notes }) => notes.length > 0) ? await openVault(ctx, ctx.team.id) : null;
  const nextId = monotonicFactory();
  const entries = rows.flatMap(({ id: recordId, notes }) => {
    const line = { teamId: ctx.team.id, recordId, memberId: ctx.member.id, at: ctx.now };
    const written = notes.map(async (text) => {
      const id = nextId(ctx.now);
      // By whom and when is not in the file: it was not the member who brought it.
      return { ...line, id, kind: "note" as const, body: (await vault?.seal(id, text)) ?? "", author: "an import" };
    });
    return [{ ...line, id: nextId(ctx.now), kind: "imported" as const, body: "", author: null }, ...written];
  });
  const made = rows.map(({ id, input, customValues }) => ({ ...toRow(ctx, card, input, id, customValues), madeWith: importId }));
  const statements = [...insertRecords(card.table, made), ...insertRows(timeline, await Promise.all(entries))];
  return { statements, ids: rows.map(({ id }) => id) };
}

/** What a card brings so that files can be imported as its noun. */
export function recordImport(card: Card): Importable {
  return {
    of: card,
    action: card.importPrice,
    imported: {
      table: card.table,
      by: card.table.madeWith,
      refs: card.referredBy,
      remove: (teamDb, seqs) => [removeRecords(teamDb, card.table, seqs)],
    },
    async targets(ctx) {
      const own = targetsOf(card).map((target) => [target, wordsOf(card, target)]);
      return { ...Object.fromEntries(own), ...(await customTargets(ctx, card.noun)) };
    },
    isColumn: (cell) => isCommonColumn(cell) || isOwnColumn(card, cell),
    recognise: async (ctx, columns) => recognise(card, columns, await readFillableFields(ctx, card.noun)),
    map: (cells, mapping) => mapRow(card, cells, mapping),
    match: (ctx, rows, known) => match(ctx, card, rows, known),
    refuse: (ctx, found) => refuseCustom(ctx, card, found.mapping),
    write: (ctx, found, rows) => write(ctx, card, found.id, rows),
    undone: () => [],
  };
}
