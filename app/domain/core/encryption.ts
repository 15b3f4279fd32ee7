// Encryption of what people write: AES-256-GCM under the team's own data key, which lies wrapped in object storage, apart from what
// it opens. The team and the record are bound in, so that a ciphertext moved elsewhere does not open.
import type { Context, Files, WrappingKey } from "./context";

const keyPath = (teamId: string) => `keys/${teamId}`;
const bytesOf = (text: string) => new Uint8Array(new TextEncoder().encode(text));
const fromBase64 = (text: string) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

async function sealBytes(key: CryptoKey, plain: Uint8Array<ArrayBuffer>, bound: string): Promise<Uint8Array<ArrayBuffer>> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: bytesOf(bound) }, key, plain);
  const packed = new Uint8Array(12 + sealed.byteLength);
  packed.set(iv);
  packed.set(new Uint8Array(sealed), 12);
  return packed;
}

async function seal(key: CryptoKey, plain: Uint8Array<ArrayBuffer>, bound: string): Promise<string> {
  const packed = await sealBytes(key, plain, bound);
  let text = "";
  for (let at = 0; at < packed.length; at += 8_192) text += String.fromCharCode(...packed.subarray(at, at + 8_192));
  return btoa(text);
}

async function unsealBytes(key: CryptoKey, packed: Uint8Array<ArrayBuffer>, bound: string): Promise<Uint8Array<ArrayBuffer>> {
  const opened = await crypto.subtle.decrypt(
    { name: "AES-GCM", iv: packed.subarray(0, 12), additionalData: bytesOf(bound) },
    key,
    packed.subarray(12),
  );
  return new Uint8Array(opened);
}

function unseal(key: CryptoKey, sealed: string, bound: string): Promise<Uint8Array<ArrayBuffer>> {
  return unsealBytes(key, fromBase64(sealed), bound);
}

function importKey(bytes: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
}

async function unwrap(keys: WrappingKey[], wrapped: string, teamId: string): Promise<Uint8Array<ArrayBuffer>> {
  const [id = "", sealed = ""] = wrapped.split(":");
  const wrapping = keys.find((key) => key.id === id);
  if (!wrapping) throw new Error(`No wrapping key has the id ${id}.`);
  return unseal(await importKey(wrapping.bytes), sealed, `data-key/${teamId}`);
}

async function wrap({ id, bytes }: WrappingKey, dataKey: Uint8Array<ArrayBuffer>, teamId: string): Promise<string> {
  return `${id}:${await seal(await importKey(bytes), dataKey, `data-key/${teamId}`)}`;
}

/** Makes a team's data key. Called once, when the team is made. */
export async function makeDataKey(ctx: Context, teamId: string): Promise<void> {
  const [wrapping] = ctx.wrappingKeys;
  if (!wrapping) throw new Error("There is no wrapping key.");
  await ctx.files.put(keyPath(teamId), await wrap(wrapping, crypto.getRandomValues(new Uint8Array(32)), teamId));
}

/** Seals short texts under the deployment's own secret: what a browser keeps for us, and nobody else reads. `purpose` is bound in. */
export async function openBox(
  { secret }: Pick<Context, "secret">,
  purpose: string,
): Promise<{ seal(text: string): Promise<string>; open(sealed: string): Promise<string> }> {
  const key = await importKey(new Uint8Array(await crypto.subtle.digest("SHA-256", bytesOf(`${purpose}/${secret}`))));
  return {
    seal: (text) => seal(key, bytesOf(text), purpose),
    open: async (sealed) => new TextDecoder().decode(await unseal(key, sealed, purpose)),
  };
}

