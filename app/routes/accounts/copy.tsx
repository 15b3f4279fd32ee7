import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { copyOwnData } from "../../domain/accounts/ownCopy";
import { allow } from "../../domain/core/limits";
import { fromOf } from "../../web/device.server";
import { ipOf, requirePerson } from "../../web/guard.server";

export async function loader(args: LoaderFunctionArgs) {
  const { person: member } = await requirePerson(args);
  // It reads everything there is of somebody: often enough for a person, not for a program.
  if (!(await allow(member, "copy", member.member.userId, ipOf(args.request))))
    return new Response("Too many copies. Try again in 15 minutes.", { status: 429, headers: { "Retry-After": "900" } });
  const copy = await copyOwnData(member, fromOf(args.request));
  const headers = { "Content-Type": "application/json; charset=utf-8", "Content-Disposition": 'attachment; filename="my-data.json"' };
  return new Response(JSON.stringify(copy, null, 2), { headers });
}
