// Making a record private to whoever looks after it, or visible again, from its page.
import { notAllowedWords } from "../../domain/core/permissions";
import { findCard } from "../../domain/modules";
import type { RecordRef } from "../../domain/records/card";
import { setPrivate } from "../../domain/records/owners";
import type { MemberContext } from "../guard.server";
import { paths } from "../paths";
import { redirectWith } from "../reply.server";

const refused = {
  missing: "This record is gone.",
  others: "Only whoever looks after it can make it private.",
  changed: "Someone just changed it. Reload the page and try again.",
};

/** Does it where a form says so; null for any other form. */
export async function postPrivacy(member: MemberContext, ref: RecordRef, intent: string) {
  if (intent !== "hide" && intent !== "show") return null;
  const outcome = await setPrivate(member, ref, intent === "hide");
  const stays = findCard(ref.of.plural)?.referredBy.length ? " Its name stays on the records that belong to it." : "";
  const here = paths.record(ref.of.plural, ref.id);
  if (outcome.kind === "not-allowed") return redirectWith(member, here, { text: notAllowedWords(outcome), tone: "bad" });
  if (outcome.kind !== "done") return redirectWith(member, here, { text: refused[outcome.kind], tone: "bad" });
  const text = intent === "hide" ? `Now private: only you and the team’s owners see it.${stays}` : "Visible to the team again.";
  return redirectWith(member, here, { text, tone: "good" });
}
