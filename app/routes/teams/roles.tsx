import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/cloudflare";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { May } from "../../components/teams/May";
import { RoleFields } from "../../components/teams/RoleFields";
import { Button } from "../../components/ui/Button";
import { PostForm } from "../../components/ui/PostForm";
import { Card, CardHead, Chip, PageHead } from "../../components/ui/parts";
import { allPermissions, can, permissionsOf } from "../../domain/core/permissions";
import { addRole, grantable, readRoles, roleOf } from "../../domain/teams/roles";
import { requireMember, requireRecent } from "../../web/guard.server";
import { paths } from "../../web/paths";
import { redirectWith } from "../../web/reply.server";
import { readRole, refuseRole, seesChoices } from "../../web/roles.server";

export const meta: MetaFunction = () => [{ title: "Roles - Farthing" }];

export async function loader(args: LoaderFunctionArgs) {
  const member = await requireMember(args);
  const own = permissionsOf(member.member);
  const roles = await readRoles(member);
  return json({
    roles: roles.map((role) => ({ name: role.name, what: role.what, value: role.value, id: roleOf(role).roleId })),
    may: allPermissions.map(({ act, words }) => ({ words, has: own.includes(act) })),
    mayChange: can(member, "role.change"),
    permissions: grantable.map(({ act, words }) => ({ act: act as string, words })),
    // An agent's, to begin with: one takes away or adds.
    ticked: permissionsOf({ role: "agent" }) as string[],
    seen: seesChoices,
  });
}

export async function action(args: ActionFunctionArgs) {
  const member = await requireMember(args, "role.change");
  await requireRecent(args);
  const { typed, data, wrong } = await readRole(args.request);
  if (!data) return json({ wrong, typed }, { status: 400 });
  const outcome = await addRole(member, data);
  if (outcome.kind !== "done") return refuseRole(outcome, typed);
  return redirectWith(member, paths.roles(), {
    text: `The role ${data.name} was created. Give it to members, or invite people with it.`,
    tone: "good",
  });
}

type Data = ReturnType<typeof useLoaderData<typeof loader>>;

function Add({ permissions, ticked, seen }: Pick<Data, "permissions" | "ticked" | "seen">) {
  const answer = useActionData<typeof action>();
  return (
    <Card>
      <CardHead title="A role of your own" />
      <PostForm className="grid gap-3 p-4">
        <RoleFields
          name={answer?.typed.name ?? ""}
          permissions={permissions}
          ticked={answer?.typed.acts ?? ticked}
          seen={seen}
          sees={answer?.typed.sees ?? {}}
          wrong={(answer?.wrong ?? {}) as Record<string, string>}
        />
        <div>
          <Button name="intent" value="add">
            Create the role
          </Button>
        </div>
      </PostForm>
    </Card>
  );
}

export default function Roles() {
  const { roles, may, mayChange, permissions, ticked, seen } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHead title="Roles" />
      <div className="grid items-start gap-3 lg:grid-cols-2">
        <div className="grid min-w-0 gap-3">
          <Card>
            <CardHead title="Roles in this team" />
            <ul>
              {roles.map(({ name, what, value, id }) => (
                <li key={value} className="flex flex-wrap items-center gap-x-3 border-b border-line px-4 py-2.5 last:border-0">
                  <span className="mr-auto grid min-w-0">
                    <span className="font-[550] break-words">{name}</span>
                    <span className="text-xs text-ink-3">{what}</span>
                  </span>
                  {id === null ? <Chip>built in</Chip> : null}
                  {id !== null && mayChange ? (
                    <Link to={paths.role(id)} aria-label={`Change ${name}`} className="py-1 underline underline-offset-3">
                      Change
                    </Link>
                  ) : null}
                </li>
              ))}
            </ul>
          </Card>
          <May title="What you may do" may={may} />
        </div>
        {mayChange ? <Add permissions={permissions} ticked={ticked} seen={seen} /> : null}
      </div>
    </>
  );
}
