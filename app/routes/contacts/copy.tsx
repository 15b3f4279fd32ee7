import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { copyContact } from "../../domain/privacy/contactRights";
import { notFound, requireMember } from "../../web/guard.server";
import { paths } from "../../web/paths";
import { redirectWith } from "../../web/reply.server";

export async function loader(args: LoaderFunctionArgs) {
  const member = await requireMember(args, "record.export");
  const outcome = await copyContact(member, args.params.contactId ?? "");
  if (outcome.kind === "missing") throw notFound("No such contact");
  if (outcome.kind === "not-allowed") {
    const text = "This contact has sensitive fields. Ask an owner or a manager for the copy.";
    return redirectWith(member, paths.contact(args.params.contactId ?? ""), { text, tone: "bad" });
  }
  const headers = { "Content-Type": "application/json; charset=utf-8", "Content-Disposition": 'attachment; filename="copy.json"' };
  return new Response(JSON.stringify(outcome.copy, null, 2), { headers });
}
