import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { takeArchive } from "../../domain/archives/archives";
import { notFound, requireMemberOfAny } from "../../web/guard.server";

/** `/settings/archive/ID.zip`, packed as it is sent. */
export async function loader(args: LoaderFunctionArgs) {
  const member = await requireMemberOfAny(args);
  const id = /^([0-9A-Z]{26})\.zip$/.exec(args.params.file ?? "")?.[1];
  const toMove = new URL(args.request.url).searchParams.get("for") === "moving";
  const packed = id ? await takeArchive(member, id, toMove) : null;
  if (packed?.kind !== "taken") throw notFound("This archive has expired, or was never yours");
  const headers = { "Content-Type": "application/zip", "Content-Disposition": 'attachment; filename="farthing-archive.zip"' };
  return new Response(packed.stream, { headers });
}
