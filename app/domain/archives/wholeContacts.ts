// Contacts as an archive takes them: tags by name, custom fields and timelines opened.
import { contacts as contactNoun } from "../contacts/card";
import { namesOf, readTags } from "../contacts/tags";
import type { TeamContext } from "../core/context";
import { archivedValues } from "../fields/archived";
import { openCustomBook } from "../fields/book";
import { readWholeTimelines, writerOf } from "../records/notes";
import { readMemberNames } from "../teams/members";
import type { WholeContact } from "./archiveParts";

/** Contacts with their tags by name and their timelines opened. */
export async function openWhole(ctx: TeamContext, contacts: WholeContact["contact"][], sensitive: boolean): Promise<WholeContact[]> {
  const [tags, members, book, timelines] = await Promise.all([
    readTags(ctx),
    readMemberNames(ctx),
    openCustomBook(ctx, contactNoun.noun),
    readWholeTimelines(
      ctx,
      contacts.map(({ id }) => id),
    ),
  ]);
  const names = new Map(tags.map(({ id, name }) => [id, name]));
  const whole = contacts.map(async (contact) => ({
    contact,
    tags: namesOf(contact.tagIds, names),
    owner: members[contact.ownerId] ?? "",
    custom: await archivedValues(book, contact, sensitive),
    timeline: (timelines.get(contact.id) ?? []).map((entry) => {
      const { id, kind, at, body: text } = entry;
      return { id, kind, at, by: writerOf(entry, members), text };
    }),
  }));
  return Promise.all(whole);
}
