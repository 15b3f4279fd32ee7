import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/cloudflare";
import { useLoaderData, useRevalidator } from "@remix-run/react";
import { useEffect } from "react";
import { Button, ButtonLink } from "../../components/ui/Button";
import { Meter } from "../../components/ui/Meter";
import { PostForm } from "../../components/ui/PostForm";
import { Card, CardHead, Chip, PageHead } from "../../components/ui/parts";
import { When } from "../../components/ui/Time";
import { countWords } from "../../components/ui/words";
import { readArchives, startArchive } from "../../domain/archives/archives";
import { can, notAllowedWords } from "../../domain/core/permissions";
import { readAllCustomFields } from "../../domain/fields/customFields";
import { readPosted } from "../../web/body.server";
import { notFound, requireMemberOfAny } from "../../web/guard.server";
import { paths } from "../../web/paths";
import { redirectWith } from "../../web/reply.server";

export const meta: MetaFunction = () => [{ title: "Archive - Farthing" }];

export async function loader(args: LoaderFunctionArgs) {
  const member = await requireMemberOfAny(args);
  if (!can(member, "archive.make")) throw notFound(notAllowedWords({ act: "archive.make" }));
  const archives = (await readArchives(member)).map(({ id, state, sensitive, contacts, contactsTotal, createdAt, endsAt, problem }) => {
    return { id, state, sensitive, contacts, contactsTotal, createdAt, endsAt, problem };
  });
  const sensitive = (await readAllCustomFields(member)).some((field) => field.sensitive);
  return json({ archives, sensitive, timeZone: member.team.timeZone });
}

export async function action(args: ActionFunctionArgs) {
  const member = await requireMemberOfAny(args);
  const form = await readPosted(args.request, "sensitive");
  const outcome = await startArchive(member, form.get("sensitive") === "on");
  if (outcome.kind === "not-allowed") throw notFound(notAllowedWords(outcome));
  const text = outcome.kind === "started" ? "We’re building it. You can leave this page." : "An archive is already being built.";
  return redirectWith(member, paths.archives(), { text, tone: "good" });
}

type Line = ReturnType<typeof useLoaderData<typeof loader>>["archives"][number];

/** Looks again while something is being built. */
function useWatch(building: boolean): void {
  const { revalidate } = useRevalidator();
  useEffect(() => {
    if (!building) return;
    const timer = setInterval(revalidate, 1_000);
    return () => clearInterval(timer);
  }, [building, revalidate]);
}

function ArchiveLine({ line, guarded, timeZone }: { line: Line; guarded: boolean; timeZone: string }) {
  const { id, state, contacts, contactsTotal, createdAt, endsAt, problem } = line;
  return (
    <li className="grid grid-cols-1 gap-2 border-b border-line px-4 py-3 last:border-0">
      <span className="flex flex-wrap items-center gap-3">
        <span className="mr-auto">
          Requested <When at={createdAt} timeZone={timeZone} />
          {guarded ? `, ${line.sensitive ? "with" : "without"} sensitive fields` : ""}
        </span>
        <Chip tone={state === "ready" ? "good" : state === "failed" ? "bad" : "blue"}>
          {state === "ready" ? "ready" : state === "failed" ? "failed" : "being built"}
        </Chip>
      </span>
      {state === "building" ? (
        <>
          <Meter label="Archive" value={contacts} max={Math.max(contactsTotal, contacts, 1)} />
          <span className="text-xs text-ink-2 tabular-nums">{countWords(contacts, "contact")} so far</span>
        </>
      ) : null}
      {state === "ready" ? (
        <span className="flex flex-wrap items-center gap-3">
          <ButtonLink kind="go" to={paths.archiveFile(id)} reloadDocument>
            Download the ZIP
          </ButtonLink>
          <ButtonLink to={paths.archiveFile(id, { for: "moving" })} reloadDocument>
            Only what another team can import
          </ButtonLink>
          <span className="text-xs text-ink-2">
            {countWords(contacts, "contact")}; available until <When at={endsAt} timeZone={timeZone} />
          </span>
        </span>
      ) : null}
      {problem ? <span className="text-bad">{problem}</span> : null}
    </li>
  );
}

export default function Archive() {
  const { archives, sensitive, timeZone } = useLoaderData<typeof loader>();
  useWatch(archives.some(({ state }) => state === "building"));
  return (
    <>
      <PageHead title="Archive" />
      <div className="grid max-w-2xl gap-3">
        <Card className="grid gap-3 p-4">
          <p>
            Everything your team has, free: contacts with their full timelines as JSON, CSV and vCard, and birthdays and meetings as a
            calendar. The statement comes with its hash chain and a script that verifies it. The audit log is included.
          </p>
          <p className="text-ink-2">
            You can import it into another team that has no contacts yet. We keep it for 7 days, encrypted with your team’s key. It includes
            contacts in the trash and restricted ones.
          </p>
          <PostForm always className="grid gap-3">
            {sensitive ? (
              <label className="flex items-start gap-2">
                <input type="checkbox" name="sensitive" className="mt-0.5 size-4 accent-accent" />
                <span>
                  Include sensitive fields{" "}
                  <span className="block text-xs text-ink-3">They aren’t encrypted in the files you download.</span>
                </span>
              </label>
            ) : null}
            <Button kind="go" className="justify-self-start">
              Build an archive
            </Button>
          </PostForm>
        </Card>
        {archives.length > 0 ? (
          <Card>
            <CardHead title="Archives" />
            <ul>
              {archives.map((line) => (
                <ArchiveLine key={line.id} line={line} guarded={sensitive} timeZone={timeZone} />
              ))}
            </ul>
          </Card>
        ) : null}
      </div>
    </>
  );
}
