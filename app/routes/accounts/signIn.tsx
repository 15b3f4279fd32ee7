import { getFormProps, useForm } from "@conform-to/react";
import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/cloudflare";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import * as z from "zod";
import { PasskeyButton } from "../../components/accounts/PasskeyButton";
import { Entrance, Paper } from "../../components/frame/Paper";
import { Button } from "../../components/ui/Button";
import { Errors, Field } from "../../components/ui/Field";
import { PostForm } from "../../components/ui/PostForm";
import { checkPassword, EmailAddress } from "../../domain/accounts/accounts";
import { passkeyToSignIn } from "../../domain/accounts/passkeys";
import { noteFailedSignIn } from "../../domain/accounts/security";
import { allow } from "../../domain/core/limits";
import { fromOf, knownDevice, ledTo, signInByPassword } from "../../web/device.server";
import { readSubmission } from "../../web/form.server";
import { ipOf, requireNobody } from "../../web/guard.server";
import { paths } from "../../web/paths";
import { returnPath } from "../../web/reply.server";

const SignInInput = z.object({ email: EmailAddress, password: z.string({ error: "Enter your password" }).max(200) });

export const meta: MetaFunction = () => [{ title: "Sign in - Farthing" }];

export async function loader(args: LoaderFunctionArgs) {
  await requireNobody(args);
  const { searchParams } = new URL(args.request.url);
  return json({
    sign: await passkeyToSignIn(args.context.ctx),
    to: searchParams.get("to") ?? undefined,
    passkey: searchParams.get("passkey"),
  });
}

const passkeyProblems: Record<string, string> = {
  refused: "This passkey doesn’t belong to an account here, or it took too long. Try again, or use your password.",
  many: "Too many attempts. Try again in 15 minutes.",
};

export async function action({ request, context: { ctx } }: ActionFunctionArgs) {
  const { submission } = await readSubmission(request, SignInInput);
  if (submission.status !== "success") return json(submission.reply({ hideFields: ["password"] }), { status: 400 });
  const { email, password } = submission.value;
  if (!(await allow(ctx, "sign-in", email, ipOf(request), await knownDevice(ctx, request, email))))
    return json(
      submission.reply({
        formErrors: ["Too many attempts. Try again in 15 minutes, or choose a new password."],
        hideFields: ["password"],
      }),
      { status: 429 },
    );
  const known = await checkPassword(ctx, email, password);
  const signedIn = known && (await signInByPassword(ctx, request, known));
  if (!signedIn) {
    await noteFailedSignIn(ctx, email, fromOf(request));
    return json(submission.reply({ formErrors: ["Wrong e-mail or password."], hideFields: ["password"] }), {
      status: 401,
    });
  }
  const to = returnPath(ctx, new URL(request.url).searchParams.get("to"), paths.contacts());
  return redirect(ledTo(signedIn, to), { headers: signedIn.headers });
}

export default function SignIn() {
  const { sign, to, passkey } = useLoaderData<typeof loader>();
  const lastResult = useActionData<typeof action>();
  const [form, fields] = useForm<{ email: string; password: string }>({ lastResult });
  return (
    <Paper>
      <Entrance title="Sign in">
        <PostForm {...getFormProps(form)} className="grid gap-4">
          <Errors id={form.errorId} errors={form.errors} />
          <Field meta={fields.email} label="E-mail address" type="email" autoComplete="username" required />
          <Field meta={fields.password} label="Password" type="password" autoComplete="current-password" required />
          <Button kind="go" className="min-h-10">
            Sign in
          </Button>
        </PostForm>
        <PasskeyButton words="Sign in with a passkey" sign={sign} to={paths.passkey(to)} wrong={passkeyProblems[passkey ?? ""]} />
        <p className="flex flex-wrap gap-x-4 text-ink-2">
          <Link to={paths.forgot()} className="underline underline-offset-3">
            Forgot your password?
          </Link>
          <Link to={paths.signUp()} className="underline underline-offset-3">
            Start free
          </Link>
        </p>
      </Entrance>
    </Paper>
  );
}
