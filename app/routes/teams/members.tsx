import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/cloudflare";
import { Link, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import * as z from "zod";
import { Tick } from "../../components/teams/GroupFields";
import { Handover } from "../../components/teams/Handover";
import { RoleSelect } from "../../components/teams/MemberForms";
import { InvitationList, MemberList } from "../../components/teams/MemberList";
import { Button } from "../../components/ui/Button";
import { Errors, TextBox } from "../../components/ui/Field";
import { PostForm } from "../../components/ui/PostForm";
import { Card, CardHead, PageHead } from "../../components/ui/parts";
import { countWords } from "../../components/ui/words";
import { EmailAddress } from "../../domain/accounts/accounts";
import { allow } from "../../domain/core/limits";
import { can, notAllowedWords } from "../../domain/core/permissions";
import { readJoinable } from "../../domain/teams/groups";
import { acceptTeam, endOffer, readOffer } from "../../domain/teams/handover";
import {
  INVITED_MAX,
  invite,
  MEMBERS_MAX,
  readInvitations,
  resendInvitation,
  revokeInvitation,
  splitAddresses,
} from "../../domain/teams/invitations";
import { mayGive, readRoles } from "../../domain/teams/roles";
import { readStaff } from "../../domain/teams/staff";
import { readPosted } from "../../web/body.server";
import { refuseUnconfirmed } from "../../web/buying.server";
import { ipOf, type MemberContext, requireMember, requireRecent } from "../../web/guard.server";
import { paths } from "../../web/paths";
import { redirectWith } from "../../web/reply.server";

export const meta: MetaFunction = () => [{ title: "Members - Farthing" }];

export async function loader(args: LoaderFunctionArgs) {
  const member = await requireMember(args);
  const roles = await readRoles(member);
  const [staff, invitations, offer, groups] = await Promise.all([
    readStaff(member, roles),
    readInvitations(member),
    readOffer(member),
    readJoinable(member),
  ]);
  const nameOf = (id: string) => staff.find((one) => one.id === id)?.name ?? "A former member";
  return json({
    members: staff.map(({ id, name, email, role, pausedAt }) => ({
      id,
      name,
      email,
      role,
      paused: pausedAt !== null,
      you: id === member.member.id,
    })),
    invitations: invitations.map(({ id, email, role, expiresAt }) => ({ id, email, role, expiresAt })),
    mayInvite: can(member, "member.invite"),
    roles: roles.filter((role) => mayGive(member, role)).map(({ value, name }) => ({ value, name })),
    offer: offer && {
      ...{ from: nameOf(offer.fromId), to: nameOf(offer.toId), expiresAt: offer.expiresAt },
      ...{ yours: offer.toId === member.member.id, byYou: offer.fromId === member.member.id },
    },
    groups: groups.map(({ id, name }) => ({ id, name })),
    most: INVITED_MAX,
    timeZone: member.team.timeZone,
  });
}

const Input = z.discriminatedUnion("intent", [
  z.object({
    intent: z.literal("invite"),
    emails: z.string().max(8_000),
    role: z.string().max(60),
    groups: z.array(z.string().max(40)).max(50).default([]),
  }),
  z.object({ intent: z.enum(["resend", "revoke"]), id: z.string().max(40) }),
  z.object({ intent: z.enum(["accept", "end-offer"]) }),
]);

/** What lets somebody in, or makes them the owner. */
const asksAgain: string[] = ["invite", "resend", "accept"];

const tooMany = "Your team has sent too many invitations today. Wait until tomorrow.";

export async function action(args: ActionFunctionArgs) {
  const member = await requireMember(args);
  const form = await readPosted(args.request, Input);
  const read = Input.safeParse({ ...Object.fromEntries(form), groups: form.getAll("groups").map(String) });
  const said = (text: string, tone: "good" | "bad" = "good") => redirectWith(member, paths.members(), { text, tone });
  if (!read.success) return wrongEmails("Check what you entered", String(form.get("emails") ?? ""), 400);
  const { data } = read;
  if (asksAgain.includes(data.intent)) await requireRecent(args);
  if (data.intent === "invite") return inviteAll(member, args.request, data);
  if (!("id" in data)) return answerOffer(member, data.intent);
  if (data.intent === "resend" && !(await allow(member, "invite", member.team.id, ipOf(args.request)))) return said(tooMany, "bad");
  const outcome = await (data.intent === "resend" ? resendInvitation(member, data.id) : revokeInvitation(member, data.id));
  if (outcome.kind === "not-allowed") return said(notAllowedWords(outcome), "bad");
  if (outcome.kind === "missing") return said("This invitation is gone: it was used, taken back, or is over.", "bad");
  return said(
    data.intent === "resend" ? "Sent again, with a new link. The old one no longer works." : "Taken back. The link no longer works.",
  );
}

/** What either of the two says to an offer of the team. */
async function answerOffer(member: MemberContext, intent: "accept" | "end-offer") {
  const outcome = await (intent === "accept" ? acceptTeam(member) : endOffer(member));
  const done = intent === "accept" ? "You are the owner of this team now." : "The handover is off. Nothing changed.";
  const [text, tone] = outcome.kind === "done" ? ([done, "good"] as const) : (["This offer is no longer open.", "bad"] as const);
  return redirectWith(member, paths.members(), { text, tone });
}

const wrongEmails = (problem: string, emails: string, status: number) => json({ problem, emails }, { status });

type Inviting = { emails: string; role: string; groups: string[] };

async function inviteAll(member: MemberContext, request: Request, { emails: typed, role, groups }: Inviting) {
  const wrong = (problem: string, status: number) => wrongEmails(problem, typed, status);
  if (!can(member, "member.invite")) return wrong(notAllowedWords({ act: "member.invite" }), 403);
  const refused = refuseUnconfirmed(member);
  if (refused) return wrong(refused.words, refused.status);
  const emails = splitAddresses(typed);
  if (emails.length === 0) return wrong("Enter an e-mail address", 400);
  if (emails.length > INVITED_MAX) return wrong(`At most ${INVITED_MAX} addresses at once`, 400);
  const odd = emails.filter((email) => !EmailAddress.safeParse(email).success);
  if (odd.length > 0) return wrong(`Not an e-mail address: ${odd.slice(0, 3).join(", ").slice(0, 200)}. Nobody was invited`, 400);
  if (!(await allow(member, "invite", member.team.id, ipOf(request)))) return wrong(tooMany, 429);
  const outcome = await invite(member, emails, role, groups);
  if (outcome.kind === "not-allowed") return wrong(notAllowedWords(outcome), 403);
  if (outcome.kind !== "done") {
    const full = `A team has at most ${MEMBERS_MAX} members and open invitations`;
    return outcome.kind === "full" ? wrong(full, 409) : wrong("Choose a role that allows no more than yours", 400);
  }
  const { invited, members } = outcome;
  const already = members.length > 0 ? ` Already in the team: ${members.join(", ")}.` : "";
  const text = invited.length > 0 ? `Invited ${invited.length === 1 ? invited[0] : countWords(invited.length, "person", "people")}.` : "";
  return redirectWith(member, paths.members(), { text: `${text}${already}`.trim(), tone: "good" });
}

type Data = ReturnType<typeof useLoaderData<typeof loader>>;

function Invite({ roles, groups, most }: Pick<Data, "roles" | "groups" | "most">) {
  const answer = useActionData<typeof action>();
  const [query] = useSearchParams();
  return (
    <Card>
      <CardHead title="Invite people" />
      <PostForm className="grid gap-3 p-4">
        <TextBox
          key={answer?.emails ?? ""}
          name="emails"
          label="E-mail addresses"
          rows={3}
          required
          defaultValue={answer?.emails ?? ""}
          placeholder={"asha@example.com\nben@example.com"}
          hint={`One on each line, or with commas between: up to ${most} at once.`}
        />
        <RoleSelect label="Their role" roles={roles} chosen={query.get("role") ?? "agent"} />
        {groups.length > 0 ? <Tick name="groups" legend="Their groups" options={groups} ticked={[]} /> : null}
        <Errors id="invite-error" errors={answer ? [answer.problem] : undefined} />
        <div className="flex flex-wrap items-center gap-3">
          <Button kind="go" name="intent" value="invite">
            Invite
          </Button>
          <span className="text-xs text-ink-3">Free: a member costs nothing. What they do is charged to the team.</span>
        </div>
      </PostForm>
    </Card>
  );
}

export default function Members() {
  const { members, invitations, mayInvite, roles, groups, offer, most, timeZone } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHead title="Members" />
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_380px]">
        <div className="grid min-w-0 gap-3">
          {offer ? <Handover offer={offer} timeZone={timeZone} /> : null}
          <MemberList members={members} />
          <InvitationList invitations={invitations} mayInvite={mayInvite} timeZone={timeZone} />
        </div>
        {mayInvite ? (
          <Invite roles={roles} groups={groups} most={most} />
        ) : (
          <p className="text-ink-2">
            An owner or a manager can invite people. What your role allows is under{" "}
            <Link to={paths.roles()} className="underline underline-offset-3">
              Roles
            </Link>
            .
          </p>
        )}
      </div>
    </>
  );
}
