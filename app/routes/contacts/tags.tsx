import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import * as z from "zod";
import { colours, TagsCard } from "../../components/contacts/TagsCard";
import { PageHead } from "../../components/ui/parts";
import { changeTag, deleteTag, readTags } from "../../domain/contacts/tags";
import { can, notAllowedWords } from "../../domain/core/permissions";
import { readPosted } from "../../web/body.server";
import { requireMay, requireMember } from "../../web/guard.server";
import { paths } from "../../web/paths";
import { redirectWith } from "../../web/reply.server";

export const meta: MetaFunction = () => [{ title: "Tags - Farthing" }];

export async function loader(args: LoaderFunctionArgs) {
  const member = await requireMember(args);
  const tags = await readTags(member);
  const asked = new URL(args.request.url).searchParams.get("delete-tag");
  const deleting = tags.find(({ id }) => id === asked) ?? null;
  return json({ tags, deleting, mayDelete: can(member, "tag.delete") });
}

const Input = z.discriminatedUnion("intent", [
  z.object({ intent: z.literal("delete-tag"), id: z.string().max(40) }),
  z.object({
    intent: z.literal("tag"),
    id: z.string().max(40),
    name: z.string().trim().min(1, "Enter a name for the tag").max(40, "At most 40 characters"),
    colour: z.enum(colours),
  }),
]);

export async function action(args: ActionFunctionArgs) {
  const member = await requireMember(args);
  const read = Input.safeParse(Object.fromEntries(await readPosted(args.request, Input)));
  const wrong = (message: string, status: number) => json({ wrong: message }, { status });
  if (!read.success) return wrong(read.error.issues[0]?.message ?? "Check what you entered", 400);
  const { data } = read;
  if (data.intent === "tag") {
    requireMay(member, "record.change");
    const { kind } = await changeTag(member, data.id, data.name, data.colour);
    if (kind === "taken") return wrong("Another tag has this name.", 409);
    return redirectWith(member, paths.tags(), { text: "Saved.", tone: "good" });
  }
  const outcome = await deleteTag(member, data.id);
  if (outcome.kind === "not-allowed") return wrong(notAllowedWords(outcome), 403);
  const text = outcome.kind === "done" ? "Tag deleted. The contacts stay." : "This tag is already gone.";
  return redirectWith(member, paths.tags(), { text, tone: "good" });
}

export default function Tags() {
  const { tags, deleting, mayDelete } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <>
      <PageHead title="Tags" />
      <div className="max-w-2xl">
        <TagsCard tags={tags} deleting={deleting} mayDelete={mayDelete} wrong={answer?.wrong ?? null} />
      </div>
    </>
  );
}
