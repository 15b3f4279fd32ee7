import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { copyOwnData } from "../domain/ownCopy";
import { fromOf } from "../web/device.server";
import { requireMemberOfAny } from "../web/guard.server";

export async function loader(args: LoaderFunctionArgs) {
  const copy = await copyOwnData(await requireMemberOfAny(args), fromOf(args.request));
  const headers = { "Content-Type": "application/json; charset=utf-8", "Content-Disposition": 'attachment; filename="my-data.json"' };
  return new Response(JSON.stringify(copy, null, 2), { headers });
}
