// Encryption of what people write: AES-256-GCM under the team's own data key, which lies wrapped in object storage, apart from what
// it opens. The team and the record are bound in, so that a ciphertext moved elsewhere does not open.
import type { Context, WrappingKey } from "./context";

const keyPath = (teamId: string) => `keys/${teamId}`;
const bytesOf = (text: string) => new Uint8Array(new TextEncoder().encode(text));
const fromBase64 = (text: string) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

async function seal(key: CryptoKey, plain: Uint8Array<ArrayBuffer>, bound: string): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: bytesOf(bound) }, key, plain);
  const packed = new Uint8Array(12 + sealed.byteLength);
  packed.set(iv);
  packed.set(new Uint8Array(sealed), 12);
  let text = "";
  for (let at = 0; at < packed.length; at += 8_192) text += String.fromCharCode(...packed.subarray(at, at + 8_192));
  return btoa(text);
}

async function unseal(key: CryptoKey, sealed: string, bound: string): Promise<Uint8Array<ArrayBuffer>> {
  const packed = fromBase64(sealed);
  const opened = await crypto.subtle.decrypt(
    { name: "AES-GCM", iv: packed.subarray(0, 12), additionalData: bytesOf(bound) },
    key,
    packed.subarray(12),
  );
  return new Uint8Array(opened);
}

function importKey(bytes: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
}

async function unwrap(keys: WrappingKey[], wrapped: string, teamId: string): Promise<CryptoKey> {
  const [id = "", sealed = ""] = wrapped.split(":");
  const wrapping = keys.find((key) => key.id === id);
  if (!wrapping) throw new Error(`No wrapping key has the id ${id}.`);
  return importKey(await unseal(await importKey(wrapping.bytes), sealed, `data-key/${teamId}`));
}

/** Makes a team's data key. Called once, when the team is made. */
export async function makeDataKey(ctx: Context, teamId: string): Promise<void> {
  const [wrapping] = ctx.wrappingKeys;
  if (!wrapping) throw new Error("There is no wrapping key.");
  const dataKey = crypto.getRandomValues(new Uint8Array(32));
  const sealed = await seal(await importKey(wrapping.bytes), dataKey, `data-key/${teamId}`);
  await ctx.files.put(keyPath(teamId), `${wrapping.id}:${sealed}`);
}

/** Opens and seals texts of one team. Reading the key costs one read of object storage, so a caller opens it once for many texts. */
export interface Vault {
  seal(recordId: string, text: string): Promise<string>;
  open(recordId: string, sealed: string): Promise<string>;
}

export async function openVault(ctx: Context, teamId: string): Promise<Vault> {
  const stored = await ctx.files.get(keyPath(teamId));
  if (!stored) throw new Error(`The data key of team ${teamId} is gone.`);
  const key = await unwrap(ctx.wrappingKeys, await stored.text(), teamId);
  const bound = (recordId: string) => `${teamId}/${recordId}`;
  return {
    seal: (recordId, text) => seal(key, bytesOf(text), bound(recordId)),
    open: async (recordId, sealed) => new TextDecoder().decode(await unseal(key, sealed, bound(recordId))),
  };
}

/** Takes a team's data key away for good: what was encrypted under it opens nowhere any more, in no copy either. */
export async function removeDataKey(ctx: Pick<Context, "files">, teamId: string): Promise<void> {
  await ctx.files.delete(keyPath(teamId));
}
