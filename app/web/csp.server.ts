// The headers of every answer: nothing but our own host, scripts by nonce only, no frames, https from now on.

export function newNonce(): string {
  return btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))));
}

function policy(nonce: string, origin: string): string {
  // Where a form may lead: ourselves and Stripe's page, or the sandbox's stand-in for it, which is another origin too.
  const pay = origin.startsWith("https:") ? "https://checkout.stripe.com" : origin.replace("//localhost", "//127.0.0.1");
  return [
    "default-src 'self'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'`,
    `style-src 'self' 'nonce-${nonce}'`,
    // Charts and virtual lists draw with style attributes.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    `form-action 'self' ${pay}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "object-src 'none'",
    // No text becomes a script by way of the page, where the browser knows how to forbid it.
    "require-trusted-types-for 'script'",
  ].join("; ");
}

/** What a browser can do that no page of ours asks for. */
const unused = ["camera", "display-capture", "geolocation", "microphone", "midi", "payment", "serial", "usb"];

export function withSecurityHeaders(response: Response, nonce: string, origin: string): Response {
  const headers = new Headers(response.headers);
  headers.set("Content-Security-Policy", policy(nonce, origin));
  headers.set("X-Content-Type-Options", "nosniff");
  headers.set("X-Frame-Options", "DENY");
  headers.set("Referrer-Policy", "strict-origin-when-cross-origin");
  headers.set("Permissions-Policy", unused.map((feature) => `${feature}=()`).join(", "));
  headers.set("Cross-Origin-Opener-Policy", "same-origin");
  headers.set("Cross-Origin-Resource-Policy", "same-origin");
  headers.set("Origin-Agent-Cluster", "?1");
  if (origin.startsWith("https:")) headers.set("Strict-Transport-Security", "max-age=63072000; includeSubDomains");
  // Most windows of the limits are this long; none is shorter.
  if (response.status === 429 && !headers.has("Retry-After")) headers.set("Retry-After", "900");
  if (!headers.has("Cache-Control")) headers.set("Cache-Control", "private, no-store");
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}

/** Where a plain http request should have gone: https, wherever the deployment has it. */
export function secureAddress(request: Request, origin: string): string | null {
  const url = new URL(request.url);
  if (url.protocol === "https:" || !origin.startsWith("https:")) return null;
  url.protocol = "https:";
  return url.href;
}
