// How SQLite means to answer what is asked of records: by an index to the row, never by walking a team's contacts, companies or timelines.
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { TeamContext } from "~/app/domain/core/context";
import { cards, nouns } from "~/app/domain/modules";
import { readRecords } from "~/app/domain/records/list";
import { openDatabase, openTeamDb, type Sight } from "~/db/client";
import {
  advanceNaming,
  insertMissing,
  linkContacts,
  listContactsOf,
  listRenamed,
  listUnlinked,
  removeUnused,
} from "~/db/queries/companies";
import { listWholeContacts } from "~/db/queries/contactLists";
import { isFree, listBelonging, listReferring, listTimelineIds, moveReferring, moveTimeline } from "~/db/queries/records/merges";
import {
  listAll,
  listByHandle,
  listById,
  listTrashedBefore,
  moveToTrash,
  removeFresh,
  removeRecords,
  requireSame,
  tableName,
  updateRecord,
} from "~/db/queries/records/records";
import { listTimeline, markChanged, removeTimeline, requireListed, touchContacted } from "~/db/queries/records/timeline";
import { contacts as contactTable } from "~/db/schema/contacts";
import type { Statement } from "~/db/statements";

/** A database that is asked nothing, and remembers what it would have been asked. */
function listening(sight?: Sight) {
  const asked: Statement[] = [];
  const answer = { results: [], success: true, meta: {} };
  const prepare = (sql: string) => ({
    bind: (...params: Statement["params"]) => {
      asked.push({ sql, params });
      return { all: async () => answer, run: async () => answer, first: async () => null, raw: async () => [] };
    },
  });
  return { asked, teamDb: openTeamDb(openDatabase({ prepare } as unknown as D1Database), "T", sight) };
}

/** Lines of a plan that walk: a whole table, or all rows of a team. Tables of JSON and of the plan's own making are none. */
async function walks({ sql, params }: Statement): Promise<string[]> {
  const plan = await env.DB.prepare(`EXPLAIN QUERY PLAN ${sql}`)
    .bind(...params)
    .all<{ detail: string }>();
  const tables = [...nouns.map(({ table }) => tableName(table)), "timeline", "record_handles", "merges", "c", "r"].join("|");
  const walking = new RegExp(`^(SCAN (${tables})\\b|SEARCH (${tables}) USING [^(]*\\(team_id=\\?\\))`);
  const details = plan.results.map(({ detail }) => detail);
  // What is looked through comes from a list under the table's own name, row by row: that is no walk of the table.
  const own = details.flatMap((detail) => (detail.startsWith("CO-ROUTINE ") ? [`SCAN ${detail.slice("CO-ROUTINE ".length)}`] : []));
  // Of contacts that are still to be linked, all are meant: that index holds no others.
  return details.filter((detail) => walking.test(detail) && !detail.endsWith("contacts_unlinked") && !own.includes(detail));
}

const row = {
  seq: 1,
  id: "i",
  sortName: "",
  customValues: {},
  facets: "",
  words: "",
  handles: [["name", "x"]] as [string, string][],
  createdAt: 1,
  changedAt: 1,
  trashedAt: 0,
  ownerId: "",
  isPrivate: false,
};
const page = { search: "", sort: "arrival", trashed: false, after: null, pageSize: 50 } as const;

const nobodys = { ids: ["m", "o"], words: ["xm", "xo"] };
/** Whoever may ask: the team itself, somebody who sees all but what is private, only their own, or what a group looks after. */
const sights: [string, Sight | undefined][] = [
  ["an owner", undefined],
  ["a member", { memberId: "m", of: {} }],
  [
    "somebody who sees their own",
    { memberId: "m", of: Object.fromEntries(nouns.map(({ table }) => [tableName(table), { ids: ["m"], words: ["xm"] }])) },
  ],
  ["somebody who sees a group's", { memberId: "m", of: Object.fromEntries(nouns.map(({ table }) => [tableName(table), nobodys])) }],
];

