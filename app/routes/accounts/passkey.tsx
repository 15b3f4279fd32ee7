import { type ActionFunctionArgs, redirect } from "@remix-run/cloudflare";
import { signedInBy } from "../../domain/accounts/passkeys";
import { allow } from "../../domain/core/limits";
import { readPosted } from "../../web/body.server";
import { signInByPasskey } from "../../web/device.server";
import { ipOf } from "../../web/guard.server";
import { paths } from "../../web/paths";
import { returnPath } from "../../web/reply.server";

/** Nothing to look at: the button is on the page to sign in. */
export function loader() {
  return redirect(paths.signIn());
}

export async function action({ request, context: { ctx } }: ActionFunctionArgs) {
  const ip = ipOf(request);
  const answer = String((await readPosted(request, "answer")).get("answer") ?? "");
  const to = new URL(request.url).searchParams.get("to");
  const wrong = (why: "refused" | "many") => redirect(paths.signIn(to ?? undefined, why));
  if (!(await allow(ctx, "passkey", ip, ip))) return wrong("many");
  const signed = await signedInBy(ctx, answer);
  const headers = signed && (await signInByPasskey(ctx, request, signed));
  if (!headers) return wrong("refused");
  return redirect(returnPath(ctx, to, paths.contacts()), { headers });
}
