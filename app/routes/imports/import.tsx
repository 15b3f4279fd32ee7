import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/cloudflare";
import { useLoaderData, useRevalidator } from "@remix-run/react";
import { useEffect, useRef } from "react";
import { ImportCheck } from "../../components/imports/ImportCheck";
import { ImportMapping } from "../../components/imports/ImportMapping";
import { ImportProgress } from "../../components/imports/ImportProgress";
import { ImportReport } from "../../components/imports/ImportReport";
import { Chip, PageHead } from "../../components/ui/parts";
import { countWords } from "../../components/ui/words";
import { readTags } from "../../domain/contacts/tags";
import { findPack, packFor, priceOf } from "../../domain/core/prices";
import { readBalance } from "../../domain/credits/credits";
import { importableOf } from "../../domain/imports/importables";
import { Target } from "../../domain/imports/importColumns";
import { encodings } from "../../domain/imports/importEncoding";
import { canContinue } from "../../domain/imports/importRun";
import {
  canReencode,
  canUndo,
  checkImport,
  readImport,
  readImportSamples,
  readRefusedRows,
  reencodeImport,
  remapImport,
  seesRows,
  startImport,
  undoImport,
} from "../../domain/imports/imports";
import { readPosted } from "../../web/body.server";
import { beginBuying } from "../../web/buying.server";
import { notFound, requireMember } from "../../web/guard.server";
import { paths } from "../../web/paths";
import { redirectWith } from "../../web/reply.server";
import { packViews } from "../../web/views";

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `Import ${data?.found.fileName ?? ""} - Farthing` }];

const REFUSED_SHOWN = 20;

export async function loader(args: LoaderFunctionArgs) {
  const member = await requireMember(args, "import.make");
  const found = await readImport(member, args.params.importId ?? "");
  if (!found) throw notFound("No such import");
  const hasRefused = seesRows(member, found) && found.refusedTotal > 0 && !["mapping", "checking"].includes(found.state);
  const mapping = found.state === "mapping";
  const importable = importableOf(found.noun);
  const [balance, refused, tags, samples, targets, startable] = await Promise.all([
    readBalance(member),
    hasRefused ? readRefusedRows(member, found.id) : [],
    readTags(member),
    mapping ? readImportSamples(member, found) : ([] as string[][]),
    mapping ? importable.targets(member) : {},
    canContinue(member, found),
  ]);
  const shown = refused.slice(0, REFUSED_SHOWN).map(({ number, reason }) => ({ number, reason }));
  const left = found.newTotal - found.cursor;
  const cost = priceOf(importable.action, member.now, left);
  const free = balance?.free ?? null;
  const offer = free !== null && free < cost ? packFor(cost - free).credits : null;
  const packs = packViews().packs;
  const { memberId: _memberId, teamId: _teamId, ...view } = found;
  const tagNames = tags.map(({ name }) => name);
  return json({
    found: { ...view, samples },
    targets: targets as Record<string, string>,
    of: { plural: importable.of.plural, ...importable.of.words },
    refused: shown,
    free,
    left,
    cost,
    price: priceOf(importable.action, member.now),
    offer: packs.find(({ credits }) => credits === offer) ?? null,
    undoable: canUndo(found, member.now),
    startable,
    encodings: canReencode(found) ? Object.entries(encodings) : [],
    tagNames,
    tag: tags.find(({ id }) => id === found.tagId)?.name ?? "",
  });
}

type Member = Awaited<ReturnType<typeof requireMember>>;

async function start(member: Member, importId: string, form: FormData) {
  const here = paths.import(importId);
  const outcome = await startImport(member, importId, Number(form.get("most")), Number(form.get("price")));
  if (outcome.kind === "dearer")
    return redirectWith(member, here, {
      text: `The price has changed: ${countWords(outcome.credits, "credit")} now. Nothing was charged.`,
      tone: "bad",
    });
  return redirect(here);
}

export async function action(args: ActionFunctionArgs) {
  const member = await requireMember(args, "import.make");
  const form = await readPosted(args.request, "intent", "encoding", "column-*", "tag", "lenient", "most", "price", "pack");
  const importId = args.params.importId ?? "";
  const here = paths.import(importId);
  const found = await readImport(member, importId);
  if (!found) throw notFound("No such import");
  const intent = form.get("intent");
  if (!seesRows(member, found)) {
    const text = "Only the person who uploaded this file, an owner or a manager can do that.";
    return redirectWith(member, here, { text, tone: "bad" });
  }
  if (intent === "check") {
    const mapping = found.columns.map((_, n) => Target.catch("skip").parse(form.get(`column-${n}`)));
    const outcome = await checkImport(member, importId, {
      mapping,
      tag: String(form.get("tag") ?? "").slice(0, 40),
      lenient: form.get("lenient") === "on",
    });
    if (outcome.kind === "unmade") return redirectWith(member, here, { text: outcome.words, tone: "bad" });
    return redirect(here);
  }
  if (intent === "encoding" && !(await reencodeImport(member, importId, String(form.get("encoding") ?? ""))))
    return redirectWith(member, here, { text: "The file can’t be read with that encoding, so nothing was changed.", tone: "bad" });
  if (intent === "remap") await remapImport(member, importId);
  if (intent === "start") return start(member, importId, form);
  if (intent === "undo" && !(await undoImport(member, importId)))
    return redirectWith(member, here, { text: "This import can no longer be undone.", tone: "bad" });
  const pack = intent === "buy" ? findPack(Number(form.get("pack"))) : null;
  if (!pack) return redirect(here);
  const buying = await beginBuying(member, args.request, pack, { path: here, fields: [] });
  return buying.kind === "stripe" ? redirect(buying.url) : redirectWith(member, here, { text: buying.words, tone: "bad" });
}

/** While something runs the page asks how far it is; before JavaScript, the browser reloads it. */
function useProgress(state: string): boolean {
  const working = ["checking", "running", "undoing"].includes(state);
  const { revalidate } = useRevalidator();
  const worked = useRef(false);
  useEffect(() => {
    // The balance in the header was read beside this, perhaps before the last rows were charged.
    if (!working && worked.current) revalidate();
    worked.current = working;
    if (!working) return;
    const timer = setInterval(revalidate, 1_000);
    return () => clearInterval(timer);
  }, [working, revalidate]);
  return working;
}

export default function ImportPage() {
  const data = useLoaderData<typeof loader>();
  const { found } = data;
  const working = useProgress(found.state);
  return (
    <>
      {working ? (
        <noscript>
          <meta httpEquiv="refresh" content="2" />
        </noscript>
      ) : null}
      <PageHead
        title={`Import ${found.fileName}`}
        aside={<Chip>{[found.source, found.encoding, found.delimiter].filter(Boolean).join(", ")}</Chip>}
      />
      <div className="grid max-w-[860px] gap-3">
        {found.state === "mapping" ? (
          <ImportMapping
            found={found}
            targets={data.targets}
            tag={data.tag}
            tagNames={data.tagNames}
            encodings={data.encodings}
            ofContacts={data.of.plural === "contacts"}
          />
        ) : null}
        {working ? <ImportProgress found={found} /> : null}
        {found.state === "checked" ? <ImportCheck data={data} /> : null}
        {["done", "short", "stopped", "failed", "undone"].includes(found.state) ? <ImportReport data={data} /> : null}
      </div>
    </>
  );
}
