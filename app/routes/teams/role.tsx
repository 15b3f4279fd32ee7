import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { EditFoot } from "../../components/teams/EditFoot";
import { RoleFields } from "../../components/teams/RoleFields";
import { PostForm } from "../../components/ui/PostForm";
import { Card, PageHead } from "../../components/ui/parts";
import { changeRole, dropRole, grantable, readRoles, roleOf } from "../../domain/teams/roles";
import { notFound, requireMember, requireRecent } from "../../web/guard.server";
import { paths } from "../../web/paths";
import { redirectWith } from "../../web/reply.server";
import { readRole, refuseRole, seesChoices } from "../../web/roles.server";

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${data?.name ?? "Role"} - Farthing` }];

async function find(args: LoaderFunctionArgs) {
  const member = await requireMember(args);
  const role = (await readRoles(member)).find((one) => roleOf(one).roleId === (args.params.roleId ?? ""));
  if (!role) throw notFound("No such role");
  return { member: await requireMember(args, "role.change"), role };
}

export async function loader(args: LoaderFunctionArgs) {
  const { role } = await find(args);
  return json({
    name: role.name,
    ticked: role.acts as string[],
    sees: role.sees as Record<string, string>,
    seen: seesChoices,
    permissions: grantable.map(({ act, words }) => ({ act: act as string, words })),
  });
}

export async function action(args: ActionFunctionArgs) {
  const { member } = await find(args);
  await requireRecent(args);
  const id = args.params.roleId ?? "";
  const { intent, typed, data, wrong } = await readRole(args.request);
  if (intent === "delete") {
    const outcome = await dropRole(member, id);
    return outcome.kind === "done"
      ? redirectWith(member, paths.roles(), { text: "The role is deleted.", tone: "good" })
      : refuseRole(outcome, typed);
  }
  if (!data) return json({ wrong, typed }, { status: 400 });
  const outcome = await changeRole(member, id, data);
  if (outcome.kind !== "done") return refuseRole(outcome, typed);
  return redirectWith(member, paths.roles(), { text: "Saved. It holds from everyone’s next click.", tone: "good" });
}

export default function RolePage() {
  const { name, ticked, sees, seen, permissions } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <>
      <PageHead title={name} />
      <Card className="max-w-2xl">
        <PostForm className="grid gap-3 p-4">
          <RoleFields
            name={answer?.typed.name ?? name}
            permissions={permissions}
            ticked={answer?.typed.acts ?? ticked}
            seen={seen}
            sees={answer?.typed.sees ?? sees}
            wrong={(answer?.wrong ?? {}) as Record<string, string>}
          />
          <EditFoot what="role" back={paths.roles()} />
        </PostForm>
      </Card>
    </>
  );
}
