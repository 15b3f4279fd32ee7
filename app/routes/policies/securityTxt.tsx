import type { LoaderFunctionArgs } from "@remix-run/cloudflare";

const YEAR_MS = 365 * 24 * 60 * 60 * 1000;

/** RFC 9116: where to tell of a hole. */
export function loader({ context: { ctx } }: LoaderFunctionArgs) {
  const lines = [
    `Contact: mailto:${ctx.sender.supportEmail}`,
    `Expires: ${new Date(ctx.now + YEAR_MS).toISOString()}`,
    `Policy: ${ctx.origin}/policies/security`,
    "Preferred-Languages: en",
  ];
  return new Response(`${lines.join("\n")}\n`, { headers: { "Content-Type": "text/plain; charset=utf-8" } });
}
