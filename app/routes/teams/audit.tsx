import { json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/cloudflare";
import { Link, useLoaderData } from "@remix-run/react";
import { ActList } from "../../components/teams/ActList";
import { ButtonLink } from "../../components/ui/Button";
import { PageHead } from "../../components/ui/parts";
import { readActs } from "../../domain/core/auditLog";
import { can, notAllowedWords } from "../../domain/core/permissions";
import { notFound, requireMember } from "../../web/guard.server";
import { paths } from "../../web/paths";

export const meta: MetaFunction = () => [{ title: "Audit log - Farthing" }];

const PAGE = 100;

export async function loader(args: LoaderFunctionArgs) {
  const member = await requireMember(args);
  if (!can(member, "audit.read")) throw notFound(notAllowedWords({ act: "audit.read" }));
  const { acts, next } = await readActs(member, PAGE, new URL(args.request.url).searchParams.get("before"));
  return json({ acts, next, timeZone: member.team.timeZone });
}

export default function AuditLog() {
  const { acts, next, timeZone } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHead title="Audit log">
        <ButtonLink to={paths.auditCsv()} reloadDocument>
          Export as CSV
        </ButtonLink>
      </PageHead>
      <ActList acts={acts} timeZone={timeZone} />
      {next ? (
        <Link to={paths.auditLog({ before: next })} className="py-2 underline underline-offset-3">
          Earlier
        </Link>
      ) : null}
    </>
  );
}
