// Who was erased, noted apart from the database: should it be turned back to an earlier day, they are erased once more. Ids alone, for as long as it can be turned back.
import type { Context, Files } from "./context";
import { DAY_MS } from "./dates";
import { daysOf } from "./retention";

export const contactMarks = (teamId: string) => `erased/contacts/${teamId}/`;
const PERSON_MARKS = "erased/people/";

/** Notes that a contact is being erased. Before the erasure itself: a mark too many does no harm. */
export async function markContact({ files }: Pick<Context, "files">, teamId: string, contactId: string): Promise<void> {
  await files.put(`${contactMarks(teamId)}${contactId}`, "");
}

/** The same for somebody with an account. */
export async function markPerson({ files }: Pick<Context, "files">, userId: string): Promise<void> {
  await files.put(`${PERSON_MARKS}${userId}`, "");
}

/** The contacts of a team that were erased of late. */
export async function* listMarkedContacts({ files }: Pick<Context, "files">, teamId: string): AsyncGenerator<string> {
  for await (const { key } of walk(files, contactMarks(teamId))) yield key.slice(contactMarks(teamId).length);
}

export async function* listMarkedPeople({ files }: Pick<Context, "files">): AsyncGenerator<string> {
  for await (const { key } of walk(files, PERSON_MARKS)) yield key.slice(PERSON_MARKS.length);
}

/** Every file below a path, page by page. */
export async function* walk(files: Files, prefix: string): AsyncGenerator<{ key: string; uploaded: Date }> {
  for (let cursor: string | undefined; ; ) {
    const page: Awaited<ReturnType<Files["list"]>> = await files.list({ prefix, cursor });
    yield* page.objects;
    if (!page.truncated) return;
    cursor = page.cursor;
  }
}

/** Removes marks older than the database's own history. Returns how many. */
export async function sweepMarks(ctx: Context): Promise<number> {
  const before = ctx.now - daysOf("Erasure markers") * DAY_MS;
  let removed = 0;
  for await (const { key, uploaded } of walk(ctx.files, "erased/"))
    if (uploaded.getTime() < before) {
      await ctx.files.delete(key);
      removed++;
    }
  return removed;
}
