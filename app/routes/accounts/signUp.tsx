import { getFormProps, useForm } from "@conform-to/react";
import { parseWithZod } from "@conform-to/zod/v4";
import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/cloudflare";
import { Link, useActionData } from "@remix-run/react";
import { whereabouts } from "../../components/accounts/whereabouts";
import { Entrance, Paper } from "../../components/frame/Paper";
import { Button } from "../../components/ui/Button";
import { Errors, Field } from "../../components/ui/Field";
import { PostForm } from "../../components/ui/PostForm";
import { SignUpInput, signUp } from "../../domain/accounts/accounts";
import { allow } from "../../domain/core/limits";
import { signInWith } from "../../web/device.server";
import { readSubmission } from "../../web/form.server";
import { ipOf, requireNobody } from "../../web/guard.server";
import { paths } from "../../web/paths";

export const meta: MetaFunction = () => [{ title: "Start free - Farthing" }];

export async function loader(args: LoaderFunctionArgs) {
  await requireNobody(args);
  return null;
}

export async function action({ request, context: { ctx } }: ActionFunctionArgs) {
  const { form } = await readSubmission(request, SignUpInput);
  // What the browser says comes first; the edge's guess stands in; neither is ever a reason to refuse.
  const country = [form.get("country"), request.headers.get("CF-IPCountry")].map(String).find((code) => /^[A-Z]{2}$/i.test(code));
  form.delete("country");
  if (country) form.set("country", country);
  const submission = parseWithZod(form, { schema: SignUpInput });
  if (submission.status !== "success") return json(submission.reply({ hideFields: ["password"] }), { status: 400 });
  if (!(await allow(ctx, "sign-up", submission.value.email, ipOf(request))))
    return json(submission.reply({ formErrors: ["Too many attempts. Try again in 15 minutes."], hideFields: ["password"] }), {
      status: 429,
    });
  const outcome = await signUp(ctx, submission.value);
  if (outcome.kind === "taken") {
    const fieldErrors = { email: ["An account with this e-mail address already exists. Sign in, or reset your password"] };
    return json(submission.reply({ fieldErrors, hideFields: ["password"] }), { status: 409 });
  }
  return redirect(paths.contacts(), { headers: (await signInWith(ctx, request, outcome.userId, true)).headers });
}

function Accepted() {
  return (
    <p className="text-xs text-ink-3">
      By creating an account, you accept the{" "}
      <Link to={paths.policy("terms")} className="underline">
        terms
      </Link>{" "}
      with their{" "}
      <Link to={paths.policy("data-processing")} className="underline">
        data processing terms
      </Link>{" "}
      and confirm that you’ve read the{" "}
      <Link to={paths.policy("privacy")} className="underline">
        privacy policy
      </Link>
      .
    </p>
  );
}

export default function SignUp() {
  const lastResult = useActionData<typeof action>();
  const [form, fields] = useForm<{ name: string; email: string; password: string; adult: string }>({ lastResult });
  return (
    <Paper>
      <Entrance title="Start free" words="25 welcome credits, no card, no subscription. Pay only for what you create or send.">
        <PostForm {...getFormProps(form)} ref={whereabouts} className="grid gap-4">
          <Field meta={fields.name} label="Your name" autoComplete="name" required />
          <Field meta={fields.email} label="E-mail address" type="email" autoComplete="email" required />
          <Field
            meta={fields.password}
            label="Password"
            type="password"
            autoComplete="new-password"
            hint="At least 12 characters. A few words are fine."
            required
            minLength={12}
          />
          <div className="grid gap-1">
            <label className="flex items-start gap-2">
              <input
                type="checkbox"
                name="adult"
                id={fields.adult.id}
                className="mt-0.5 size-4 accent-accent"
                required
                aria-describedby={fields.adult.errorId}
              />
              <span>I am 18 or older</span>
            </label>
            <Errors id={fields.adult.errorId} errors={fields.adult.errors} />
          </div>
          <input type="hidden" name="timeZone" defaultValue="" />
          <input type="hidden" name="country" defaultValue="" />
          <Errors id={form.errorId} errors={form.errors} />
          <Button kind="go" className="min-h-10">
            Create my account
          </Button>
          <Accepted />
        </PostForm>
        <p className="text-ink-2">
          Have an account?{" "}
          <Link to={paths.signIn()} className="underline underline-offset-3">
            Sign in
          </Link>
        </p>
      </Entrance>
    </Paper>
  );
}
