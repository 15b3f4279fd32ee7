import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/cloudflare";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { GroupFields } from "../../components/teams/GroupFields";
import { Button } from "../../components/ui/Button";
import { PostForm } from "../../components/ui/PostForm";
import { Card, CardHead, PageHead } from "../../components/ui/parts";
import { can } from "../../domain/core/permissions";
import { addGroup, readGroups } from "../../domain/teams/groups";
import { readMemberNames } from "../../domain/teams/members";
import { readGroup, refuseGroup } from "../../web/groups.server";
import { requireMember, requireRecent } from "../../web/guard.server";
import { paths } from "../../web/paths";
import { redirectWith } from "../../web/reply.server";

export const meta: MetaFunction = () => [{ title: "Groups - Farthing" }];

export async function loader(args: LoaderFunctionArgs) {
  const member = await requireMember(args);
  const [groups, names] = await Promise.all([readGroups(member), readMemberNames(member)]);
  return json({
    groups: groups.map(({ id, name, memberIds }) => ({ id, name, members: memberIds.flatMap((one) => names[one] ?? []).sort() })),
    people: Object.entries(names).map(([id, name]) => ({ id, name })),
    mayChange: can(member, "group.change"),
  });
}

export async function action(args: ActionFunctionArgs) {
  const member = await requireMember(args, "group.change");
  await requireRecent(args);
  const { typed, data, wrong } = await readGroup(args.request);
  if (!data) return json({ wrong, typed }, { status: 400 });
  const outcome = await addGroup(member, data);
  if (outcome.kind !== "done") return refuseGroup(outcome, typed);
  return redirectWith(member, paths.groups(), { text: `The group ${data.name} was created.`, tone: "good" });
}

type Data = ReturnType<typeof useLoaderData<typeof loader>>;

function Add({ people }: Pick<Data, "people">) {
  const answer = useActionData<typeof action>();
  return (
    <Card>
      <CardHead title="A new group" />
      <PostForm className="grid gap-3 p-4">
        <GroupFields
          name={answer?.typed.name ?? ""}
          people={people}
          memberIds={answer?.typed.memberIds ?? []}
          wrong={answer?.wrong ?? null}
        />
        <div>
          <Button name="intent" value="add">
            Create the group
          </Button>
        </div>
      </PostForm>
    </Card>
  );
}

export default function Groups() {
  const { groups, people, mayChange } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHead title="Groups" />
      <div className="grid items-start gap-3 lg:grid-cols-2">
        <Card>
          <CardHead title="Groups in this team" />
          {groups.length === 0 ? (
            <p className="px-4 py-3 text-ink-2">
              No groups yet. A group is people who work together. A{" "}
              <Link to={paths.roles()} className="underline underline-offset-3">
                role
              </Link>{" "}
              can let its members see only the records of their groups.
            </p>
          ) : null}
          <ul>
            {groups.map(({ id, name, members }) => (
              <li key={id} className="flex flex-wrap items-center gap-x-3 border-b border-line px-4 py-2.5 last:border-0">
                <span className="mr-auto grid min-w-0">
                  <span className="font-[550] break-words">{name}</span>
                  <span className="text-xs break-words text-ink-3">{members.join(", ") || "Nobody yet"}</span>
                </span>
                {mayChange ? (
                  <Link to={paths.group(id)} aria-label={`Change ${name}`} className="py-1 underline underline-offset-3">
                    Change
                  </Link>
                ) : null}
              </li>
            ))}
          </ul>
        </Card>
        {mayChange ? <Add key={groups.length} people={people} /> : null}
      </div>
    </>
  );
}
