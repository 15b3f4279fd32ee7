// Whether the parts answer, asked at this moment. What a visitor sees on the status page.
import { findTeam } from "~/db/queries/teams";
import type { Context } from "./context";

async function works(name: string, ask: () => Promise<unknown>): Promise<{ name: string; works: boolean }> {
  return {
    name,
    works: await ask().then(
      () => true,
      () => false,
    ),
  };
}

export async function readStatus(ctx: Context): Promise<{ name: string; works: boolean }[]> {
  return Promise.all([
    works("Contacts", () => findTeam(ctx.db, "status")),
    works("Credits", () => ctx.ledger("status").balance()),
    works("Files", () => ctx.files.get("status")),
  ]);
}
