import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/cloudflare";
import { Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { importWords } from "../../components/imports/importWords";
import { capital } from "../../components/records/cardView";
import { Button } from "../../components/ui/Button";
import { PostForm } from "../../components/ui/PostForm";
import { Alert, Card, CardHead, Chip, PageHead } from "../../components/ui/parts";
import { When } from "../../components/ui/Time";
import { countWords } from "../../components/ui/words";
import { allow } from "../../domain/core/limits";
import { priceOf } from "../../domain/core/prices";
import { isZip, uploadArchive } from "../../domain/imports/archiveImport";
import { importableOf, importables } from "../../domain/imports/importables";
import { readImports, uploadImport } from "../../domain/imports/imports";
import { readUpload } from "../../web/body.server";
import { refuseUnconfirmed } from "../../web/buying.server";
import { ipOf, requireMember } from "../../web/guard.server";
import { paths } from "../../web/paths";

export const meta: MetaFunction = () => [{ title: "Import - Farthing" }];

export async function loader(args: LoaderFunctionArgs) {
  const member = await requireMember(args, "import.make");
  const imports = (await readImports(member)).map(({ id, noun, fileName, state, rowsTotal, imported, takenBack, createdAt }) => ({
    id,
    fileName,
    state,
    rowsTotal,
    kept: imported - takenBack,
    words: importableOf(noun).of.words,
    createdAt,
  }));
  const kinds = importables.map(({ of, action }) => ({ noun: of.noun, many: of.words.many, price: priceOf(action, member.now) }));
  const asked = new URL(args.request.url).searchParams.get("of");
  const of = kinds.find(({ noun }) => noun === asked)?.noun ?? "contact";
  return json({ imports, kinds, of, timeZone: member.team.timeZone });
}

/** Of a file; an archive may have twice as much. */
const ARCHIVE_BYTES_MAX = 40 * 1024 * 1024;
const SHEET_BYTES_MAX = 20 * 1024 * 1024;
const tooLarge =
  "The file is larger than 20 MB. Split it, or leave out columns you don’t need. For an archive, download “Only what another team can import”: it can be up to 40 MB.";

export async function action(args: ActionFunctionArgs) {
  const member = await requireMember(args, "import.make");
  const refused = refuseUnconfirmed(member);
  if (refused) return json({ problem: refused.words }, { status: 403 });
  if (!(await allow(member, "upload", member.team.id, ipOf(args.request))))
    return json({ problem: "Your team has uploaded 40 files today. Wait until tomorrow." }, { status: 429 });
  const file = await readUpload(args.request, ARCHIVE_BYTES_MAX);
  if (file === "too-large") return json({ problem: tooLarge }, { status: 413 });
  if (!file) return json({ problem: "Choose a file first." }, { status: 400 });
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (!isZip(bytes) && bytes.length > SHEET_BYTES_MAX) return json({ problem: tooLarge }, { status: 413 });
  const asked = new URL(args.request.url).searchParams.get("of");
  const noun = importables.find(({ of }) => of.noun === asked)?.of.noun;
  const outcome = await (isZip(bytes) ? uploadArchive(member, file.name, bytes) : uploadImport(member, file.name, bytes, noun));
  if (outcome.kind === "unreadable") return json({ problem: outcome.reason }, { status: 422 });
  return redirect(paths.import(outcome.importId));
}

function HowTo() {
  const steps = [
    ["Google", "contacts.google.com, Export, Google CSV"],
    ["Outlook", "People, Manage contacts, Export"],
    ["HubSpot", "Contacts, Export, CSV"],
    ["A spreadsheet", "Save as CSV. Columns can be in any order, separated by commas, semicolons, tabs or bars"],
    ["Farthing", "Another team’s archive ZIP, imported into a team without contacts. Nothing is lost"],
  ];
  return (
    <Card>
      <CardHead title="Where to get the file" />
      <dl className="grid gap-3 p-4">
        {steps.map(([name, words]) => (
          <div key={name}>
            <dt className="font-[550]">{name}</dt>
            <dd className="text-ink-2">{words}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}

type Data = ReturnType<typeof useLoaderData<typeof loader>>;

function Past({ imports, timeZone }: Pick<Data, "imports" | "timeZone">) {
  if (imports.length === 0) return null;
  return (
    <Card>
      <CardHead title="Imports so far" />
      <ul>
        {imports.map((one) => (
          <li key={one.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-2.5 last:border-0">
            <Link to={paths.import(one.id)} className="mr-auto min-w-0 font-[550] break-words hover:underline">
              {one.fileName}
            </Link>
            <span className="text-xs text-ink-2 tabular-nums">{countWords(one.kept, one.words.one, one.words.many)}</span>
            <Chip tone={importWords[one.state].tone}>{importWords[one.state].name}</Chip>
            <span className="text-xs text-ink-3">
              <When at={one.createdAt} timeZone={timeZone} />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** What is in the file: each kind has an address of its own. */
function Kinds({ kinds, of }: Pick<Data, "kinds" | "of">) {
  return (
    <nav aria-label="What to import" className="mb-4 flex gap-1">
      {kinds.map(({ noun, many }) => (
        <Link
          key={noun}
          to={paths.imports({ of: noun === "contact" ? undefined : noun })}
          aria-current={noun === of ? "page" : undefined}
          className={`rounded-md px-2.5 py-1.5 ${noun === of ? "bg-sunken font-[550]" : "text-ink-2 hover:text-ink"}`}
        >
          {capital(many)}
        </Link>
      ))}
    </nav>
  );
}

export default function Import() {
  const { imports, kinds, of, timeZone } = useLoaderData<typeof loader>();
  const chosen = kinds.find(({ noun }) => noun === of) ?? { many: "contacts", price: 1 };
  const answer = useActionData<typeof action>();
  const busy = useNavigation().state === "submitting";
  return (
    <>
      <PageHead title={`Import ${chosen.many}`} />
      <Kinds kinds={kinds} of={of} />
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_320px]">
        <div className="grid gap-3">
          <Card className="p-4">
            <PostForm encType="multipart/form-data" className="grid gap-3">
              {answer?.problem ? <Alert title="This file cannot be read">{answer.problem}</Alert> : null}
              <label htmlFor="file" className="font-[550]">
                A CSV file with your {chosen.many}
              </label>
              <input
                id="file"
                type="file"
                name="file"
                required
                accept=".csv,.tsv,.txt,.zip,text/csv,text/plain,application/zip"
                className="w-full rounded-lg border border-dashed border-line-strong bg-sunken p-4 file:mr-3 file:rounded-md file:border file:border-line-strong file:bg-surface file:px-3 file:py-1.5"
              />
              <p className="text-ink-2">
                Up to 20 MB. First you see a dry run: what’s new, what you already have, and what it costs. New {chosen.many} cost{" "}
                {countWords(chosen.price, "credit")} each; rows you already have and rejected rows are free.
              </p>
              <div>
                <Button kind="go" disabled={busy}>
                  {busy ? "Reading the file…" : "Upload and check"}
                </Button>
              </div>
            </PostForm>
          </Card>
          <Past imports={imports} timeZone={timeZone} />
        </div>
        <HowTo />
      </div>
    </>
  );
}
