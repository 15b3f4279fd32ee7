// The address of an account, in the settings.
import { Button } from "../ui/Button";
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
