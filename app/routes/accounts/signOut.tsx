import { type ActionFunctionArgs, redirect } from "@remix-run/cloudflare";
import { endSession } from "../../domain/accounts/sessions";
import { paths } from "../../web/paths";

export const loader = () => redirect(paths.landing());

export async function action({ request, context: { ctx } }: ActionFunctionArgs) {
  const cookie = await endSession(ctx, request.headers.get("Cookie") ?? "");
  // What the tab has kept goes, too; pages are kept nowhere, and which browser it is stays known.
  return redirect(paths.landing(), { headers: { "Set-Cookie": cookie, "Clear-Site-Data": '"storage"' } });
}
