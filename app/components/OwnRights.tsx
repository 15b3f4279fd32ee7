// What somebody can do about their own data: take a copy, name a nominee, object, restrict, end the account.
import { Form, Link } from "@remix-run/react";
import { paths } from "../web/paths";
import { Button, ButtonLink } from "./ui/Button";
import { TextField } from "./ui/Field";
import { Card, CardHead } from "./ui/parts";

export function YourCopy() {
  return (
    <Card>
      <CardHead title="Your own data" />
      <div className="grid gap-3 p-4">
        <p className="text-ink-2">
          Everything we know about you: profile, sessions, security log, mails, choices, what you accepted and wrote to us. Name, phone and
          address are corrected in the{" "}
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
      <Form method="post" className="grid gap-3 p-4">
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
            Keep my data, but do not use it
            <span className="block text-xs text-ink-2">
              No mail but about security, money that moved, leaving, and what you or others ask about their data. You can still sign in and
              work.
            </span>
          </span>
        </label>
        <div>
          <Button name="intent" value="standing">
            Save
          </Button>
        </div>
      </Form>
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
      <Form key={nominee?.email ?? "none"} method="post" className="grid gap-3 p-4">
        <p className="text-ink-2">
          Someone who may use your rights if you die or can’t act. They write to us through the form for{" "}
          <Link to={paths.rights({ kind: "nominee" })} className="underline underline-offset-3">
            requests
          </Link>
          ; we hold their address against this and ask for proof. Tell them yourself.
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
          label="Who they are to you"
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
      </Form>
    </Card>
  );
}
