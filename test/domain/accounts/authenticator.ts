// A device with passkeys, as a browser would ask it: keys made here, and answers signed as WebAuthn wants them. Source: W3C, Web Authentication, level 3.
import { createHash, randomBytes } from "node:crypto";

const base64 = (bytes: Uint8Array | ArrayBuffer) => Buffer.from(bytes as Uint8Array).toString("base64url");
const sha256 = (bytes: Uint8Array | string) => createHash("sha256").update(bytes).digest();

/** The head of a CBOR item: its kind, and a length or number below 65,536. */
function head(kind: number, value: number): Buffer {
  if (value < 24) return Buffer.from([(kind << 5) | value]);
  return value < 256 ? Buffer.from([(kind << 5) | 24, value]) : Buffer.from([(kind << 5) | 25, value >> 8, value & 255]);
}
const bytesOf = (bytes: Uint8Array) => Buffer.concat([head(2, bytes.length), bytes]);
const textOf = (text: string) => Buffer.concat([head(3, text.length), Buffer.from(text)]);
const numberOf = (value: number) => (value < 0 ? head(1, -1 - value) : head(0, value));

/** The signature of WebCrypto, r and s, as DER has it. */
function derOf(raw: Uint8Array): Buffer {
  const part = (bytes: Uint8Array) => {
    const whole = Buffer.from(bytes);
    let from = 0;
    while (from < whole.length - 1 && whole[from] === 0) from++;
    const cut = whole.subarray(from);
    const positive = (cut[0] ?? 0) > 127 ? Buffer.concat([Buffer.from([0]), cut]) : cut;
    return Buffer.concat([Buffer.from([2, positive.length]), positive]);
  };
  const both = Buffer.concat([part(raw.subarray(0, 32)), part(raw.subarray(32))]);
  return Buffer.concat([Buffer.from([48, both.length]), both]);
}

export interface Device {
  /** The answer to being asked for a new passkey. */
  make(options: { challenge: string }, over?: { origin?: string }): Promise<string>;
  /** The answer to being asked to sign. */
  sign(options: { challenge: string }, over?: { origin?: string; verified?: boolean; userHandle?: string }): Promise<string>;
}

/** A device with one passkey, for pages of an origin. It counts its signatures unless it is one that is synced. */
export async function newDevice(origin: string, synced = false): Promise<Device> {
  const keys = (await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign", "verify"])) as CryptoKeyPair;
  const { x = "", y = "" } = (await crypto.subtle.exportKey("jwk", keys.publicKey)) as JsonWebKey;
  const id = randomBytes(32);
  let count = 0;
  const client = (type: string, challenge: string, from: string) =>
    Buffer.from(JSON.stringify({ type, challenge, origin: from, crossOrigin: false }));
  const dataOf = (flags: number, extra: Uint8Array = new Uint8Array()) => {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(synced ? 0 : ++count);
    return Buffer.concat([sha256(new URL(origin).hostname), Buffer.from([flags]), counter, extra]);
  };
  const cose = Buffer.concat([
    head(5, 5),
    ...[numberOf(1), numberOf(2), numberOf(3), numberOf(-7), numberOf(-1), numberOf(1)],
    ...[numberOf(-2), bytesOf(Buffer.from(x, "base64url")), numberOf(-3), bytesOf(Buffer.from(y, "base64url"))],
  ]);
  const whole = (response: object) =>
    JSON.stringify({ id: base64(id), rawId: base64(id), type: "public-key", clientExtensionResults: {}, response });
  return {
    async make({ challenge }, { origin: from = origin } = {}) {
      const length = Buffer.from([0, id.length]);
      // Present, verified, with a key.
      const authData = dataOf(0x45, Buffer.concat([Buffer.alloc(16), length, id, cose]));
      const attestation = Buffer.concat([
        head(5, 3),
        textOf("fmt"),
        textOf("none"),
        textOf("attStmt"),
        head(5, 0),
        textOf("authData"),
        bytesOf(authData),
      ]);
      return whole({
        clientDataJSON: base64(client("webauthn.create", challenge, from)),
        attestationObject: base64(attestation),
        transports: ["internal"],
      });
    },
    async sign({ challenge }, { origin: from = origin, verified = true, userHandle } = {}) {
      const clientData = client("webauthn.get", challenge, from);
      const authenticatorData = dataOf(verified ? 0x05 : 0x01);
      const signed = new Uint8Array(Buffer.concat([authenticatorData, sha256(clientData)]));
      const raw = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, keys.privateKey, signed);
      return whole({
        ...{
          clientDataJSON: base64(clientData),
          authenticatorData: base64(authenticatorData),
          signature: base64(derOf(new Uint8Array(raw))),
        },
        userHandle,
      });
    },
  };
}
