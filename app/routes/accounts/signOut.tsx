import { type ActionFunctionArgs, redirect } from "@remix-run/cloudflare";
import { endSession } from "../../domain/accounts/sessions";
import { paths } from "../../web/paths";

export const loader = () => redirect(paths.landing());

export async function action({ request, context: { ctx } }: ActionFunctionArgs) {
  return redirect(paths.landing(), { headers: { "Set-Cookie": await endSession(ctx, request.headers.get("Cookie") ?? "") } });
}
