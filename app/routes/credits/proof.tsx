import { json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/cloudflare";
import { useLoaderData } from "@remix-run/react";
import { useState } from "react";
import { type ChainEntry, type Verdict, verifyChain } from "../../components/credits/chain";
import { Button, ButtonLink } from "../../components/ui/Button";
import { inputLook, Labelled } from "../../components/ui/Field";
import { Alert, Card, CardHead, PageHead } from "../../components/ui/parts";
import { readHeads } from "../../domain/credits/statement";
import { requireMember } from "../../web/guard.server";
import { paths } from "../../web/paths";

export const meta: MetaFunction = () => [{ title: "Proof - Farthing" }];

export async function loader(args: LoaderFunctionArgs) {
  return json({ heads: await readHeads(await requireMember(args)) });
}

type State = { busy: true } | { busy: false; verdict: Verdict | null; problem: string | null };

function Said({ verdict }: { verdict: Verdict }) {
  if (verdict.problem)
    return (
      <Alert title="The chain is broken">{verdict.problem} Keep the file you checked, and write to us: this should never happen.</Alert>
    );
  return (
    <Alert
      tone="good"
      title={`The chain holds: ${verdict.entries.toLocaleString("en")} entries, ${verdict.balance.toLocaleString("en")} credits`}
    >
      Checked here in your browser. The last entry’s fingerprint is <code className="break-all">{verdict.head || "none yet"}</code>.
    </Alert>
  );
}

type Head = ReturnType<typeof useLoaderData<typeof loader>>["heads"][number];

function Heads({ heads }: { heads: Head[] }) {
  return (
    <Card>
      <CardHead title="Recorded outside the ledger each day" />
      {heads.length === 0 ? (
        <p className="px-4 py-6 text-center text-ink-2">The first record will be written tonight.</p>
      ) : (
        <ul className="max-h-80 overflow-y-auto">
          {heads.map(({ day, seq, head, balance }) => (
            <li key={day} className="grid grid-cols-1 gap-0.5 border-b border-line px-4 py-2 last:border-0">
              <span className="flex justify-between gap-3">
                <b className="font-[550]">{day}</b>
                <span className="text-ink-2 tabular-nums">
                  entry {seq.toLocaleString("en")}, {balance.toLocaleString("en")} credits
                </span>
              </span>
              <code className="text-xs break-all text-ink-3">{head}</code>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function Checker({ state, check }: { state: State; check: (read: () => Promise<string>) => Promise<void> }) {
  return (
    <Card className="grid gap-4 p-4">
      <p className="text-ink-2">
        Every line of your statement carries a fingerprint of itself and of the line before it. Changing, removing or inserting a line
        breaks the chain from there on. Your own browser checks it here, from a file you can keep.
      </p>
      <div aria-live="polite" className="grid gap-3">
        {!state.busy && state.verdict ? <Said verdict={state.verdict} /> : null}
        {!state.busy && state.problem ? <Alert title={state.problem} /> : null}
      </div>
      <div>
        <Button
          kind="go"
          disabled={state.busy}
          onClick={() => check(async () => (await fetch(paths.statementJson())).text())}
          type="button"
        >
          {state.busy ? "Checking…" : "Check the statement as it is now"}
        </Button>
      </div>
      <Labelled id="file" label="Or check a file you saved">
        <input
          id="file"
          type="file"
          accept=".json,application/json"
          className={`${inputLook} py-1.5`}
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            if (file) void check(() => file.text());
          }}
        />
      </Labelled>
      <noscript>
        <p>This page does the check in your browser, so it needs JavaScript. The JSON file can also be checked with any other program.</p>
      </noscript>
    </Card>
  );
}

export default function Proof() {
  const { heads } = useLoaderData<typeof loader>();
  const [state, setState] = useState<State>({ busy: false, verdict: null, problem: null });
  const check = async (read: () => Promise<string>) => {
    setState({ busy: true });
    try {
      const { entries } = JSON.parse(await read()) as { entries: ChainEntry[] };
      setState({ busy: false, verdict: await verifyChain(entries, heads), problem: null });
    } catch {
      setState({
        busy: false,
        verdict: null,
        problem: "We couldn’t read this as a statement. Download the JSON file again and choose that one.",
      });
    }
  };
  return (
    <>
      <PageHead title="Proof">
        <ButtonLink to={paths.statementJson()} reloadDocument>
          Download JSON
        </ButtonLink>
      </PageHead>
      <div className="grid max-w-3xl gap-3">
        <Checker state={state} check={check} />
        <Heads heads={heads} />
      </div>
    </>
  );
}
