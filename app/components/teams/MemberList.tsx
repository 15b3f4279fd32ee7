// The team's members, and those who have been asked to join.
import { Link } from "@remix-run/react";
import { paths } from "../../web/paths";
import { Button } from "../ui/Button";
import { PostForm } from "../ui/PostForm";
import { Avatar, Card, CardHead, Chip } from "../ui/parts";
import { When } from "../ui/Time";

export interface MemberView {
  id: string;
  name: string;
  email: string;
  role: string;
  paused: boolean;
  you: boolean;
}

export function MemberList({ members }: { members: MemberView[] }) {
  return (
    <Card>
      <CardHead title="Members" />
      <ul>
        {members.map(({ id, name, email, role, paused, you }) => (
          <li key={id} className="border-b border-line last:border-0">
            <Link to={paths.member(id)} className="flex min-h-14 items-center gap-3 px-4 py-2.5 hover:bg-sunken">
              <Avatar name={name} />
              <span className="mr-auto grid min-w-0">
                <span className="truncate font-[550]">
                  {name}
                  {you ? <span className="font-normal text-ink-3"> (you)</span> : null}
                </span>
                <span className="truncate text-xs text-ink-3">{email}</span>
              </span>
              {paused ? <Chip tone="warn">deactivated</Chip> : null}
              <Chip>{role}</Chip>
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}

export interface OpenInvitation {
  id: string;
  email: string;
  role: string;
  expiresAt: number;
}

export function InvitationList({
  invitations,
  mayInvite,
  timeZone,
}: {
  invitations: OpenInvitation[];
  mayInvite: boolean;
  timeZone: string;
}) {
  if (invitations.length === 0) return null;
  return (
    <Card>
      <CardHead title="Invited" />
      <ul>
        {invitations.map(({ id, email, role, expiresAt }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-2.5 last:border-0">
            <span className="mr-auto grid min-w-0">
              <span className="break-words">{email}</span>
              <span className="text-xs text-ink-3">
                {role}, link ends <When at={expiresAt} timeZone={timeZone} />
              </span>
            </span>
            {mayInvite ? (
              <PostForm className="flex gap-1">
                <input type="hidden" name="id" value={id} />
                <Button kind="bare" name="intent" value="resend" aria-label={`Send the invitation to ${email} again`}>
                  Send again
                </Button>
                <Button kind="bare" name="intent" value="revoke" aria-label={`Take back the invitation to ${email}`}>
                  Take back
                </Button>
              </PostForm>
            ) : null}
          </li>
        ))}
      </ul>
    </Card>
  );
}
