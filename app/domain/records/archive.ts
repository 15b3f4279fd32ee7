// A record as it leaves in an archive, and comes back: a line of JSON that loses nothing. Times are ISO 8601 in UTC; people of the team go by name.
import { monotonicFactory } from "ulidx";
import * as z from "zod";
import { insertRecords, type RecordRow } from "~/db/queries/records/records";
import type { TimelineEntry } from "~/db/queries/records/timeline";
import type { CustomValues } from "~/db/schema/fields";
import { timeline, timelineKinds } from "~/db/schema/timeline";
import { insertRows, type Statement } from "~/db/statements";
import type { TeamContext } from "../core/context";
import type { Vault } from "../core/encryption";
import { ArchivedCustom } from "../fields/archived";
import type { Card } from "./card";
import { writerOf } from "./notes";
import { rowOf } from "./rows";

/** Reading it gives milliseconds since 1970. */
export const Moment = z.iso.datetime().transform((text) => Date.parse(text));

/** Entries of one record that an archive may bring. */
export const TIMELINE_MAX = 20_000;

export const ArchivedTimeline = z
  .array(z.object({ kind: z.enum(timelineKinds), at: Moment, by: z.string().max(200), text: z.string().max(40_000) }))
  .max(TIMELINE_MAX);

const Text = z.string().max(300);

/** Numbers as they were read. */
export const ArchivedPhones = z
  .array(z.object({ label: Text, value: Text, e164: Text.optional(), ext: z.string().max(40).optional() }))
  .max(40);

/** Whose a record was, by name, and whether it was private to them. Not there in archives of before records had owners. */
export const ArchivedOwner = { owner: z.string().max(200).default(""), private: z.boolean().default(false) };

/** Whose a record becomes that an archive brings: whoever it was, or who brings it, where it was private to somebody who isn't here. */
export const ownerFrom = (ownerId: string, isPrivate: boolean, bringerId: string): string =>
  ownerId === "" && isPrivate ? bringerId : ownerId;

/** What the line of a record of any noun has, besides its own fields. */
export const ArchivedRecord = z.object({
  id: z.ulid(),
  createdAt: Moment,
  trashedAt: Moment.nullable(),
  private: ArchivedOwner.private,
  timeline: ArchivedTimeline,
  custom: ArchivedCustom,
});
export type ArchivedRecord = z.output<typeof ArchivedRecord>;

export const iso = (at: number) => new Date(at).toISOString();

/** Fields that name somebody of the team, with another spelling of who it is. */
function withMembers(card: Card, fields: object, spell: (who: string) => string): object {
  const members = card.fields.filter(({ kind }) => kind === "member").map(({ name }) => name);
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, members.includes(name) ? spell(String(value)) : value]));
}

/** The line of a record, with its timeline opened, oldest first. `members`: their names by id. */
export function toArchivedLine(
  card: Card,
  { row, custom, entries }: { row: RecordRow; custom: ArchivedCustom; entries: TimelineEntry[] },
  members: Record<string, string>,
): string {
  const lived = { createdAt: iso(row.createdAt), trashedAt: row.trashedAt === 0 ? null : iso(row.trashedAt) };
  const lines = entries.map((entry) => ({ kind: entry.kind, at: iso(entry.at), by: writerOf(entry, members), text: entry.body }));
  const fields = withMembers(card, card.toInput(row), (id) => members[id] ?? "");
  return `${JSON.stringify({ id: row.id, ...fields, private: row.isPrivate, custom, ...lived, timeline: lines })}\n`;
}

/** What brings archived records back: the team's key for notes, and its members' ids by name. */
export interface Restoring {
  vault: Vault;
  memberIds: Map<string, string>;
  /** That brings them. */
  importId: string;
  /** Custom fields of a record, as this team stores them. */
  restoreCustom(recordId: string, custom: ArchivedCustom): Promise<CustomValues>;
}

/** The writes that bring archived records back as they were, their timelines too. Those that are there already are passed over. */
export async function restoreArchived(
  ctx: TeamContext,
  card: Card,
  lines: ArchivedRecord[],
  { vault, memberIds, importId, restoreCustom }: Restoring,
): Promise<Statement[]> {
  const nextId = monotonicFactory();
  const rows = lines.map(async (line) => {
    const { id, createdAt, trashedAt, private: isPrivate, timeline: _timeline, custom, ...fields } = line;
    const input = withMembers(card, fields, (name) => memberIds.get(name) ?? "");
    const columns = { ...card.toColumns(input, { defaultCountry: "" }), customValues: await restoreCustom(id, custom) };
    const lived = { createdAt, changedAt: createdAt, trashedAt: trashedAt ?? 0 };
    const ownerId = ownerFrom((columns as { ownerId?: string }).ownerId ?? "", isPrivate, ctx.member.id);
    return rowOf(card, { ...columns, ownerId }, { teamId: ctx.team.id, id, ...lived, isPrivate, madeWith: importId });
  });
  const entries = lines.flatMap(({ id: recordId, timeline: lived }) =>
    lived.map(async ({ kind, at, by, text }) => {
      const id = nextId(at);
      const author = by === ctx.member.name ? null : by;
      return { teamId: ctx.team.id, recordId, id, kind, memberId: ctx.member.id, body: text && (await vault.seal(id, text)), at, author };
    }),
  );
  return [...insertRecords(card.table, await Promise.all(rows)), ...insertRows(timeline, await Promise.all(entries))];
}
