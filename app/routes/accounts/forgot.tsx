import { getFormProps, useForm } from "@conform-to/react";
import { type ActionFunctionArgs, json, type MetaFunction } from "@remix-run/cloudflare";
import { Link, useActionData } from "@remix-run/react";
import * as z from "zod";
import { Entrance, Paper } from "../../components/frame/Paper";
import { Button } from "../../components/ui/Button";
import { Errors, Field } from "../../components/ui/Field";
import { PostForm } from "../../components/ui/PostForm";
import { EmailAddress } from "../../domain/accounts/accounts";
import { requestReset } from "../../domain/accounts/passwords";
import { allow } from "../../domain/core/limits";
import { knownDevice } from "../../web/device.server";
import { readSubmission } from "../../web/form.server";
import { ipOf } from "../../web/guard.server";
import { paths } from "../../web/paths";

const ForgotInput = z.object({ email: EmailAddress });

export const meta: MetaFunction = () => [{ title: "Forgot your password? - Farthing" }];

export async function action({ request, context: { ctx } }: ActionFunctionArgs) {
  const { submission } = await readSubmission(request, ForgotInput);
  if (submission.status !== "success") return json({ sent: false, result: submission.reply() }, { status: 400 });
  const { email } = submission.value;
  if (!(await allow(ctx, "reset", email, ipOf(request), await knownDevice(ctx, request, email))))
    return json(
      { sent: false, result: submission.reply({ formErrors: ["Too many attempts. Try again in 15 minutes."] }) },
      { status: 429 },
    );
  await requestReset(ctx, email);
  return json({ sent: true, result: submission.reply() });
}

export default function Forgot() {
  const answer = useActionData<typeof action>();
  const [form, fields] = useForm<{ email: string }>({ lastResult: answer?.result });
  return (
    <Paper>
      {answer?.sent ? (
        <Entrance
          title="Check your e-mail"
          words="If there is an account with this address, a link to choose a new password is on its way. It works once and expires in one hour."
        >
          <Link to={paths.signIn()} className="underline underline-offset-3">
            Back to sign in
          </Link>
        </Entrance>
      ) : (
        <Entrance title="Forgot your password?" words="We’ll e-mail you a link to choose a new one.">
          <PostForm {...getFormProps(form)} className="grid gap-4">
            <Errors id={form.errorId} errors={form.errors} />
            <Field meta={fields.email} label="E-mail address" type="email" autoComplete="email" required />
            <Button kind="go" className="min-h-10">
              Send the link
            </Button>
          </PostForm>
        </Entrance>
      )}
    </Paper>
  );
}
