// Passkeys: signing in with a device instead of a password (WebAuthn, level 3). The device asks for a finger, a face or a PIN, so a passkey is two factors
// in one. What it signs is made by us, bound to what it is for, good for half an hour, and used once.
import { randomBytes } from "node:crypto";
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import * as z from "zod";
import { countAttempt, findUser, type User } from "~/db/queries/accounts";
import { findPasskey, insertPasskey, listPasskeys, type Passkey, removePasskey, usePasskey } from "~/db/queries/factors";
import { type Statement, writeAll } from "~/db/statements";
import type { Context } from "../core/context";
import { datedKey, keyedHash, opens } from "../core/secrets";
import { type From, type SecurityWord, tellChange } from "./security";

export const PASSKEYS_MAX = 20;
/** As long as a page may stand open before somebody presses the button. */
const CHALLENGE_MS = 30 * 60 * 1000;

/** What a signature is for. `who`: the session, where there is one already. */
type Purpose = "add" | "sign-in" | "prove";

const purposeOf = (purpose: Purpose) => `passkey/${purpose}`;

/** A challenge that says by itself until when it holds and what for. */
function newChallenge(ctx: Context, purpose: Purpose, who: string): string {
  const nonce = randomBytes(16).toString("base64url");
  return `${nonce}:${datedKey(ctx, purposeOf(purpose), nonce + who, ctx.now + CHALLENGE_MS)}`;
}

/** Whether a challenge, as a browser gives it back, is one of ours for this, and wasn't used before. */
const isOurs = (ctx: Context, purpose: Purpose, who: string) => async (given: string) => {
  const [nonce = "", key = ""] = Buffer.from(given, "base64url").toString().split(":");
  if (!opens(ctx, purposeOf(purpose), nonce + who, key)) return false;
  return (await countAttempt(ctx.db, keyedHash(ctx, "passkey-used", nonce), ctx.now, CHALLENGE_MS)) === 1;
};

const Base64 = z
  .string()
  .max(20_000)
  .regex(/^[A-Za-z0-9_-]*$/);
const Common = {
  id: Base64.min(1).max(2_000),
  rawId: Base64,
  type: z.literal("public-key"),
  clientExtensionResults: z.object({}).default({}),
};
const Signed = z.object({
  ...Common,
  response: z.object({ clientDataJSON: Base64, authenticatorData: Base64, signature: Base64, userHandle: Base64.nullish() }),
});
const transports = ["ble", "cable", "hybrid", "internal", "nfc", "smart-card", "usb"] as const;
const Made = z.object({
  ...Common,
  response: z.object({ clientDataJSON: Base64, attestationObject: Base64, transports: z.array(z.string().max(20)).max(10).default([]) }),
});

/** What a browser answers, as a form brings it: JSON of the library in the page. Null where it is something else. */
function readAnswer<T extends z.ZodType>(schema: T, json: string): z.output<T> | null {
  try {
    return schema.safeParse(JSON.parse(json)).data ?? null;
  } catch {
    return null;
  }
}

const hostOf = ({ origin }: Context) => new URL(origin).hostname;

/** A user's name for a device: their id, which says nothing about them. */
const handleOf = (userId: string) => new Uint8Array(Buffer.from(userId));

/** What a browser needs to make a passkey for somebody, in this session. */
export async function passkeyToMake(ctx: Context, user: Pick<User, "id" | "name" | "email">, sessionId: string) {
  const known = await listPasskeys(ctx.db, user.id, PASSKEYS_MAX);
  return generateRegistrationOptions({
    ...{ rpName: "Farthing", rpID: hostOf(ctx), userID: handleOf(user.id), userName: user.email, userDisplayName: user.name },
    challenge: newChallenge(ctx, "add", sessionId),
    excludeCredentials: known.map(({ id }) => ({ id })),
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
  });
}

/** What a browser needs to sign in with a passkey, whosever it is. */
export const passkeyToSignIn = (ctx: Context) =>
  generateAuthenticationOptions({ rpID: hostOf(ctx), challenge: newChallenge(ctx, "sign-in", ""), userVerification: "required" });

/** What a browser needs to show again who sits at a session; null for somebody without passkeys. */
export async function passkeyToProve(ctx: Context, userId: string, sessionId: string) {
  const known = await listPasskeys(ctx.db, userId, PASSKEYS_MAX);
  if (known.length === 0) return null;
  return generateAuthenticationOptions({
    ...{ rpID: hostOf(ctx), challenge: newChallenge(ctx, "prove", sessionId), userVerification: "required" },
    allowCredentials: known.map(({ id }) => ({ id })),
  });
}

const said: Partial<Record<SecurityWord, [title: string, body: string]>> = {
  "passkey-added": ["A passkey was added to your account", "It signs in without your password."],
  "passkey-removed": ["A passkey was removed from your account", "It no longer signs in."],
};

