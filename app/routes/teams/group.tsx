import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { EditFoot } from "../../components/teams/EditFoot";
import { GroupFields } from "../../components/teams/GroupFields";
import { PostForm } from "../../components/ui/PostForm";
import { Card, PageHead } from "../../components/ui/parts";
import { changeGroup, dropGroup, readGroups } from "../../domain/teams/groups";
import { readMemberNames } from "../../domain/teams/members";
import { readGroup, refuseGroup } from "../../web/groups.server";
import { notFound, requireMember, requireRecent } from "../../web/guard.server";
import { paths } from "../../web/paths";
import { redirectWith } from "../../web/reply.server";

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${data?.name ?? "Group"} - Farthing` }];

async function find(args: LoaderFunctionArgs) {
  const member = await requireMember(args);
  const group = (await readGroups(member)).find(({ id }) => id === args.params.groupId);
  if (!group) throw notFound("No such group");
  return { member: await requireMember(args, "group.change"), group };
}

export async function loader(args: LoaderFunctionArgs) {
  const { member, group } = await find(args);
  const people = Object.entries(await readMemberNames(member)).map(([id, name]) => ({ id, name }));
  return json({ name: group.name, memberIds: group.memberIds, people });
}

export async function action(args: ActionFunctionArgs) {
  const { member, group } = await find(args);
  await requireRecent(args);
  const { intent, typed, data, wrong } = await readGroup(args.request);
  if (intent === "delete") {
    const outcome = await dropGroup(member, group.id);
    if (outcome.kind !== "done") return refuseGroup(outcome, typed);
    return redirectWith(member, paths.groups(), { text: "The group is deleted. Its people stay in the team.", tone: "good" });
  }
  if (!data) return json({ wrong, typed }, { status: 400 });
  const outcome = await changeGroup(member, group.id, data);
  if (outcome.kind !== "done") return refuseGroup(outcome, typed);
  return redirectWith(member, paths.groups(), { text: "Saved. It holds from everyone’s next click.", tone: "good" });
}

export default function GroupPage() {
  const { name, memberIds, people } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <>
      <PageHead title={name} />
      <Card className="max-w-2xl">
        <PostForm className="grid gap-3 p-4">
          <GroupFields
            name={answer?.typed.name ?? name}
            people={people}
            memberIds={answer?.typed.memberIds ?? memberIds}
            wrong={answer?.wrong ?? null}
          />
          <EditFoot what="group" back={paths.groups()} />
        </PostForm>
      </Card>
    </>
  );
}
