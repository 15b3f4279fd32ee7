// What a team is beside its contacts, as its archive says it.
import { listPurchases } from "~/db/queries/purchases";
import { listMembers } from "~/db/queries/teams";
import { readTags } from "../contacts/tags";
import type { TeamContext } from "../core/context";
import { readBudgets } from "../credits/budgets";
import { readAllCustomFields } from "../fields/customFields";

const PAGE = 200;

/** The `team.json` of an archive. */
export async function describeTeam(ctx: TeamContext) {
  const [tags, fields, members, budgets] = await Promise.all([
    readTags(ctx),
    readAllCustomFields(ctx),
    listMembers(ctx.teamDb),
    readBudgets(ctx),
  ]);
  const { name, businessName, defaultCountry, timeZone } = ctx.team;
  return {
    format: "farthing-archive",
    version: 1,
    exportedAt: new Date(ctx.now).toISOString(),
    team: { name, businessName, defaultCountry, timeZone },
    tags: tags.map((tag) => ({ name: tag.name, colour: tag.colour })),
    customFields: fields.map(({ position: _place, indexed: _sorts, indexedUpTo: _upTo, ...field }) => field),
    members: members.map((member) => ({ name: member.name, email: member.email, role: member.role })),
    budgets: (budgets ?? []).map(({ name: of, period, most }) => ({ of, period, most })),
    purchases: await allPurchases(ctx),
  };
}

async function allPurchases(ctx: TeamContext) {
  const found: object[] = [];
  for (let before: string | null = null; ; ) {
    const page = await listPurchases(ctx.teamDb, before, PAGE);
    for (const { id, credits, amountCents, currency, state, createdAt, paidAt, refundedCents } of page)
      found.push({ id, credits, amountCents, currency, state, createdAt, paidAt, refundedCents });
    if (page.length < PAGE) return found;
    before = page.at(-1)?.id ?? null;
  }
}
