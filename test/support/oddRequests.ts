// Requests that nobody sends by accident: odd in method, address, query, headers, cookies, body, fields and files. Generated, so that the same seed gives
// the same ones. Nothing of the app is imported: the tests send them inside the runtime, `npm run test:fuzz` over HTTP.

export interface OddRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: Uint8Array<ArrayBuffer> | string | null;
}

type Random = () => number;

const text = (bytes: number, letter = "a") => letter.repeat(bytes);
const ULID = "01J00000000000000000000000";

const methods = ["GET", "HEAD", "POST", "POST", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
const oddPaths = [
  "",
  "/%",
  "/%E0%A4%A",
  "/%00",
  "//evil.example",
  "/.//x",
  "/..%2f..%2f",
  "/\u{1F600}",
  `/${text(3_000)}`,
  "/;/",
  "/contacts/%2e%2e",
  "?_data=routes%2Fcontacts%2Flist",
];
const oddQueries = [
  "",
  "?after=%%%",
  "?after=bnVsbA==",
  "?before[]=1",
  "?sort=__proto__&status=constructor",
  "?month=2026-99",
  "?before=-1e999",
  "?draft=%00",
  "?to=//evil.example",
  "?index&index",
  "?search=%22%2A%22%20OR%20%2A",
  `?search=${text(2_000)}`,
  "?tag=%F0%9F%98%80",
  "?_data=nothing",
  "?key=%27--",
  "?email=a&email=b&tel=%2B",
  "?remove=__proto__",
  "?session=cs_x",
  "?at=99999999999999999999",
];
const oddCookies = [
  "promo=100%",
  "session=%",
  "session=%E0%A4%A",
  "toast=%7B",
  "theme=eyJ4Ijox",
  "analytics=ISI=",
  "=",
  ";;;",
  `session=${text(5_000)}`,
  "__proto__=1",
  "theme=bnVsbA==",
  "toast=bnVsbA==",
  "device=W10=",
];
const contentTypes = [
  "application/x-www-form-urlencoded",
  "application/x-www-form-urlencoded; charset=utf-16",
  "application/json",
  "text/plain",
  "",
  "multipart/form-data",
  "multipart/form-data; boundary=",
  "multipart/form-data; boundary=x",
  'multipart/form-data; boundary="a b"',
  "image/png",
  "application/x-www-form-urlencoded;;;",
];
const names = [
  "email",
  "password",
  "name",
  "key",
  "price",
  "intent",
  "id",
  "text",
  "emails[0].value",
  "emails[1000000].value",
  "emails[40000000].value",
  "x[15000000]",
  "a.b.c.d.e.f.g",
  "__proto__.x",
  "constructor.prototype.x",
  "__intent__",
  "__state__",
  "addresses[3].street",
  "custom.__proto__",
  "column-0",
  "column-99999",
  "pack",
  "tag",
  "file",
  "code",
  "amount",
  "credits",
  "most",
  "kind",
  "how",
  "body",
  "adult",
  "changedAt",
  "noteId",
  "target",
  "period",
  "threshold",
  "title",
  "to",
  "wanted",
  "reason",
];
const values = [
  "",
  "a",
  "a@b.co",
  "1",
  "-1",
  "NaN",
  "1e999",
  "abc",
  "null",
  "[]",
  "{}",
  "true",
  ULID,
  "on",
  "\0",
  "\u{1F600}",
  "=1+1",
  "%",
  "🏳️‍🌈",
  text(300),
  text(30_000),
  "trash",
  "restore",
  "start",
  "check",
  "buy",
  "undo",
  "edit-note",
  "1984-02-29",
  "0x10",
  '{"type":"update","payload":{"name":"x[15000000]","value":1}}',
  '{"type":"insert","payload":{"name":"__proto__"}}',
  '{"type":"insert","payload":{"name":"email"}}',
  '{"type":"remove","payload":{"name":"emails","index":7}}',
  '{"validated":1}',
  "{",
  "Infinity",
  "9007199254740993",
];

/** One request. `own` are cookies of somebody who is signed in, `addresses` those of the app. */
export function oddRequest(random: Random, addresses: string[], own: string): OddRequest {
  const one = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const some = (chance: number) => random() < chance;
  const method = one(methods);
  const path = (some(0.1) ? one(oddPaths) || one(addresses) : one(addresses)) + (some(0.4) ? one(oddQueries) : "");
  const cookies = [some(0.7) ? own : "", some(0.3) ? one(oddCookies) : ""].filter(Boolean).join("; ");
  const headers: Record<string, string> = some(0.9) ? { Origin: "", "Sec-Fetch-Site": "same-origin" } : {};
  if (cookies !== "") headers.Cookie = cookies;
  if (some(0.2)) headers.Accept = one(["", "*/*", "text/html;q=bad", "application/json"]);
  if (some(0.2)) headers["User-Agent"] = one(["", "(((((", text(5_000), "<script>", "Mozilla/5.0 (X11; Linux x86_64) Chrome/1e999"]);
  if (some(0.1)) headers["Accept-Language"] = one(["xx-invalid-____", "*", text(2_000)]);
  const hasBody = method !== "GET" && method !== "HEAD" && some(0.95);
  const [type, body] = hasBody ? bodyOf(one, some) : ["", null];
  if (type !== "") headers["Content-Type"] = type;
  return { method, path: path.startsWith("/") ? path : `/${path}`, headers, body };
}

type One = <T>(from: readonly T[]) => T;

function bodyOf(one: One, some: (chance: number) => boolean): [type: string, body: string | Uint8Array<ArrayBuffer>] {
  const count = one([0, 1, 2, 4, 8, 20]);
  const fields = Array.from({ length: count }, () => [one(names), one(values)] as const);
  if (some(0.6))
    return [
      "application/x-www-form-urlencoded",
      fields.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join("&"),
    ];
  if (some(0.3)) return ["multipart/form-data; boundary=xyz", multipart(fields, one, some)];
  const raw = [
    text(100_000, "a=1&"),
    text(400_000, "x"),
    "%",
    "a=%&b=%E0",
    "null",
    "[]",
    '{"a":1}',
    "\0\0\0",
    "--xyz",
    "--x\r\n\r\n",
    "&&&&",
    "=",
    new Uint8Array([255, 254, 0, 1]),
    text(700_000, "é"),
  ];
  return [one(contentTypes), one(raw)];
}

function multipart(fields: (readonly [string, string])[], one: One, some: (chance: number) => boolean): string {
  const parts = fields.map(([name, value]) => `--xyz\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`);
  const file = one([
    "",
    "Name,E-mail\nAda,ada@example.org\n",
    "\n".repeat(20_000),
    "BEGIN:VCARD\r\nEND:VCARD",
    "PK\u0003\u0004",
    text(50_000, "="),
    "a".repeat(50_000),
  ]);
  if (some(0.5))
    parts.push(
      `--xyz\r\nContent-Disposition: form-data; name="file"; filename="${one(["a.csv", "", "../x", "a.zip"])}"\r\n\r\n${file}\r\n`,
    );
  return parts.join("") + (some(0.8) ? "--xyz--\r\n" : "");
}
