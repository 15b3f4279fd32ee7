import { json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/cloudflare";
import { useLoaderData } from "@remix-run/react";
import { ButtonLink } from "../../components/ui/Button";
import { Card, PageHead } from "../../components/ui/parts";
import { readAct } from "../../domain/core/auditLog";
import { HISTORY_DAYS } from "../../domain/core/periods";
import { can } from "../../domain/core/permissions";
import { notFound, requireMember } from "../../web/guard.server";
import { paths } from "../../web/paths";

export const meta: MetaFunction = () => [{ title: "Certificate of erasure - Farthing" }];

export async function loader(args: LoaderFunctionArgs) {
  const member = await requireMember(args);
  const act = await readAct(member, args.params.actId ?? "");
  if (act?.act !== "contact.erased" || !can(member, "certificate.read")) throw notFound("No such certificate");
  const at = new Intl.DateTimeFormat("en", { dateStyle: "long", timeStyle: "long", timeZone: member.team.timeZone }).format(act.at);
  const { businessName, name } = member.team;
  return json({ id: act.id, record: act.subjectId, at, team: businessName || name, historyDays: HISTORY_DAYS });
}

export default function Certificate() {
  const { id, record, at, team, historyDays } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHead title="Certificate of erasure">
        <ButtonLink to={paths.contacts()}>Go to contacts</ButtonLink>
      </PageHead>
      <Card className="grid max-w-2xl gap-3 p-6">
        <p>
          {team} confirms that record {record} and everything naming the person in it were erased for good on {at}.
        </p>
        <ul className="grid list-disc gap-1 pl-5">
          <li>Erased: the contact with all addresses and numbers, notes, timeline, tags, search, and the files of imports and archives.</li>
          <li>
            Kept: a keyed hash of each e-mail address and number, or of the name if there was neither. Nothing can be read from it. It keeps
            imports from bringing the person back.
          </li>
          <li>Kept: this line of the audit log, which names the record but not the person.</li>
          <li>
            The database platform’s own history goes back {historyDays} days. Nobody looks at it except to restore the whole database after
            an accident.
          </li>
        </ul>
        <p className="text-xs text-ink-3">Entry {id} of the audit log. Print this page, or copy it into your answer.</p>
      </Card>
    </>
  );
}
