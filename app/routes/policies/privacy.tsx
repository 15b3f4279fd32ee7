import { redirect } from "@remix-run/cloudflare";
import { paths } from "../../web/paths";

/** The address that older links and mails have. */
export const loader = () => redirect(paths.policy("privacy"), 301);
