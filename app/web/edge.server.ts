// What a stranger may send, before anything of ours looks at it: methods, addresses, cookies. What is odd is answered here, in words; what goes
// on is a request that every reader behind can take as it is.

const METHODS = ["GET", "HEAD", "POST"];
const ADDRESS_MAX = 4_000;
const COOKIES_MAX = 8_000;
/** Each may carry the prefix that browsers keep to https. */
const cookieNames = ["session", "device", "half", "toast", "theme", "analytics"];

const refuse = (words: string, status: number, headers: Record<string, string> = {}) =>
  new Response(words, { status, headers: { "Content-Type": "text/plain; charset=utf-8", ...headers } });

/** The request as the app takes it, or the answer to one that it does not. */
export function admit(request: Request): Request | Response {
  if (!METHODS.includes(request.method)) return refuse("This address takes GET and POST only.", 405, { Allow: METHODS.join(", ") });
  const url = new URL(request.url);
  if (url.href.length > ADDRESS_MAX) return refuse("This address is too long.", 414);
  if (!isReadable(url.pathname) || url.pathname.includes("//")) return refuse("This address can’t be read. Check it for typos.", 400);
  const headers = new Headers(request.headers);
  // Remix compares where a form comes from with these, and fails where they are odd. That comparison is ours, by csrf.server.ts.
  headers.delete("X-Forwarded-Host");
  headers.set("Host", url.host);
  const cookies = ownCookies(headers.get("Cookie") ?? "");
  if (cookies === "") headers.delete("Cookie");
  else headers.set("Cookie", cookies);
  if (request.method === "POST") return new Request(request, { headers });
  // A GET has no body for us, whatever it brings.
  return new Request(url, { method: request.method, headers, signal: request.signal, redirect: "manual" });
}

/** Whether a part of an address can be decoded: `%` is no letter. */
function isReadable(text: string): boolean {
  try {
    return !decodeURIComponent(text).includes("\0");
  } catch {
    return false;
  }
}

/** The cookies of a header that are ours and can be read. Never throws: what others set on our host is theirs to mend. */
export function ownCookies(header: string): string {
  if (header.length > COOKIES_MAX) return "";
  const own = header.split(";").flatMap((pair) => {
    const at = pair.indexOf("=");
    const name = pair.slice(0, at).trim();
    const value = pair.slice(at + 1).trim();
    return at > 0 && cookieNames.includes(name.replace(/^__Host-/, "")) && isReadable(value) ? [`${name}=${value}`] : [];
  });
  return own.join("; ");
}
