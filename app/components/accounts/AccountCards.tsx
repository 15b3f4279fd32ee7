// Two cards of the settings: the address of an account, and where everything about one's data is.
import { paths } from "../../web/paths";
import { Button, ButtonLink } from "../ui/Button";
import { Errors, TextField } from "../ui/Field";
import { PostForm } from "../ui/PostForm";
import { Card, CardHead } from "../ui/parts";

export function EmailCard({ email, wrong }: { email: string; wrong: string | null }) {
  return (
    <Card>
      <CardHead title="E-mail address" />
      <PostForm className="grid gap-3 p-4">
        <p className="break-words">{email}</p>
        <TextField
          name="email"
          label="New address"
          type="email"
          required
          autoComplete="email"
          hint="Confirm it with the link we e-mail you."
        />
        <TextField name="current" label="Your password" type="password" required autoComplete="current-password" />
        <Errors id="email-error" errors={wrong ? [wrong] : undefined} />
        <div>
          <Button name="intent" value="email">
            Change the address
          </Button>
        </div>
      </PostForm>
    </Card>
  );
}

export function YourData({ owner }: { owner: boolean }) {
  return (
    <Card>
      <CardHead title="Your data" />
      <div className="grid justify-items-start gap-3 p-4">
        <p className="text-ink-2">Sessions, e-mail choices, a copy of what we know about you, your nominee, and deleting your account.</p>
        <ButtonLink to={paths.yourData()}>Privacy and security</ButtonLink>
        <p className="text-ink-2">Privacy requests, your archive, and a log of who took important actions.</p>
        <div className="flex flex-wrap gap-2">
          <ButtonLink to={paths.requests()}>Requests and sharing</ButtonLink>
          {owner ? (
            <>
              <ButtonLink to={paths.archives()}>Archive</ButtonLink>
              <ButtonLink to={paths.auditLog()}>Audit log</ButtonLink>
              <ButtonLink to={paths.leave()}>Deactivate the team</ButtonLink>
            </>
          ) : null}
        </div>
      </div>
    </Card>
  );
}