describe.each(sights)("what %s asks of records", (_, sight) => {
  it.each(nouns)("of $plural is looked up by an index", async ({ table }) => {
    const { asked, teamDb } = listening(sight);
    asked.push(requireListed(teamDb, table, "i"), markChanged(teamDb, table, "i", 1), ...touchContacted(teamDb, table, "i", 1));
    asked.push(...removeTimeline(teamDb, table, "i", "n"), requireSame(teamDb, table, row), removeRecords(teamDb, table, [1]));
    await listTrashedBefore(teamDb, table, 5, 5);
    if (table === contactTable) await listWholeContacts(teamDb, 5, 5);
    await listTimeline(teamDb, "i", null, 5);
    expect(await Promise.all(asked.map(walks))).toEqual(asked.map(() => []));
  });

  it.each(cards)("of $plural, by their card, is looked up by an index", async (card) => {
    const { asked, teamDb } = listening(sight);
    for (const over of [{}, { sort: "name" }, { trashed: true }, { search: "x" }, { after: { key: 5, seq: 5 } }] as const)
      await readRecords({ teamDb } as TeamContext, card, { ...page, ...over });
    await listById(teamDb, card.table, ["a", "b"]);
    await listAll(teamDb, card.table, { after: 5, limit: 5, onLists: true });
    await listByHandle(teamDb, card, [["name", "x"]], 5);
    for (const at of [0, 5]) asked.push(moveToTrash(teamDb, card.table, ["a"], at, 5));
    asked.push(
      updateRecord(teamDb, card.table, row, {}, 5),
      ...removeFresh(teamDb, card.table, row, isFree("T", card.table, card.referredBy)),
      moveTimeline(teamDb, ["a"], "x", "y"),
    );
    await listTimelineIds(teamDb, "x", 5);
    for (const ref of card.referredBy) {
      await listBelonging(teamDb, ref, "x", 5);
      await listReferring(teamDb, ref, "x", 5);
      asked.push(moveReferring(teamDb, ref, { ids: ["a"], from: "x", to: "y", says: {} }));
    }
    expect(asked.length).toBeGreaterThan(10);
    expect(await Promise.all(asked.map(walks))).toEqual(asked.map(() => []));
  });

  it.each(cards)("as pages of $plural come in the order of an index, without sorting what was read", async (card) => {
    for (const over of [
      {},
      { sort: "name" },
      { trashed: true },
      { after: { key: 5, seq: 5 } },
      { sort: "name", after: { key: "a", seq: 5 } },
    ] as const) {
      const { asked, teamDb } = listening(sight);
      await readRecords({ teamDb } as TeamContext, card, { ...page, ...over });
      for (const { sql, params } of asked) {
        const plan = await env.DB.prepare(`EXPLAIN QUERY PLAN ${sql}`)
          .bind(...params)
          .all<{ detail: string }>();
        expect(plan.results.map(({ detail }) => detail).join(), JSON.stringify(over)).not.toMatch(/TEMP B-TREE/);
      }
    }
  });

  it("of a contact’s company is looked up by an index", async () => {
    const { asked, teamDb } = listening(sight);
    asked.push(...insertMissing(teamDb, [{ ...row, teamId: "T", name: "x" }]), linkContacts(teamDb, [{ contactId: "a", name: "b" }]));
    asked.push(removeUnused(teamDb, { madeWith: "x" }), removeUnused(teamDb, { id: "x" }));
    asked.push(advanceNaming(teamDb, { teamId: "T", id: "x", name: "x", namedUpTo: 0 }, null));
    await listContactsOf(teamDb, "x", 0, 5);
    await listUnlinked(teamDb.db, 5);
    await listRenamed(teamDb.db, 5);
    expect(await Promise.all(asked.map(walks))).toEqual(asked.map(() => []));
  });

  it("and what the database’s own books ask of contacts, when a company is renamed or removed, too", async () => {
    const { results } = await env.DB.prepare("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'companies'").all<{
      sql: string;
    }>();
    const updates = results.flatMap(({ sql }) => sql.match(/UPDATE contacts [^;]*/g) ?? []);
    expect(updates).toHaveLength(2);
    const plain = updates.map((sql) => ({
      sql: sql.replace(/\b(?:NEW|OLD)\.\w+/g, "?"),
      params: ["a", "b", "c"].slice(0, (sql.match(/\b(?:NEW|OLD)\.\w+/g) ?? []).length),
    }));
    expect(await Promise.all(plain.map(walks))).toEqual([[], []]);
  });
});
