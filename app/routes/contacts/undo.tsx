import { type ActionFunctionArgs, redirect } from "@remix-run/cloudflare";
import * as z from "zod";
import { countWords } from "../../components/ui/words";
import { restoreContactsById, undoAddContact } from "../../domain/contacts/contacts";
import { removeNote, undoAddNote } from "../../domain/contacts/notes";
import { readPosted } from "../../web/body.server";
import { requireMember } from "../../web/guard.server";
import { PAGE_SIZE } from "../../web/listQuery.server";
import { paths } from "../../web/paths";
import { costWords, redirectWith } from "../../web/reply.server";

const ULID = "[0-9A-HJKMNP-TV-Z]{26}";
const UndoInput = z.object({
  kind: z.enum(["contact", "note", "log", "trash"]),
  id: z.string().regex(new RegExp(`^${ULID}(,${ULID}){0,${PAGE_SIZE - 1}}$`)),
  contactId: z.ulid(),
});

export const loader = () => redirect(paths.contacts());

export async function action(args: ActionFunctionArgs) {
  const member = await requireMember(args);
  const asked = UndoInput.safeParse(Object.fromEntries(await readPosted(args.request, UndoInput)));
  if (!asked.success) return redirectWith(member, paths.contacts(), { text: "There is nothing to undo.", tone: "bad" });
  const { kind, id, contactId } = asked.data;
  if (kind === "trash") {
    const restored = await restoreContactsById(member, id.split(","));
    const to = id.includes(",") || id !== contactId ? paths.contacts() : paths.contact(contactId);
    return redirectWith(member, to, { text: `${countWords(restored, "contact")} restored.`, tone: "good" });
  }
  if (kind === "log") {
    const gone = await removeNote(member, contactId, id);
    return redirectWith(
      member,
      paths.contact(contactId),
      gone ? { text: "Undone.", tone: "good" } : { text: "There’s nothing to undo.", tone: "bad" },
    );
  }
  const outcome = await (kind === "contact" ? undoAddContact(member, id) : undoAddNote(member, contactId, id));
  const to = kind === "contact" && outcome.kind === "undone" ? paths.contacts() : paths.contact(contactId);
  if (outcome.kind === "undone")
    return redirectWith(member, to, {
      text: `Undone. ${costWords(outcome.credits, outcome.balance).replace(",", " back,")}`,
      tone: "good",
    });
  const why = {
    late: "It’s too late to undo: you have one minute. You can still move it to the trash.",
    refused: "It has been changed since, so it stays.",
    missing: "There is nothing to undo.",
    pending: "We’re still checking. Look again in a moment.",
    unreachable: "We can’t reach your credits right now. Try again in a moment.",
  }[outcome.kind];
  return redirectWith(member, to, { text: why, tone: "bad" });
}
