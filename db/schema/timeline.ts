// What happened with a record, newest last by id; and the notes, whose bodies are encrypted with the team's own key.
import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

export const timelineKinds = [
  "added",
  "imported",
  "note",
  "edited",
  "merged",
  "trashed",
  "restored",
  "restricted",
  "released",
  "call",
  "mail",
  "meeting",
] as const;

export const timeline = sqliteTable(
  "timeline",
  {
    teamId: text().notNull(),
    /** Of any noun. The column is called as it was when only contacts had a timeline. */
    recordId: text("contact_id").notNull(),
    id: text().notNull(),
    kind: text({ enum: timelineKinds }).notNull(),
    memberId: text().notNull(),
    /** A note's ciphertext; empty for every other kind. */
    body: text().notNull(),
    at: integer().notNull(),
    /** Who wrote it where it came with an archive and they are no member here. */
    author: text(),
  },
  (table) => [primaryKey({ columns: [table.teamId, table.recordId, table.id] })],
);
