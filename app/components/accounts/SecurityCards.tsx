// Where somebody is signed in, and what happened with their account and by it.
import { Link } from "@remix-run/react";
import { paths } from "../../web/paths";
import { Button, ButtonLink } from "../ui/Button";
import { PostForm } from "../ui/PostForm";
import { Card, CardHead, Chip } from "../ui/parts";
import { When } from "../ui/Time";

interface SessionView {
  mark: string;
  own: boolean;
  device: string;
  createdAt: number;
  seenAt: number;
}

export function Sessions({ sessions, timeZone }: { sessions: SessionView[]; timeZone: string }) {
  return (
    <Card>
      <CardHead title="Where you are signed in">
        {sessions.length > 1 ? (
          <PostForm>
            <Button name="intent" value="sessions">
              Sign out everywhere else
            </Button>
          </PostForm>
        ) : null}
      </CardHead>
      <ul>
        {sessions.map(({ mark, own, device, createdAt, seenAt }) => (
          <li key={mark} className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-2.5 last:border-0">
            <span className="mr-auto">{device || "A browser"}</span>
            {own ? <Chip tone="good">this one</Chip> : null}
            <span className="text-xs text-ink-2">
              since <When at={createdAt} timeZone={timeZone} />, last used <When at={seenAt} timeZone={timeZone} />
            </span>
            {own ? null : (
              <PostForm>
                <input type="hidden" name="mark" value={mark} />
                <Button kind="bare" name="intent" value="session" aria-label={`Sign out ${device || "that browser"}`}>
                  Sign out
                </Button>
              </PostForm>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}

export function SecondCard({ on }: { on: boolean }) {
  return (
    <Card>
      <CardHead title="Second factor">{on ? <Chip tone="good">on</Chip> : <Chip>off</Chip>}</CardHead>
      <div className="grid justify-items-start gap-3 p-4">
        <p className="text-ink-2">
          {on
            ? "Signing in asks for your password and for a code that only your phone shows."
            : "A password can leak. With an authenticator app, nobody gets in by it alone."}
        </p>
        <div className="flex flex-wrap gap-2">
          <ButtonLink to={paths.ownSecond()}>{on ? "Recovery codes, or turn it off" : "Set it up"}</ButtonLink>
          <ButtonLink to={paths.ownPasskeys()}>Passkeys</ButtonLink>
        </div>
      </div>
    </Card>
  );
}

interface LogView {
  id: string;
  event: string;
  device: string;
  ip: string;
  at: number;
}

const eventWords: Record<string, string> = {
  "signed-up": "Signed up",
  "signed-in": "Signed in",
  "new-device": "Signed in with a new browser",
  "sign-in-failed": "Failed sign-in: wrong password",
  "signed-out-elsewhere": "Signed out everywhere else",
  "password-changed": "Changed the password",
  "second-on": "Turned on the second factor",
  "second-off": "Turned off the second factor",
  "codes-renewed": "Made new recovery codes",
  "second-failed": "Wrong code for the second factor",
  proven: "Confirmed it’s you",
  "passkey-added": "Added a passkey",
  "passkey-removed": "Removed a passkey",
  "email-changed": "Changed the address",
  "copy-taken": "Downloaded a copy of the data",
};

interface ActivityProps {
  log: LogView[];
  /** Where the page before begins; null at the end. */
  next: string | null;
  actions: { key: string; what: string; at: number }[];
  timeZone: string;
}

export function Activity({ log, next, actions, timeZone }: ActivityProps) {
  return (
    <Card>
      <CardHead title="Your recent activity" />
      <p className="px-4 pt-3 text-xs text-ink-3">Kept for 90 days and visible only to you. We don’t record which pages you view.</p>
      <ul className="pt-1">
        {log.map(({ id, event, device, ip, at }) => (
          <li key={id} className="flex flex-wrap gap-x-3 border-b border-line px-4 py-2">
            <span className="mr-auto">{eventWords[event] ?? event}</span>
            <span className="text-xs text-ink-2">
              {device} {ip}
            </span>
            <span className="text-xs text-ink-3">
              <When at={at} timeZone={timeZone} />
            </span>
          </li>
        ))}
      </ul>
      {next ? (
        <Link to={paths.yourData({ before: next })} className="inline-block px-4 py-2 underline underline-offset-3">
          Earlier
        </Link>
      ) : null}
      <p className="px-4 pt-3 text-xs text-ink-3">Your latest actions that cost credits, as shown on the statement:</p>
      <ul className="pb-2">
        {actions.map(({ key, what, at }) => (
          <li key={key} className="flex gap-3 px-4 py-1">
            <span className="mr-auto">{what}</span>
            <span className="text-xs text-ink-3">
              <When at={at} timeZone={timeZone} />
            </span>
          </li>
        ))}
        {actions.length === 0 ? <li className="px-4 py-1 text-ink-2">Nothing yet.</li> : null}
      </ul>
    </Card>
  );
}