/** Tells somebody of a change of their passkeys. */
function tell(ctx: Context, user: Pick<User, "id" | "name" | "email">, word: SecurityWord, from: From): Promise<void> {
  const [title = "", about = ""] = said[word] ?? [];
  const body = `${about} If it wasn’t you, remove passkeys that you don’t know, and change your password.`;
  return tellChange(ctx, user, word, { title, body, url: `${ctx.origin}/passkeys` }, from);
}

export type AddOutcome = "done" | "wrong" | "full";

/** Keeps a passkey that a browser has made for somebody in this session. */
export async function addPasskey(ctx: Context, userId: string, sessionId: string, json: string, from: From): Promise<AddOutcome> {
  const [user, answer] = [await findUser(ctx.db, userId), readAnswer(Made, json)];
  if (!user || !answer) return "wrong";
  const made = await verifyRegistrationResponse({
    ...{ expectedOrigin: ctx.origin, expectedRPID: hostOf(ctx), requireUserVerification: true },
    response: answer as never,
    expectedChallenge: isOurs(ctx, "add", sessionId),
  }).catch(() => null);
  if (!made?.verified) return "wrong";
  const { credential } = made.registrationInfo;
  const passkey: Passkey = {
    ...{ id: credential.id, userId, publicKey: Buffer.from(credential.publicKey).toString("base64url"), counter: credential.counter },
    transports: answer.response.transports.filter((one) => transports.some((known) => known === one)),
    ...{ device: from.device, createdAt: ctx.now, usedAt: ctx.now },
  };
  const kept = (await writeAll(ctx.db, [insertPasskey(passkey, PASSKEYS_MAX)]))[0] === 1;
  if (!kept) return "full";
  await tell(ctx, user, "passkey-added", from);
  return "done";
}

/** Whose passkey has signed; null where the signature is not good, or not for this. */
async function signer(
  ctx: Context,
  purpose: Purpose,
  who: string,
  json: string,
): Promise<{ userId: string; passkeyId: string; statement: Statement } | null> {
  const answer = readAnswer(Signed, json);
  const known = answer && (await findPasskey(ctx.db, answer.id));
  if (!known) return null;
  const { id, publicKey, counter } = known;
  const checked = await verifyAuthenticationResponse({
    ...{ expectedOrigin: ctx.origin, expectedRPID: hostOf(ctx), requireUserVerification: true },
    response: answer as never,
    expectedChallenge: isOurs(ctx, purpose, who),
    credential: { id, publicKey: new Uint8Array(Buffer.from(publicKey, "base64url")), counter },
  }).catch(() => null);
  if (!checked?.verified) return null;
  return { userId: known.userId, passkeyId: id, statement: usePasskey(ctx.db, id, checked.authenticationInfo.newCounter, ctx.now) };
}

/** Whom a passkey signs in, and which it was; null for nobody. */
export async function signedInBy(ctx: Context, json: string): Promise<{ userId: string; passkeyId: string } | null> {
  const found = await signer(ctx, "sign-in", "", json);
  if (!found || !(await findUser(ctx.db, found.userId))) return null;
  await writeAll(ctx.db, [found.statement]);
  return { userId: found.userId, passkeyId: found.passkeyId };
}

/** Whether a passkey is still there: asked once more when a session stands, so that one that was taken away meanwhile leaves none. */
export const isKept = async (ctx: Context, passkeyId: string): Promise<boolean> => (await findPasskey(ctx.db, passkeyId)) !== null;

/** Whether whoever sits at a session has shown again who they are, with a passkey of theirs. */
export async function isProvenBy(ctx: Context, userId: string, sessionId: string, json: string): Promise<boolean> {
  const found = await signer(ctx, "prove", sessionId, json);
  if (found?.userId !== userId) return false;
  await writeAll(ctx.db, [found.statement]);
  return true;
}

export interface PasskeyView {
  id: string;
  device: string;
  createdAt: number;
  usedAt: number;
}

/** Somebody's passkeys, the oldest first. */
export async function readPasskeys(ctx: Context, userId: string): Promise<PasskeyView[]> {
  const all = await listPasskeys(ctx.db, userId, PASSKEYS_MAX);
  return all.map(({ id, device, createdAt, usedAt }) => ({ id, device, createdAt, usedAt }));
}

/** Removes one of somebody's passkeys. False where it is not theirs. */
export async function dropPasskey(ctx: Context, userId: string, id: string, from: From): Promise<boolean> {
  const user = await findUser(ctx.db, userId);
  if (!user || (await writeAll(ctx.db, [removePasskey(ctx.db, userId, id)]))[0] !== 1) return false;
  await tell(ctx, user, "passkey-removed", from);
  return true;
}
