// What somebody can do about their own data: take a copy, name a nominee, object, restrict, end the account.
import { Link } from "@remix-run/react";
import { paths } from "../../web/paths";
import { Button, ButtonLink } from "../ui/Button";
import { TextField } from "../ui/Field";
import { PostForm } from "../ui/PostForm";
import { Card, CardHead } from "../ui/parts";

export function YourCopy() {
  return (
    <Card>
      <CardHead title="Your own data" />
      <div className="grid gap-3 p-4">
        <p className="text-ink-2">
          Everything we know about you: profile, sessions, security log, e-mails, choices, what you accepted, and what you wrote to us. You
          can correct your name, phone and address in the{" "}
          <Link to={paths.settings()} className="underline underline-offset-3">
            settings
          </Link>
          .
        </p>
        <div className="flex flex-wrap gap-2">
          <ButtonLink to={paths.yourCopy()} reloadDocument>
            Download a copy
          </ButtonLink>
          <ButtonLink to={paths.eraseAccount()} kind="bad">
            Delete my account
          </ButtonLink>
        </div>
      </div>
    </Card>
  );
}

export function StandingCard({ standing }: { standing: { named: boolean; restricted: boolean } }) {
  return (
    <Card>
      <CardHead title="How your data is used" />
      <PostForm always className="grid gap-3 p-4">
        <label className="flex items-start gap-2">
          <input type="checkbox" name="named" defaultChecked={standing.named} className="mt-0.5 size-4 accent-accent" />
          <span>
            Name me in reports
            <span className="block text-xs text-ink-2">
              If this is off, your team’s reports say “A member”. The statement of credits still says who did what.
            </span>
          </span>
        </label>
        <label className="flex items-start gap-2">
          <input type="checkbox" name="restricted" defaultChecked={standing.restricted} className="mt-0.5 size-4 accent-accent" />
          <span>
            Keep my data, but don’t use it
            <span className="block text-xs text-ink-2">
              You’ll get e-mail only about security, payments and refunds, leaving, and privacy requests made by you or others. You can
              still sign in and work.
            </span>
          </span>
        </label>
        <div>
          <Button name="intent" value="standing">
            Save
          </Button>
        </div>
      </PostForm>
    </Card>
  );
}

interface NomineeView {
  name: string;
  email: string;
  relation: string;
}

export function NomineeCard({
  nominee,
  typed,
  wrong,
}: {
  nominee: NomineeView | null;
  typed?: Record<string, string>;
  wrong?: Record<string, string>;
}) {
  return (
    <Card>
      <CardHead title="Nominee" />
      <PostForm key={nominee?.email ?? "none"} always className="grid gap-3 p-4">
        <p className="text-ink-2">
          Someone who can use your rights if you die or can’t act. They write to us through the form for{" "}
          <Link to={paths.rights({ kind: "nominee" })} className="underline underline-offset-3">
            requests
          </Link>
          ; we check their address against this one and ask for proof. Please tell them yourself.
        </p>
        <TextField name="name" label="Their name" defaultValue={typed?.name ?? nominee?.name} error={wrong?.name} required />
        <TextField
          name="email"
          label="Their e-mail address"
          type="email"
          defaultValue={typed?.email ?? nominee?.email}
          error={wrong?.email}
          required
        />
        <TextField
          name="relation"
          label="Their relationship to you"
          defaultValue={typed?.relation ?? nominee?.relation}
          error={wrong?.relation}
        />
        <div className="flex flex-wrap gap-2">
          <Button name="intent" value="nominee">
            {nominee ? "Change the nominee" : "Save the nominee"}
          </Button>
          {nominee ? (
            <Button name="intent" value="no-nominee" kind="bad" formNoValidate>
              Remove
            </Button>
          ) : null}
        </div>
      </PostForm>
    </Card>
  );
}
