import { type ActionFunctionArgs, redirect } from "@remix-run/cloudflare";
import { writeAnalytics } from "../../web/analytics.server";
import { readPosted } from "../../web/body.server";
import { paths } from "../../web/paths";
import { returnPath } from "../../web/reply.server";

export const loader = () => redirect(paths.policy("cookies"));

export async function action({ request, context: { ctx } }: ActionFunctionArgs) {
  const form = await readPosted(request, "choice", "to");
  const cookie = await writeAnalytics(ctx, form.get("choice") === "yes" ? "yes" : "no");
  return redirect(returnPath(ctx, String(form.get("to") ?? ""), paths.policy("cookies")), { headers: { "Set-Cookie": cookie } });
}
