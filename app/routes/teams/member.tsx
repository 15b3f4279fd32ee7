import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/cloudflare";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import * as z from "zod";
import { May } from "../../components/teams/May";
import { Ending, HandOver, Pausing, RoleForm } from "../../components/teams/MemberForms";
import { Avatar, Card, CardHead, Chip } from "../../components/ui/parts";
import { dateWords, When } from "../../components/ui/Time";
import { countWords } from "../../components/ui/words";
import { isOwnPassword } from "../../domain/accounts/accounts";
import { allow } from "../../domain/core/limits";
import { allPermissions, can, notAllowedWords } from "../../domain/core/permissions";
import { leaveTeam, removeMember } from "../../domain/leaving/memberLeaving";
import { offerTeam } from "../../domain/teams/handover";
import { changeMemberRole, pauseMember, resumeMember } from "../../domain/teams/memberChanges";
import { readMemberNames } from "../../domain/teams/members";
import { mayGive, reaches, readRoles, roleOf } from "../../domain/teams/roles";
import { readMember, readStaff } from "../../domain/teams/staff";
import { readPosted } from "../../web/body.server";
import { ipOf, type MemberContext, notFound, requireMember, requireRecent } from "../../web/guard.server";
import { mayTryPassword, noteWrongPassword, tooManyTries } from "../../web/password.server";
import { paths } from "../../web/paths";
import { redirectWith } from "../../web/reply.server";

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${data?.member.name ?? "Member"} - Farthing` }];

export async function loader(args: LoaderFunctionArgs) {
  const asking = await requireMember(args);
  const roles = await readRoles(asking);
  const member = await readMember(asking, args.params.memberId ?? "", roles);
  if (!member) throw notFound("No such member");
  const you = member.id === asking.member.id;
  const choice = roles.find(({ value }) => value === member.roleValue);
  const manages = can(asking, "member.change") && (!choice || reaches(asking, roleOf(choice), roles));
  const { acts, may, ...shown } = member;
  return json({
    member: shown,
    // What somebody did is in the audit log: for those who may read it, and for themselves.
    acts: you || can(asking, "audit.read") ? acts : null,
    may: allPermissions.map(({ act, words }) => ({ words, has: may.includes(act) })),
    you,
    mayChange: manages && !you,
    mayHand: can(asking, "team.hand") && !you && member.pausedAt === null,
    roles: roles.filter((role) => mayGive(asking, role)).map(({ value, name }) => ({ value, name })),
    others: (await readStaff(asking, roles))
      .filter(({ id, pausedAt }) => id !== member.id && pausedAt === null)
      .map(({ id, name }) => ({ id, name })),
    team: asking.team.name,
    timeZone: asking.team.timeZone,
  });
}

const Input = z.discriminatedUnion("intent", [
  z.object({ intent: z.literal("role"), role: z.string().max(60) }),
  z.object({ intent: z.enum(["pause", "resume"]) }),
  z.object({ intent: z.enum(["remove", "leave"]), to: z.string().max(40) }),
  z.object({ intent: z.literal("hand"), password: z.string().max(200) }),
]);
type Input = z.infer<typeof Input>;

const problems = {
  missing: "This member is gone.",
  "no-role": "Choose a role.",
  "last-owner": "The team needs an owner who can sign in. Hand it over first.",
  nobody: "Choose who gets what they look after.",
};

const said = {
  role: "The role is changed.",
  pause: "Deactivated. They can’t open this team until you reactivate them.",
  resume: "Reactivated.",
};

async function run(asking: MemberContext, id: string, data: Exclude<Input, { intent: "hand" }>) {
  if (data.intent === "role") return changeMemberRole(asking, id, data.role);
  if (!("to" in data)) return data.intent === "pause" ? pauseMember(asking, id) : resumeMember(asking, id);
  if (data.intent === "remove") return removeMember(asking, id, data.to);
  return id === asking.member.id ? leaveTeam(asking, data.to) : ({ kind: "missing" } as const);
}

export async function action(args: ActionFunctionArgs) {
  const asking = await requireMember(args);
  const id = args.params.memberId ?? "";
  const wrong = (problem: string, status: number, intent = "") => json({ problem, intent }, { status });
  if (!(id in (await readMemberNames(asking)))) throw notFound("No such member");
  await requireRecent(args);
  if (!(await allow(asking, "member", asking.team.id, ipOf(args.request))))
    return wrong("Too many changes today. Wait until tomorrow.", 429);
  const read = Input.safeParse(Object.fromEntries(await readPosted(args.request, Input)));
  if (!read.success) return wrong("Check what you entered.", 400);
  const { data } = read;
  if (data.intent === "hand") return hand(asking, id, data.password, args.request);
  const outcome = await run(asking, id, data);
  if (outcome.kind === "not-allowed") return wrong(notAllowedWords(outcome), 403, data.intent);
  if (outcome.kind !== "done") return wrong(problems[outcome.kind], outcome.kind === "missing" ? 404 : 409, data.intent);
  if (data.intent === "leave") return redirectWith(asking, paths.teams(), { text: `You left ${asking.team.name}.`, tone: "good" });
  if (data.intent === "remove") return redirectWith(asking, paths.members(), { text: "Removed from the team.", tone: "good" });
  return redirectWith(asking, paths.member(id), { text: said[data.intent], tone: "good" });
}

async function hand(asking: MemberContext, id: string, password: string, request: Request) {
  const wrong = (problem: string, status: number) => json({ problem, intent: "hand" }, { status });
  if (!can(asking, "team.hand")) return wrong(notAllowedWords({ act: "team.hand" }), 403);
  if (!(await mayTryPassword(asking, request))) return wrong(tooManyTries, 429);
  if (!(await isOwnPassword(asking, asking.member.userId, password))) {
    await noteWrongPassword(asking, request);
    return wrong("Wrong password. Nothing was changed.", 403);
  }
  const outcome = await offerTeam(asking, id);
  if (outcome.kind === "not-allowed") return wrong(notAllowedWords(outcome), 403);
  if (outcome.kind !== "done") return wrong("The team can’t be handed to this member.", 409);
  return redirectWith(asking, paths.members(), { text: "Offered. They have seven days to say yes.", tone: "good" });
}

type Data = ReturnType<typeof useLoaderData<typeof loader>>;

function Did({ member, acts, timeZone }: Pick<Data, "member" | "acts" | "timeZone">) {
  return (
    <Card>
      <CardHead title="Spending and activity">
        <Link to={paths.statement({ member: member.id })} className="py-1 text-xs text-ink-2 underline underline-offset-3 hover:text-ink">
          Statement
        </Link>
      </CardHead>
      <p className="px-4 py-3">
        {member.spent === null ? "We can’t reach the credits right now." : `${countWords(member.spent, "credit")} this month.`}
      </p>
      {acts ? (
        <ul>
          {acts.map(({ id, done, at }) => (
            <li key={id} className="flex flex-wrap gap-x-3 border-t border-line px-4 py-2">
              <span className="mr-auto">{done}</span>
              <span className="text-xs text-ink-3">
                <When at={at} timeZone={timeZone} />
              </span>
            </li>
          ))}
        </ul>
      ) : null}
    </Card>
  );
}

export default function MemberPage() {
  const data = useLoaderData<typeof loader>();
  const { member, you, mayChange, mayHand, roles, others, may, team } = data;
  const answer = useActionData<typeof action>();
  const wrong = (intent: string) => (answer?.intent === intent ? answer.problem : null);
  return (
    <>
      <Link to={paths.members()} className="inline-block py-1 text-ink-2 hover:text-ink">
        ← Members
      </Link>
      <div className="mb-4 flex flex-wrap items-center gap-3">
        <Avatar name={member.name} large />
        <div className="mr-auto min-w-0">
          <h1 className="break-words">{member.name}</h1>
          <p className="break-words text-ink-2">
            {member.email}, joined {dateWords(member.joinedAt, data.timeZone, false)}
          </p>
        </div>
        {member.pausedAt === null ? null : <Chip tone="warn">deactivated</Chip>}
        <Chip>{member.role}</Chip>
      </div>
      <div className="grid items-start gap-3 lg:grid-cols-2">
        <div className="grid min-w-0 gap-3">
          {mayChange ? <RoleForm roles={roles} current={member.roleValue} wrong={wrong("role")} /> : null}
          {mayChange ? <Pausing paused={member.pausedAt !== null} wrong={wrong("pause") ?? wrong("resume")} /> : null}
          {mayHand ? <HandOver name={member.name} team={team} wrong={wrong("hand")} /> : null}
          {mayChange || you ? <Ending you={you} team={team} others={others} wrong={wrong("remove") ?? wrong("leave")} /> : null}
          <Did {...data} />
        </div>
        <May title={you ? "What you may do" : "What they may do"} may={may} />
      </div>
    </>
  );
}
