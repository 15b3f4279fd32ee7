import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { ActList } from "../../components/teams/ActList";
import { Button } from "../../components/ui/Button";
import { Errors, inputLook, Labelled } from "../../components/ui/Field";
import { PostForm } from "../../components/ui/PostForm";
import { Card, CardHead, Chip, PageHead } from "../../components/ui/parts";
import { dateWords } from "../../components/ui/Time";
import { CodeInput, makePromoCode } from "../../domain/credits/grants";
import { readPromoCodes } from "../../domain/operations/operator";
import { readPosted } from "../../web/body.server";
import { readForm, typedIn } from "../../web/form.server";
import { requireOperator } from "../../web/guard.server";
import { paths } from "../../web/paths";
import { redirectWith } from "../../web/reply.server";

export const meta: MetaFunction = () => [{ title: "Promo codes - Farthing" }];

export async function loader(args: LoaderFunctionArgs) {
  const member = await requireOperator(args);
  const { codes, acts } = await readPromoCodes(member);
  const lines = codes.map((code) => ({ ...code, over: code.endsAt <= member.now || code.redemptions >= code.redemptionsMax }));
  return json({ lines, acts, timeZone: member.team.timeZone });
}

export async function action(args: ActionFunctionArgs) {
  const member = await requireOperator(args);
  const form = await readPosted(args.request, CodeInput);
  const read = readForm(CodeInput, form);
  if (!("data" in read)) return json(read, { status: 400 });
  if (await makePromoCode(member, read.data))
    return redirectWith(member, paths.operatorPromo(), { text: "The code is ready.", tone: "good" });
  return json(
    { wrong: { code: "A code with this name already exists." } as Record<string, string>, typed: typedIn(form) },
    { status: 409 },
  );
}

const fields = [
  ["code", "Code", "text"],
  ["credits", "Credits", "number"],
  ["lotDays", "Days valid after redeeming", "number"],
  ["lastDay", "Last day to redeem, UTC", "date"],
  ["redemptionsMax", "Maximum redemptions", "number"],
] as const;

function MakeCode() {
  const answer = useActionData<typeof action>();
  const wrong: Record<string, string> = answer?.wrong ?? {};
  const typed: Record<string, string> = answer?.typed ?? {};
  return (
    <Card>
      <CardHead title="Create a code" />
      <PostForm className="grid gap-3 p-4">
        {fields.map(([name, label, type]) => (
          <div key={name} className="grid gap-1">
            <Labelled id={name} label={label}>
              <input
                id={name}
                name={name}
                type={type}
                required
                defaultValue={typed[name]}
                aria-invalid={wrong[name] ? true : undefined}
                aria-describedby={`${name}-error`}
                className={inputLook}
              />
            </Labelled>
            <Errors id={`${name}-error`} errors={wrong[name] ? [wrong[name]] : undefined} />
          </div>
        ))}
        <div>
          <Button kind="go">Create</Button>
        </div>
      </PostForm>
    </Card>
  );
}

export default function PromoCodes() {
  const { lines, acts, timeZone } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHead title="Promo codes" />
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_320px]">
        <div className="grid min-w-0 gap-3">
          <Card>
            {lines.length === 0 ? <p className="px-4 py-6 text-center text-ink-2">None yet.</p> : null}
            <ul>
              {lines.map(({ code, credits, lotDays, endsAt, redemptions, redemptionsMax, over }) => (
                <li key={code} className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-4 py-2.5 last:border-0">
                  <b className="mr-auto font-[550]">{code}</b>
                  <span className="text-ink-2">
                    {credits} credits for {lotDays} days
                  </span>
                  <span className="tabular-nums">
                    {redemptions} of {redemptionsMax}
                  </span>
                  <Chip tone={over ? "plain" : "good"}>{over ? "Ended" : `until ${dateWords(endsAt - 1, "UTC", false)}`}</Chip>
                </li>
              ))}
            </ul>
          </Card>
          <ActList acts={acts} timeZone={timeZone} />
        </div>
        <MakeCode />
      </div>
    </>
  );
}