/** Opens and seals texts of one team. Reading the key costs one read of object storage, so a caller opens it once for many texts. */
export interface Vault {
  seal(recordId: string, text: string): Promise<string>;
  open(recordId: string, sealed: string): Promise<string>;
  sealBytes(recordId: string, bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>>;
  openBytes(recordId: string, sealed: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>>;
}

export async function openVault(ctx: Pick<Context, "files" | "wrappingKeys">, teamId: string): Promise<Vault> {
  const stored = await ctx.files.get(keyPath(teamId));
  if (!stored) throw new Error(`The data key of team ${teamId} is gone.`);
  const key = await importKey(await unwrap(ctx.wrappingKeys, await stored.text(), teamId));
  const bound = (recordId: string) => `${teamId}/${recordId}`;
  return {
    seal: (recordId, text) => seal(key, bytesOf(text), bound(recordId)),
    open: async (recordId, sealed) => new TextDecoder().decode(await unseal(key, sealed, bound(recordId))),
    sealBytes: (recordId, bytes) => sealBytes(key, bytes, bound(recordId)),
    openBytes: (recordId, sealed) => unsealBytes(key, sealed, bound(recordId)),
  };
}

/** Files of one team, sealed under its key and bound to their path. */
export interface SealedFiles {
  write(path: string, text: string): Promise<void>;
  /** Null where there is no such file. */
  read(path: string): Promise<string | null>;
}

/** Opens a team's files. The key is read when it is first needed, and once. */
export function openFiles(ctx: Pick<Context, "files" | "wrappingKeys">, teamId: string): SealedFiles {
  let opening: Promise<Vault> | null = null;
  const vault = () => {
    opening ??= openVault(ctx, teamId);
    return opening;
  };
  return {
    async write(path, text) {
      await ctx.files.put(path, await (await vault()).sealBytes(path, bytesOf(text)));
    },
    async read(path) {
      const stored = await ctx.files.get(path);
      return stored && new TextDecoder().decode(await (await vault()).openBytes(path, new Uint8Array(await stored.arrayBuffer())));
    },
  };
}

/** Removes some files below a path; needs no key, so that it works after the key has gone. Returns how many: none are left when it says none. */
export async function removeSomeFiles(files: Files, prefix: string): Promise<number> {
  const { objects } = await files.list({ prefix });
  if (objects.length > 0) await files.delete(objects.map(({ key }) => key));
  return objects.length;
}

/** Removes every file below a path. */
export async function removeFiles(files: Files, prefix: string): Promise<void> {
  while ((await removeSomeFiles(files, prefix)) > 0);
}

/**
 * Wraps a team's data key with the newest of the deployment's keys, where it is another's. What was encrypted stays as it is. A key that went meanwhile stays gone:
 * the write is refused unless the file is the one that was read. Returns whether it was wrapped anew.
 */
export async function rewrapDataKey(ctx: Pick<Context, "files" | "wrappingKeys">, teamId: string): Promise<boolean> {
  const [newest] = ctx.wrappingKeys;
  const stored = await ctx.files.get(keyPath(teamId));
  const wrapped = await stored?.text();
  if (!newest || !stored || !wrapped || wrapped.startsWith(`${newest.id}:`)) return false;
  const dataKey = await unwrap(ctx.wrappingKeys, wrapped, teamId);
  return (await ctx.files.put(keyPath(teamId), await wrap(newest, dataKey, teamId), { onlyIf: { etagMatches: stored.etag } })) !== null;
}

/** Whether a team's data key is there and opens with one of the deployment's keys; and by which. */
export async function checkDataKey(
  ctx: Pick<Context, "files" | "wrappingKeys">,
  teamId: string,
): Promise<"sound" | "old" | "gone" | "shut"> {
  const stored = await ctx.files.get(keyPath(teamId));
  if (!stored) return "gone";
  const wrapped = await stored.text();
  const opens = await unwrap(ctx.wrappingKeys, wrapped, teamId).then(
    () => true,
    () => false,
  );
  if (!opens) return "shut";
  return wrapped.startsWith(`${ctx.wrappingKeys[0]?.id}:`) ? "sound" : "old";
}

/** Takes a team's data key away for good: what was encrypted under it opens nowhere any more, in no copy either. */
export async function removeDataKey(ctx: Pick<Context, "files">, teamId: string): Promise<void> {
  await ctx.files.delete(keyPath(teamId));
}
