import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { Button, ButtonLink } from "../../components/ui/Button";
import { PostForm } from "../../components/ui/PostForm";
import { Alert, Card, PageHead } from "../../components/ui/parts";
import { readContact } from "../../domain/contacts/contacts";
import { notAllowedWords } from "../../domain/core/permissions";
import { eraseContact } from "../../domain/privacy/contactRights";
import { readPosted } from "../../web/body.server";
import { notFound, requireMember, requireMemberOfAny, requireRecent } from "../../web/guard.server";
import { paths } from "../../web/paths";
import { redirectWith } from "../../web/reply.server";
import { nameOf } from "../../web/views";

export const meta: MetaFunction = () => [{ title: "Erase a contact - Farthing" }];

export async function loader(args: LoaderFunctionArgs) {
  const member = await requireMember(args);
  const contact = await readContact(member, args.params.contactId ?? "");
  if (!contact) throw notFound("No such contact");
  return json({ id: contact.id, name: nameOf(contact) });
}

export async function action(args: ActionFunctionArgs) {
  const member = await requireMemberOfAny(args);
  await requireRecent(args);
  const minor = (await readPosted(args.request, "why")).get("why") === "minor";
  const outcome = await eraseContact(member, args.params.contactId ?? "", minor ? "minor" : "asked");
  if (outcome.kind === "not-allowed") return json({ problem: notAllowedWords(outcome) }, { status: 403 });
  if (outcome.kind === "missing") return json({ problem: "This contact is already gone." }, { status: 409 });
  return redirectWith(member, paths.certificate(outcome.actId), {
    text: "Erased for good, and blocked from being imported again.",
    tone: "good",
  });
}

export default function Erase() {
  const { id, name } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <>
      <PageHead title={`Erase ${name}`} />
      <Card className="grid max-w-xl gap-4 p-4">
        {answer ? <Alert title={answer.problem} /> : null}
        <p>
          Use this when someone asks to be forgotten. Everything about {name} is erased immediately and for good: the contact, notes,
          timeline, search entries, and the files of past imports and archives. You can’t undo this, and nothing goes to the trash.
        </p>
        <p className="text-ink-2">
          We keep a keyed hash of each e-mail address and phone number, so the next import doesn’t bring the person back. The audit log
          shows that a record was erased, but not whose. To set a contact aside for a while, use the trash instead.
        </p>
        <PostForm always className="flex flex-wrap gap-2">
          <Button kind="bad">Erase for good</Button>
          <Button kind="bad" name="why" value="minor">
            They are under 16: erase at once
          </Button>
          <ButtonLink to={paths.contact(id)}>Cancel</ButtonLink>
        </PostForm>
      </Card>
    </>
  );
}
