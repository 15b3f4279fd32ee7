import { getFormProps, useForm } from "@conform-to/react";
import { type ActionFunctionArgs, json, type MetaFunction, redirect } from "@remix-run/cloudflare";
import { Link, useActionData } from "@remix-run/react";
import * as z from "zod";
import { Entrance, Paper } from "../../components/frame/Paper";
import { Button } from "../../components/ui/Button";
import { Errors, Field } from "../../components/ui/Field";
import { PostForm } from "../../components/ui/PostForm";
import { NewPassword } from "../../domain/accounts/accounts";
import { resetPassword } from "../../domain/accounts/passwords";
import { fromOf, ledTo, signInWith } from "../../web/device.server";
import { readSubmission } from "../../web/form.server";
import { paths } from "../../web/paths";

const ResetInput = z.object({ password: NewPassword });

export const meta: MetaFunction = () => [{ title: "New password - Farthing" }, { name: "referrer", content: "no-referrer" }];

export async function action({ request, params, context: { ctx } }: ActionFunctionArgs) {
  const { submission } = await readSubmission(request, ResetInput);
  if (submission.status !== "success") return json(submission.reply({ hideFields: ["password"] }), { status: 400 });
  const known = await resetPassword(ctx, params.token ?? "", submission.value.password, fromOf(request));
  if (!known)
    return json(
      submission.reply({
        formErrors: ["This link has already been used or is older than an hour. Ask for a new one."],
        hideFields: ["password"],
      }),
      { status: 410 },
    );
  const signedIn = await signInWith(ctx, request, known.userId);
  return redirect(ledTo(signedIn, paths.contacts()), { headers: signedIn.headers });
}

export default function Reset() {
  const lastResult = useActionData<typeof action>();
  const [form, fields] = useForm<{ password: string }>({ lastResult });
  return (
    <Paper>
      <Entrance title="Choose a new password" words="Every device is signed out when you save it.">
        <PostForm {...getFormProps(form)} className="grid gap-4">
          <Errors id={form.errorId} errors={form.errors} />
          <Field
            meta={fields.password}
            label="New password"
            type="password"
            autoComplete="new-password"
            hint="At least 12 characters."
            required
            minLength={12}
          />
          <Button kind="go" className="min-h-10">
            Save and sign in
          </Button>
        </PostForm>
        <Link to={paths.forgot()} className="underline underline-offset-3">
          Ask for a new link
        </Link>
      </Entrance>
    </Paper>
  );
}
