// Whose a record is, whatever its noun. Roles narrow what their members see by it, and what is private is its owner's alone.
import { integer, text } from "drizzle-orm/sqlite-core";

export const ownedColumns = {
  /** The member who looks after it; empty for nobody. */
  ownerId: text().notNull().default(""),
  /** Whether nobody but its owner sees it. */
  isPrivate: integer({ mode: "boolean" }).notNull().default(false),
};
