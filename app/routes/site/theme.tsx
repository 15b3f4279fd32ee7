import { type ActionFunctionArgs, redirect } from "@remix-run/cloudflare";
import { readPosted } from "../../web/body.server";
import { paths } from "../../web/paths";
import { writeTheme } from "../../web/theme.server";
import { themes } from "../../web/themes";

export const loader = () => redirect(paths.landing());

export async function action({ request, context: { ctx } }: ActionFunctionArgs) {
  const chosen = String((await readPosted(request, "theme")).get("theme"));
  const theme = themes.find((one) => one === chosen) ?? "system";
  return redirect(paths.settings(), { headers: { "Set-Cookie": await writeTheme(ctx, theme) } });
}
