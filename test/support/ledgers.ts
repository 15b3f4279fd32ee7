// A fresh team with its ledger, and charges that put one row under one receipt, as the domain's do.
import { env, runInDurableObject } from "cloudflare:test";
import { ulid } from "ulidx";
import type { Charge, Grant, Statement } from "~/workers/ledger/contract";

export async function newTeam(): Promise<string> {
  const teamId = ulid();
  await env.DB.prepare("INSERT INTO teams (id, name, default_country, time_zone, epoch, created_at) VALUES (?, 'Test', 'DE', 'UTC', 1, 0)")
    .bind(teamId)
    .run();
  return teamId;
}

export function ledgerOf(teamId: string) {
  return env.LEDGER.getByName(teamId);
}

export function grantOf(credits: number, over: Partial<Grant> = {}): Grant {
  const lot = { lotId: ulid(), source: "purchase", priority: 1, paymentId: "pay", costCents: 500, currency: "usd" } as const;
  return { ...lot, credits, expiresAt: null, memberId: null, ...over };
}

function receiptOf(teamId: string, key: string, credits: number): Statement {
  return {
    sql: `INSERT INTO receipts (team_id, key, state, attempt, epoch, action, credits, credits_back, member_id, subject_id, at)
          VALUES (?1, ?2, 'done', 0, (SELECT epoch FROM teams WHERE id = ?1 AND deactivated_at IS NULL), 'test', ?3, 0, 'm', ?2, 0)`,
    params: [teamId, key, credits],
  };
}

/** A charge whose action adds one tag row named after its key. */
export function chargeOf(teamId: string, key: string, over: Partial<Charge> = {}): Charge {
  const row = { sql: "INSERT INTO tags (team_id, id, name, colour) VALUES (?1, ?2, ?2, 'blue')", params: [teamId, key] };
  const credits = over.credits ?? 1;
  const charge = { key, action: "test", credits, priceVersion: 1, memberId: "m", timeZone: "UTC", subjectId: key, fingerprint: "f" };
  return { ...charge, statements: [receiptOf(teamId, key, credits), row], ...over };
}

export function takeBackOf(teamId: string, key: string, windowMs = 60_000) {
  return { key, windowMs, statements: [{ sql: "DELETE FROM tags WHERE team_id = ? AND id = ?", params: [teamId, key] }] };
}

/** The actions that really happened: rows in D1. */
export async function rowsOf(teamId: string): Promise<string[]> {
  const { results } = await env.DB.prepare("SELECT id FROM tags WHERE team_id = ? ORDER BY id").bind(teamId).all<{ id: string }>();
  return results.map(({ id }) => id);
}

/** Kills the object where it stands; the next call makes it anew from what it had written. */
export async function crash(teamId: string): Promise<void> {
  await runInDurableObject(ledgerOf(teamId), (_, state) => state.abort("planned crash")).catch(() => null);
}
