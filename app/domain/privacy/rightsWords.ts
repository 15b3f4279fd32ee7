// The words of the register: what can be asked, by when it is answered, how it can end; and the end itself, which forgets who asked.
import * as z from "zod";
import { endRequestRow, type RightsRequest } from "~/db/queries/rights";
import { rightsKinds } from "~/db/schema/rights";
import type { Statement } from "~/db/statements";
import { EmailAddress } from "../accounts/accounts";
import type { Context } from "../core/context";
import { type WrittenMail, writeMail } from "../mail/mails";

export { rightsKinds } from "~/db/schema/rights";
export type RightsKind = (typeof rightsKinds)[number];

/** What is asked, in words; and within how many days it is answered. */
export const rightsWords: Record<RightsKind, { name: string; what: string; days: number }> = {
  copy: { name: "A copy of my data", what: "a copy of the data kept about you", days: 30 },
  correction: { name: "Correct my data", what: "correction of the data kept about you", days: 30 },
  erasure: { name: "Delete my data", what: "deletion of the data kept about you", days: 30 },
  restriction: { name: "Keep my data, but don’t use it", what: "restriction of the data kept about you", days: 30 },
  objection: { name: "I object to a use of my data", what: "an end to a use of your data", days: 30 },
  facebook: { name: "Delete what came from Facebook", what: "deletion of the data that came from Facebook", days: 7 },
  nominee: { name: "I act for someone who died or can’t act", what: "the rights of someone who named you as nominee", days: 30 },
  minor: { name: "Someone in the data is under 16", what: "deletion of a child’s data", days: 4 },
};

export const RightsInput = z.object({
  kind: z.enum(rightsKinds, { error: "Choose what you’re asking for" }),
  name: z.string().trim().min(1, "Enter your name").max(100, "At most 100 characters"),
  email: EmailAddress,
  /** Whom it is about, where that is somebody else. */
  about: z.union([z.literal("").transform(() => null), EmailAddress]).default(null),
  details: z.string().trim().max(5_000, "At most 5,000 characters").default(""),
});
export type RightsInput = z.infer<typeof RightsInput>;

/** `contacts`: of a team's part of a report, the contacts that it took out of use. */
const Details = z.object({ about: z.string().nullable(), text: z.string(), contacts: z.array(z.string()).default([]) });
export const detailsOf = (request: RightsRequest) =>
  Details.safeParse(jsonOf(request.details)).data ?? { about: null, text: "", contacts: [] };

function jsonOf(text: string): unknown {
  return text === "" ? null : JSON.parse(text);
}

/** How a request can end, in the words that who asked is told. */
export const outcomes = {
  copied: "You were sent a copy of what is kept about you.",
  corrected: "What was wrong has been corrected.",
  erased: "What was kept about you has been deleted for good, and won’t be imported again.",
  restricted: "What is kept about you is no longer used.",
  stopped: "The use you objected to has ended.",
  acted: "What you asked for on someone else’s behalf has been done.",
  nothing: "Nothing about you is kept.",
  unproven: "It could not be shown that the request is yours to make.",
  older: "The team that keeps the address says it isn’t a child’s.",
  duty: "The law requires us to keep this; our retention page says for how long.",
} as const;
export type RightsOutcome = keyof typeof outcomes;

const refusals = new Set<RightsOutcome>(["unproven", "duty", "older"]);

const forReports: RightsOutcome[] = ["erased", "nothing", "older"];

/** How a request of a kind can end. A report of a child ends with a deletion, or with an owner who says that it is none. */
export function outcomesFor(kind: RightsKind): RightsOutcome[] {
  const all = Object.keys(outcomes) as RightsOutcome[];
  return kind === "minor" ? forReports : all.filter((how) => how !== "older");
}

/** The same for a choice on a page. */
export const outcomeChoices = (kind: RightsKind) => outcomesFor(kind).map((value) => ({ value, words: outcomes[value] }));

/** Whether an outcome refuses what was asked. */
export function isRefusal(how: RightsOutcome): boolean {
  return refusals.has(how);
}

/** Ends a request, in the batch of its cause. */
export function ending(ctx: Context, request: RightsRequest, state: "done" | "refused", outcome: string): Statement {
  return endRequestRow(ctx.db, request.id, { state, outcome, endedAt: ctx.now });
}

/** The mail that tells who asked. With `forget` its row goes as soon as it is sent. */
export function endMail(ctx: Context, { id, kind, name, email }: RightsRequest, outcome: string, forget = false): WrittenMail {
  const props = { name, what: rightsWords[kind].what, outcome, ...(forget ? { forget: 1 } : {}) };
  return writeMail(ctx, { id: `rights-ended-${id}`, template: "rights-ended", recipient: email, props, teamId: null });
}
