import { type ActionFunctionArgs, redirect } from "@remix-run/cloudflare";
import { writeAnalytics } from "../web/analytics.server";
import { paths } from "../web/paths";
import { safePath } from "../web/reply.server";

export const loader = () => redirect(paths.policy("cookies"));

export async function action({ request, context: { ctx } }: ActionFunctionArgs) {
  const form = await request.formData();
  const cookie = await writeAnalytics(ctx, form.get("choice") === "yes" ? "yes" : "no");
  return redirect(safePath(String(form.get("to") ?? ""), paths.policy("cookies")), { headers: { "Set-Cookie": cookie } });
}
