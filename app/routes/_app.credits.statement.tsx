import { json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/cloudflare";
import { Link, useLoaderData } from "@remix-run/react";
import { StatementTable } from "../components/StatementTable";
import { ButtonLink } from "../components/ui/Button";
import { Alert, Card, PageHead } from "../components/ui/parts";
import { readStatement } from "../domain/credits";
import { requireMember } from "../web/guard.server";
import { paths } from "../web/paths";

export const meta: MetaFunction = () => [{ title: "Statement - Farthing" }];

const LINES = 100;

export async function loader(args: LoaderFunctionArgs) {
  const member = await requireMember(args);
  const before = Number(new URL(args.request.url).searchParams.get("before")) || null;
  const page = await readStatement(member, before, LINES).catch(() => null);
  return json({ page, before, timeZone: member.team.timeZone });
}

export default function Statement() {
  const { page, before, timeZone } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHead title="Statement">
        <ButtonLink to={paths.credits()}>Back to credits</ButtonLink>
      </PageHead>
      {page ? (
        <Card className="overflow-hidden">
          <StatementTable lines={page.lines} timeZone={timeZone} />
        </Card>
      ) : (
        <Alert title="The statement cannot be reached just now">Nothing is lost. Try again in a moment.</Alert>
      )}
      <nav aria-label="Pages" className="mt-3 flex justify-between">
        {before ? (
          <Link to={paths.statement()} className="py-1 underline underline-offset-3">
            Newest
          </Link>
        ) : (
          <span />
        )}
        {page?.next ? (
          <Link to={paths.statement({ before: page.next })} className="py-1 underline underline-offset-3">
            Earlier
          </Link>
        ) : null}
      </nav>
    </>
  );
}
