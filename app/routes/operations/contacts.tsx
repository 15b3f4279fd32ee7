import { json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/cloudflare";
import { useLoaderData } from "@remix-run/react";
import { Card, PageHead } from "../../components/ui/parts";
import { lookAsSupport } from "../../domain/privacy/consents";
import { notFound, requireOperator } from "../../web/guard.server";

export const meta: MetaFunction = () => [{ title: "Contacts, with consent - Farthing" }];

/** Only while the team’s consent holds; each look is in its audit log. */
export async function loader(args: LoaderFunctionArgs) {
  const member = await requireOperator(args);
  const contacts = await lookAsSupport(member, args.params.teamId ?? "");
  if (!contacts) throw notFound("There is no consent");
  return json({ contacts });
}

export default function Look() {
  const { contacts } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHead title="Contacts, with the owner’s consent" />
      <Card>
        <ul>
          {contacts.map(({ id, firstName, lastName, company, status }) => (
            <li key={id} className="flex flex-wrap gap-3 border-b border-line px-4 py-2 last:border-0">
              <span className="mr-auto">{[firstName, lastName].filter(Boolean).join(" ") || company}</span>
              <span className="text-ink-2">{status}</span>
            </li>
          ))}
        </ul>
      </Card>
    </>
  );
}
