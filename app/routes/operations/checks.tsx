import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/cloudflare";
import { useLoaderData } from "@remix-run/react";
import { Button } from "../../components/ui/Button";
import { PostForm } from "../../components/ui/PostForm";
import { Card, CardHead, Chip, PageHead } from "../../components/ui/parts";
import { When } from "../../components/ui/Time";
import { checkKinds, readChecks, rotateKeysNow, runCheckNow } from "../../domain/operations/operator";
import { readPosted } from "../../web/body.server";
import { requireOperator } from "../../web/guard.server";
import { paths } from "../../web/paths";
import { redirectWith } from "../../web/reply.server";

export const meta: MetaFunction = () => [{ title: "Checks - Farthing" }];

const kinds = [
  ["ledgers", "Ledgers", "Every charge has its receipt, every chain holds, nothing is left open."],
  ["reconciliation", "Stripe", "Our credits match what Stripe shows as paid, refunded or disputed."],
  [
    "keys",
    "Keys",
    "Every team’s data key exists and can be opened. Rotating wraps all keys with the newest wrapping key, while people keep working.",
  ],
  [
    "restore",
    "After a restore",
    "Run this only after restoring D1 to an earlier point. It shows what it would do, and does it when you ask. See the drill in the operator’s manual.",
  ],
] as const;

export async function loader(args: LoaderFunctionArgs) {
  const member = await requireOperator(args);
  return json({ checks: await readChecks(member), timeZone: member.team.timeZone });
}

export async function action(args: ActionFunctionArgs) {
  const member = await requireOperator(args);
  const form = await readPosted(args.request, "rotate", "kind", "apply");
  if (form.get("rotate") === "yes")
    return redirectWith(member, paths.operatorChecks(), { text: `${await rotateKeysNow(member)} keys rewrapped.`, tone: "good" });
  const kind = checkKinds.find((one) => one === form.get("kind"));
  if (!kind) throw new Response("There is no such check", { status: 400 });
  const toast = await runCheckNow(member, kind, form.get("apply") === "yes").then(
    (looked) => ({ text: `Done: ${looked} checked.`, tone: "good" }) as const,
    () => ({ text: "The run stopped. Its entry below shows where.", tone: "bad" }) as const,
  );
  return redirectWith(member, paths.operatorChecks(), toast);
}

function Run({ run, timeZone }: { run: ReturnType<typeof useLoaderData<typeof loader>>["checks"]["ledgers"][number]; timeZone: string }) {
  const { startedAt, finishedAt, looked, findings, repaired } = run;
  return (
    <li className="grid grid-cols-1 gap-1 border-t border-line px-4 py-2">
      <span className="flex flex-wrap items-center gap-3">
        <When at={startedAt} timeZone={timeZone} />
        <span className="mr-auto text-ink-2">{looked.toLocaleString("en")} checked</span>
        {repaired.length > 0 ? <Chip tone="warn">{repaired.length} repaired</Chip> : null}
        <Chip tone={findings.length > 0 ? "bad" : finishedAt ? "good" : "plain"}>
          {findings.length > 0 ? `${findings.length} found` : finishedAt ? "All good" : "Not finished"}
        </Chip>
      </span>
      {[...findings, ...repaired].map((line) => (
        <span key={line} className="text-xs break-words text-ink-2">
          {line}
        </span>
      ))}
    </li>
  );
}

export default function Checks() {
  const { checks, timeZone } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHead title="Checks" />
      <div className="grid items-start gap-3 lg:grid-cols-2">
        {kinds.map(([kind, title, words]) => (
          <Card key={kind}>
            <CardHead title={title}>
              <PostForm>
                <Button name="kind" value={kind} aria-label={`Run the check: ${title}`}>
                  Run now
                </Button>
              </PostForm>
              {kind === "keys" ? (
                <PostForm>
                  <Button name="rotate" value="yes">
                    Rotate
                  </Button>
                </PostForm>
              ) : null}
              {kind === "restore" && (checks.restore[0]?.findings.length ?? 0) > 0 ? (
                <PostForm>
                  <input type="hidden" name="apply" value="yes" />
                  <Button name="kind" value={kind} kind="bad">
                    Fix it
                  </Button>
                </PostForm>
              ) : null}
            </CardHead>
            <p className="px-4 pt-3 text-ink-2">{words}</p>
            {checks[kind].length === 0 ? (
              <p className="px-4 py-6 text-center text-ink-2">
                {kind === "restore" ? "It has not been needed yet." : "It has not run yet. It runs each night."}
              </p>
            ) : null}
            <ul className="mt-2">
              {checks[kind].map((run) => (
                <Run key={run.id} run={run} timeZone={timeZone} />
              ))}
            </ul>
          </Card>
        ))}
      </div>
    </>
  );
}
