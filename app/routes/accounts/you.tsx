import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import * as z from "zod";
import { EmailCard } from "../../components/accounts/EmailCard";
import { Button } from "../../components/ui/Button";
import { Errors, inputLook, Labelled, TextField } from "../../components/ui/Field";
import { PostForm } from "../../components/ui/PostForm";
import { Card, CardHead, PageHead } from "../../components/ui/parts";
import { changeUser, EmailAddress, NewPassword, readUser } from "../../domain/accounts/accounts";
import { requestEmailChange } from "../../domain/accounts/emailChange";
import { replacePassword } from "../../domain/accounts/passwords";
import { renewSession } from "../../domain/accounts/sessions";
import { readPosted } from "../../web/body.server";
import { fromOf } from "../../web/device.server";
import { findAsking, requireMember } from "../../web/guard.server";
import { mayTryPassword, noteWrongPassword, tooManyTries } from "../../web/password.server";
import { paths } from "../../web/paths";
import { redirectWith } from "../../web/reply.server";
import { readTheme } from "../../web/theme.server";
import { themes } from "../../web/themes";

export const meta: MetaFunction = () => [{ title: "You - Farthing" }];

export async function loader(args: LoaderFunctionArgs) {
  const member = await requireMember(args);
  const { name, email } = member.member;
  const [theme, user] = await Promise.all([readTheme(member, args.request), readUser(member, member.member.userId)]);
  return json({ name, email, phone: user?.phone ?? "", theme });
}

const Name = z.string().trim().min(1, "Enter a name").max(100, "At most 100 characters");
const Phone = z.string().trim().max(40, "At most 40 characters").default("");
const Input = z.discriminatedUnion("intent", [
  z.object({ intent: z.literal("you"), name: Name, phone: Phone }),
  z.object({ intent: z.literal("email"), email: EmailAddress, current: z.string().max(200) }),
  z.object({ intent: z.literal("password"), before: z.string().max(200), password: NewPassword }),
]);

const emailProblems = {
  wrong: "Wrong password. Nothing was changed.",
  same: "This is already your address.",
};

export async function action(args: ActionFunctionArgs) {
  const member = await requireMember(args);
  const form = Object.fromEntries(await readPosted(args.request, Input));
  const input = Input.safeParse(form);
  const wrong = (message: string, status = 400) => json({ intent: String(form.intent), wrong: message }, { status });
  if (!input.success) return wrong(input.error.issues[0]?.message ?? "Check what you entered");
  const saved = { text: "Saved.", tone: "good" } as const;
  if (input.data.intent === "you") await changeUser(member, member.member.userId, { name: input.data.name, phone: input.data.phone });
  if (input.data.intent === "email") {
    if (!(await mayTryPassword(member, args.request))) return wrong(tooManyTries, 429);
    const sessionId = (await findAsking(args))?.session.sessionId ?? "";
    const { email, current: password } = input.data;
    const asked = await requestEmailChange(member, { userId: member.member.userId, sessionId, email, password });
    if (asked.kind === "wrong") await noteWrongPassword(member, args.request);
    if (asked.kind !== "sent") return wrong(emailProblems[asked.kind], 409);
    return redirectWith(member, paths.settings(), {
      text: "We’ve e-mailed a link to the new address. Open it in this browser to confirm.",
      tone: "good",
    });
  }
  if (input.data.intent !== "password") return redirectWith(member, paths.settings(), saved);
  if (!(await mayTryPassword(member, args.request))) return wrong(tooManyTries, 429);
  const outcome = await replacePassword(member, member.member.userId, input.data.before, input.data.password, fromOf(args.request));
  if (outcome.kind === "wrong") {
    await noteWrongPassword(member, args.request);
    return wrong("The current password is wrong.", 403);
  }
  const response = await redirectWith(member, paths.settings(), {
    text: "Your password was changed. Other devices were signed out.",
    tone: "good",
  });
  response.headers.append("Set-Cookie", await renewSession(member, member.member.userId, fromOf(args.request).device, member.team.id));
  return response;
}

type Data = ReturnType<typeof useLoaderData<typeof loader>>;

function You({ data, wrong }: { data: Data; wrong: string | null }) {
  return (
    <Card>
      <CardHead title="You" />
      <PostForm className="grid gap-3 p-4">
        <Labelled id="your-name" label="Your name">
          <input id="your-name" name="name" defaultValue={data.name} required maxLength={100} autoComplete="name" className={inputLook} />
        </Labelled>
        <TextField name="phone" label="Your phone" type="tel" defaultValue={data.phone} maxLength={40} autoComplete="tel" />
        <Errors id="you-error" errors={wrong ? [wrong] : undefined} />
        <div>
          <Button name="intent" value="you">
            Save your name and phone
          </Button>
        </div>
      </PostForm>
    </Card>
  );
}

function Appearance({ theme }: { theme: string }) {
  const words: Record<string, string> = { system: "System", light: "Light", dark: "Dark" };
  return (
    <Card>
      <CardHead title="Appearance" />
      <PostForm action={paths.theme()} reloadDocument className="flex flex-wrap gap-2 p-4">
        {themes.map((one) => (
          <Button key={one} name="theme" value={one} aria-pressed={theme === one} kind={theme === one ? "go" : "plain"}>
            {words[one]}
          </Button>
        ))}
      </PostForm>
    </Card>
  );
}

function Password({ wrong }: { wrong: string | null }) {
  return (
    <Card>
      <CardHead title="Password" />
      <PostForm className="grid gap-3 p-4">
        <Labelled id="before" label="Current password">
          <input id="before" name="before" type="password" autoComplete="current-password" required className={inputLook} />
        </Labelled>
        <Labelled id="password" label="New password" hint="At least 12 characters. Other devices are signed out.">
          <input id="password" name="password" type="password" autoComplete="new-password" minLength={12} required className={inputLook} />
        </Labelled>
        <Errors id="password-error" errors={wrong ? [wrong] : undefined} />
        <div>
          <Button name="intent" value="password">
            Change the password
          </Button>
        </div>
      </PostForm>
    </Card>
  );
}

export default function YouPage() {
  const data = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const wrong = (intent: string) => (answer?.intent === intent ? answer.wrong : null);
  return (
    <>
      <PageHead title="You" />
      <div className="grid items-start gap-3 lg:grid-cols-2">
        <You data={data} wrong={wrong("you")} />
        <EmailCard email={data.email} wrong={wrong("email")} />
        <Password wrong={wrong("password")} />
        <div className="grid gap-3">
          <Appearance theme={data.theme} />
          <PostForm action={paths.signOut()} className="md:hidden">
            <Button className="w-full">Sign out</Button>
          </PostForm>
        </div>
      </div>
    </>
  );
}
