import { json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/cloudflare";
import { useLoaderData } from "@remix-run/react";
import { ActList } from "../components/ActList";
import { ButtonLink } from "../components/ui/Button";
import { PageHead } from "../components/ui/parts";
import { readActs } from "../domain/auditLog";
import { notFound, requireMember } from "../web/guard.server";
import { paths } from "../web/paths";

export const meta: MetaFunction = () => [{ title: "Audit log - Farthing" }];

export async function loader(args: LoaderFunctionArgs) {
  const member = await requireMember(args);
  if (member.member.role !== "owner") throw notFound("Only the owner reads the audit log");
  return json({ acts: await readActs(member, 200), timeZone: member.team.timeZone });
}

export default function AuditLog() {
  const { acts, timeZone } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHead title="Audit log">
        <ButtonLink to={paths.settings()}>Back to settings</ButtonLink>
      </PageHead>
      <ActList acts={acts} timeZone={timeZone} />
    </>
  );
}
