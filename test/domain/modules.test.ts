// The list of the nouns: nothing that holds their rows is left out of what must reach into every noun.
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { retention } from "~/app/domain/core/retention";
import { cards, keptWhere, nouns } from "~/app/domain/modules";
import { teamTables } from "~/db/queries/purges";
import { tableName } from "~/db/queries/records/records";
import { tables } from "../support/planted";

describe("retention", () => {
  it("[M-19] names every table of the schema; every table of a team is taken by the purge, or named as outliving it", async () => {
    const named = new Set(retention.flatMap(keptWhere));
    const ours = (await tables()).filter((name) => !/_search_/.test(name));
    expect(ours.filter((name) => !named.has(name))).toEqual([]);
    const purged = new Set([
      ...teamTables.map(([table]) => table),
      ...nouns.map(({ table }) => tableName(table)),
      "receipts",
      "members",
      "teams",
      // Of people: the purge takes out which team they look at.
      "sessions",
    ]);
    const outlives = new Set(["purchases", "payment_events", "purges", "welcomes", "tickets"]);
    for (const table of ours) {
      const columns = (await env.DB.prepare(`SELECT name FROM pragma_table_info('${table}')`).all<{ name: string }>()).results.map(
        ({ name }) => name,
      );
      if (columns.includes("team_id")) expect(purged.has(table) || outlives.has(table), table).toBe(true);
    }
  });
});

describe("cards", () => {
  it("each has a table of its own with the books that the database keeps of it", async () => {
    const found = await env.DB.prepare("SELECT tbl_name AS of, sql FROM sqlite_master WHERE type = 'trigger'").all<{
      of: string;
      sql: string;
    }>();
    for (const card of cards) {
      const books = found.results
        .filter(({ of }) => of === tableName(card.table))
        .map(({ sql }) => sql)
        .join();
      for (const kept of [`${card.noun}_search`, "record_handles", "counters", "timeline", "field_values"]) expect(books).toContain(kept);
    }
    expect(new Set(nouns.map(({ noun }) => noun)).size).toBe(nouns.length);
    expect(new Set(nouns.map(({ plural }) => plural)).size).toBe(nouns.length);
  });
});
