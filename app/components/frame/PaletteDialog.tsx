// The palette itself: commands by name and the team's records by search.
import { useFetcher, useNavigate } from "@remix-run/react";
import { Command } from "cmdk";
import { setNonce } from "get-nonce";
import { useEffect, useState } from "react";
import { paths } from "../../web/paths";
import { useMay } from "../ui/may";
import { commands, type NounView } from "./nav";

interface Found {
  id: string;
  to: string;
  name: string;
  detail: string;
}

const itemLook = "flex cursor-pointer items-center gap-2 rounded-md px-3 py-2 data-[selected=true]:bg-sunken";

/** The team's records that match, a moment after the last key. */
function useFound(typed: string): Found[] {
  const fetcher = useFetcher<{ found: Found[] }>();
  const { load } = fetcher;
  const enough = typed.trim().length >= 2;
  useEffect(() => {
    if (!enough) return;
    const timer = setTimeout(() => load(paths.find({ search: typed })), 120);
    return () => clearTimeout(timer);
  }, [typed, enough, load]);
  return enough ? (fetcher.data?.found ?? []) : [];
}

/** The dialog locks scrolling with a style element of its own, which the page's policy takes only with its nonce. */
function lendNonce(): void {
  setNonce(document.querySelector<HTMLScriptElement>("script[nonce]")?.nonce ?? "");
}

function FoundItem({ id, to, name, detail, go }: Found & { go: (to: string) => void }) {
  return (
    <Command.Item value={id} onSelect={() => go(to)} className={itemLook}>
      <span className="font-[550]">{name}</span>
      <span className="truncate text-xs text-ink-3">{detail}</span>
    </Command.Item>
  );
}

function AddItem({ typed, go }: { typed: string; go: (to: string) => void }) {
  if (typed === "") return null;
  return (
    <Command.Item value="add-typed" onSelect={() => go(paths.newContact({ firstName: typed }))} className={itemLook}>
      Add “{typed}” as a contact
    </Command.Item>
  );
}

export default function PaletteDialog({ nouns, onClose }: { nouns: NounView[]; onClose: () => void }) {
  const navigate = useNavigate();
  useState(lendNonce);
  const may = useMay();
  const [typed, setTyped] = useState("");
  const [selected, setSelected] = useState("");
  const found = useFound(typed);
  const go = (to: string) => {
    onClose();
    navigate(to);
  };
  // What is found comes a moment after what is typed: the first of it is what Enter opens, and adding is never the first while anything else fits.
  const first = found[0]?.id;
  useEffect(() => {
    if (first) setSelected(first);
  }, [first]);
  const matching = commands(nouns, may).filter(({ words }) => words.toLowerCase().includes(typed.trim().toLowerCase()));
  return (
    <Command.Dialog
      open
      shouldFilter={false}
      value={selected}
      onValueChange={setSelected}
      label="Search or do anything"
      onOpenChange={(open) => !open && onClose()}
      overlayClassName="fixed inset-0 z-40 bg-[rgb(0_0_0/.4)]"
      contentClassName="fixed left-1/2 top-[12vh] z-50 w-[min(560px,calc(100vw-24px))] -translate-x-1/2 overflow-hidden rounded-lg border border-line-strong bg-surface shadow-2xl"
    >
      <Command.Input
        value={typed}
        onValueChange={setTyped}
        placeholder="Search or do anything"
        className="w-full border-b border-line bg-transparent px-4 py-3 text-base outline-none"
      />
      <Command.List className="max-h-[50vh] overflow-y-auto p-1.5">
        <Command.Empty className="px-3 py-6 text-center text-ink-2">Nothing found for “{typed}”.</Command.Empty>
        {found.map((one) => (
          <FoundItem key={one.id} {...one} go={go} />
        ))}
        {matching.map(({ words, to, keys }) => (
          <Command.Item key={to} value={words} onSelect={() => go(to)} className={itemLook}>
            {words}
            {keys ? <span className="ml-auto text-xs text-ink-3">{keys}</span> : null}
          </Command.Item>
        ))}
        <AddItem typed={typed.trim()} go={go} />
      </Command.List>
    </Command.Dialog>
  );
}
