// Posts from other sites are refused, by what the browser itself says about where they come from.

/** Whether a request would change something and was sent by another site. Webhooks and one-click unsubscribing have no browser, and prove themselves by a signature. */
export function isForeignPost(request: Request): boolean {
  if (request.method === "GET" || request.method === "HEAD" || request.method === "OPTIONS") return false;
  const url = new URL(request.url);
  if (url.pathname.startsWith("/hooks/") || url.pathname.startsWith("/unsubscribe/")) return false;
  const site = request.headers.get("Sec-Fetch-Site");
  if (site !== null && site !== "same-origin") return true;
  return request.headers.get("Origin") !== url.origin;
}
