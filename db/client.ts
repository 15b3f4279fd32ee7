// The handles to D1, and the one place that decides which database a team lives in: today there is one.
import { drizzle } from "drizzle-orm/d1";
import * as accounts from "./schema/accounts";
import * as archives from "./schema/archives";
import * as billing from "./schema/billing";
import * as companies from "./schema/companies";
import * as contacts from "./schema/contacts";
import * as fields from "./schema/fields";
import * as imports from "./schema/imports";
import * as mails from "./schema/mails";
import * as operations from "./schema/operations";
import * as purchases from "./schema/purchases";
import * as purges from "./schema/purges";
import * as receipts from "./schema/receipts";
import * as records from "./schema/records";
import * as rights from "./schema/rights";
import * as support from "./schema/support";
import * as teams from "./schema/teams";
import * as timeline from "./schema/timeline";
import * as views from "./schema/views";

const schema = {
  ...accounts,
  ...archives,
  ...billing,
  ...companies,
  ...contacts,
  ...fields,
  ...imports,
  ...mails,
  ...operations,
  ...purchases,
  ...purges,
  ...receipts,
  ...records,
  ...rights,
  ...support,
  ...teams,
  ...timeline,
  ...views,
};

export function openDatabase(d1: D1Database) {
  return drizzle(d1, { schema, casing: "snake_case" });
}

export type Database = ReturnType<typeof openDatabase>;

/** What a member sees of their team's records: what is private only where it is theirs; and of each noun the records of some members, or everybody's. */
export interface Sight {
  memberId: string;
  /**
   * By the name of a noun's table: whose records are seen, by id and by the word that the search index has for each. A noun that is absent is seen
   * whoever looks after a record.
   */
  of: Record<string, { ids: string[]; words: string[] }>;
  /** Of the nouns that are absent, where these are narrowed, too: for whoever has no role any more. */
  others?: { ids: string[]; words: string[] };
}

/**
 * A team's own view of its database. Every team query takes one, and scopes itself to `teamId`; where a member asks, to what they see. Without `sight`
 * all is seen: by its owners, who answer for it, and by the team itself, for sweeps and what the law asks for.
 */
export interface TeamDb {
  db: Database;
  teamId: string;
  sight?: Sight;
}

export function openTeamDb(db: Database, teamId: string, sight?: Sight): TeamDb {
  return sight ? { db, teamId, sight } : { db, teamId };
}

/** The same team without the limits of whoever asks: for what has to be right of all its records. */
export const wholeTeam = ({ db, teamId }: TeamDb): TeamDb => ({ db, teamId });
