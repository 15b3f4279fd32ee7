// The statement as people read it: each line says what, why, on what and by whom. The ledger is the only source; names are joined as they are today.

import { listGrants, listHeads } from "~/db/queries/billing";
import type { Entry, EntryKind, Standing, StatementQuery } from "~/workers/ledger/contract";
import type { TeamContext } from "../core/context";
import { toCsv } from "../core/csv";
import { type Action, actionWords, priceBook } from "../core/prices";
import { streamOf } from "../core/streams";
import { readRecordNames } from "../modules";
import { readMemberNames } from "../teams/members";

export interface StatementLine {
  seq: number;
  at: number;
  kind: EntryKind;
  /** In words: "Contact added", "Undone: note", "Bought 200 credits". */
  what: string;
  /** Where the credits came from or went to, and by which prices. */
  why: string;
  subject: string | null;
  /** The record that it was about, and the first part of its address; null where it is gone. */
  subjectId: string | null;
  subjectIn: string | null;
  member: string | null;
  credits: number;
  balance: number;
}

export type StatementFilter = Omit<StatementQuery, "before" | "limit">;

function whatOf(entry: Entry, reasons: Map<string, string>): string {
  const action = entry.action ? actionWords[entry.action as Action] : null;
  if (entry.kind === "charge") return action?.past ?? "Action";
  if (entry.kind === "undo") return `Undone: ${action?.past.toLowerCase() ?? "action"}`;
  if (entry.kind === "expiry") return `Expired: ${lotWords(entry.lotId)}`;
  if (entry.kind === "revoke")
    return entry.action === "dispute" ? "Taken back: the payment is disputed" : "Taken back: the payment was refunded";
  if (entry.kind === "restore")
    return entry.action === "dispute" ? "Given back: the dispute is over" : "Given back: the refund did not go through";
  if (entry.credit === "purchase") return `Bought ${entry.credits} credits`;
  const reason = reasons.get(entry.lotId);
  const words = lotWords(entry.lotId);
  return entry.credit === "goodwill" && reason ? `Goodwill: ${reason}` : `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** Where a lot came from, in words. */
export function lotWords(lotId: string): string {
  if (lotId === "welcome") return "welcome credits";
  if (lotId.startsWith("payment:")) return "paid credits";
  if (lotId.startsWith("promo:")) return `promo code ${lotId.slice("promo:".length)}`;
  if (lotId.startsWith("goodwill:")) return "goodwill credits";
  if (lotId.startsWith("undo:")) return "credits given back by an undo";
  return "credits";
}

function whyOf({ kind, lotIds, priceVersion }: Merged): string {
  if (kind !== "charge" && kind !== "undo") return "";
  const lots = Array.from(new Set(lotIds.map(lotWords))).join(" and ");
  const words = kind === "charge" ? lots : `back to ${lots}`;
  // The version matters once there are two: which of them a credit was charged by.
  const version = priceBook.length > 1 ? `, prices of version ${priceVersion ?? ""}` : "";
  return words.charAt(0).toUpperCase() + words.slice(1) + version;
}

type Merged = Entry & { lotIds: string[] };

/** Entries that belong to one event become one line: a charge may come from two lots. Lines that change nothing of what the team has are left out. */
function mergeEntries(entries: Entry[]): Merged[] {
  const merged: Merged[] = [];
  for (const entry of entries) {
    if (entry.kind === "debt") continue;
    const last = merged.at(-1);
    // Newest first: the entry before in this list is the later one, so its balance is the one to show.
    if (last && last.key === entry.key && last.kind === entry.kind && last.at === entry.at) {
      last.credits += entry.credits;
      last.lotIds.unshift(entry.lotId);
    } else merged.push({ ...entry, lotIds: [entry.lotId] });
  }
  return merged;
}

const takesAway = new Set<EntryKind>(["charge", "expiry", "revoke"]);

async function toLines(ctx: TeamContext, entries: Entry[]): Promise<StatementLine[]> {
  const merged = mergeEntries(entries);
  const subjects = merged.flatMap(({ kind, subjectId, action }) =>
    (kind === "charge" || kind === "undo") && !action?.endsWith(".import") && subjectId ? [subjectId] : [],
  );
  const given = merged.some(({ credit }) => credit === "goodwill") ? await listGrants(ctx.teamDb, 500) : [];
  const reasons = new Map(given.map(({ id, reason }) => [id, reason]));
  const [names, members] = await Promise.all([readRecordNames(ctx.teamDb, Array.from(new Set(subjects))), readMemberNames(ctx)]);
  return merged.map((entry) => {
    const subject = entry.subjectId ? (names.get(entry.subjectId) ?? null) : null;
    return {
      seq: entry.seq,
      at: entry.at,
      kind: entry.kind,
      what: whatOf(entry, reasons),
      why: whyOf(entry),
      subject: subject?.name ?? null,
      subjectId: subject ? entry.subjectId : null,
      subjectIn: subject?.of.plural ?? null,
      member: entry.memberId ? (members[entry.memberId] ?? null) : null,
      credits: takesAway.has(entry.kind) ? -entry.credits : entry.credits,
      balance: entry.balance,
    };
  });
}

/** A page of the statement, newest first. */
export async function readStatement(
  ctx: TeamContext,
  before: number | null,
  limit: number,
  filter: StatementFilter = {},
): Promise<{ lines: StatementLine[]; next: number | null }> {
  const page = await ctx.ledger(ctx.team.id).statement({ ...filter, before: before ?? undefined, limit });
  return { lines: await toLines(ctx, page.entries), next: page.next };
}

/** Where the chain stood at the end of each of the last days, as written down outside of the ledger. Newest first. */
export async function readHeads(ctx: TeamContext): Promise<{ day: string; seq: number; head: string; balance: number }[]> {
  return (await listHeads(ctx.teamDb, 400)).map(({ day, seq, head, balance }) => ({ day, seq, head, balance }));
}

/** What the team had at a moment. */
export async function readStanding(ctx: TeamContext, at: number): Promise<Standing> {
  return ctx.ledger(ctx.team.id).standingAt(at);
}

export interface UsageLine {
  action: string;
  member: string;
  credits: number;
  actions: number;
}

/** What was spent from a moment to another: on what, by whom. */
export async function readUsage(ctx: TeamContext, from: number, to: number): Promise<UsageLine[]> {
  const [usage, members] = await Promise.all([ctx.ledger(ctx.team.id).usage(from, to), readMemberNames(ctx, "report")]);
  return usage.map(({ action, memberId, credits, actions }) => ({
    action: actionWords[action as Action]?.name ?? action,
    member: members[memberId] ?? "Former member",
    credits,
    actions,
  }));
}

const PAGE = 500;

/** Every entry that fits, page by page, newest first. */
async function* allEntries(ctx: TeamContext, filter: StatementFilter): AsyncGenerator<Entry[]> {
  const ledger = ctx.ledger(ctx.team.id);
  for (let before: number | undefined; ; ) {
    const page = await ledger.statement({ ...filter, before, limit: PAGE });
    yield page.entries;
    if (page.next === null) return;
    before = page.next;
  }
}

/** The statement as CSV, newest first, in words. */
export function exportStatementCsv(ctx: TeamContext, filter: StatementFilter): ReadableStream<Uint8Array> {
  async function* parts() {
    yield toCsv([["Time (UTC)", "What", "Why", "On", "By", "Credits", "Left"]]);
    for await (const entries of allEntries(ctx, filter)) {
      const rows = (await toLines(ctx, entries)).map(({ at, what, why, subject, member, credits, balance }) => [
        new Date(at).toISOString(),
        what,
        why,
        subject ?? "",
        member ?? "",
        credits,
        balance,
      ]);
      if (rows.length > 0) yield `\r\n${toCsv(rows)}`;
    }
  }
  return streamOf(parts());
}

/** Every entry as the journal has it, hashes included: what the proof page verifies, and anybody else can. */
export function exportStatementJson(ctx: TeamContext): ReadableStream<Uint8Array> {
  async function* parts() {
    yield `{"team":${JSON.stringify(ctx.team.id)},"exportedAt":${ctx.now},"entries":[`;
    let first = true;
    for await (const entries of allEntries(ctx, {})) {
      const text = entries.map((entry) => JSON.stringify(entry)).join(",\n");
      if (text !== "") yield first ? text : `,\n${text}`;
      first = first && text === "";
    }
    yield "]}";
  }
  return streamOf(parts());
}
