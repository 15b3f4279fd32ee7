import { type ActionFunctionArgs, redirect } from "@remix-run/cloudflare";
import { resendVerification } from "../../domain/accounts/verification";
import { allow } from "../../domain/core/limits";
import { ipOf, requireMember } from "../../web/guard.server";
import { paths } from "../../web/paths";
import { redirectWith } from "../../web/reply.server";

export const loader = () => redirect(paths.contacts());

export async function action(args: ActionFunctionArgs) {
  const member = await requireMember(args);
  if (!(await allow(member, "reset", member.member.email, ipOf(args.request))))
    return redirectWith(member, paths.contacts(), {
      text: "We’ve already sent the e-mail a few times. Check your spam folder, or try again in 15 minutes.",
      tone: "bad",
    });
  await resendVerification(member, member.member.userId);
  return redirectWith(member, paths.contacts(), { text: `The e-mail is on its way to ${member.member.email}.`, tone: "good" });
}
