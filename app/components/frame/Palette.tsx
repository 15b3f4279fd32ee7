// Ctrl or Cmd+K: everything by name, and contacts by search. Loaded only when it is first opened; before JavaScript it is a search form.
import { Form, useNavigate } from "@remix-run/react";
import { Search } from "lucide-react";
import { lazy, Suspense, useEffect, useState } from "react";
import { paths } from "../../web/paths";
import { useMay } from "../ui/may";
import { Kbd } from "../ui/parts";
import { commands, type NounView } from "./nav";

// Opened only in a browser: the Worker need not carry it.
const PaletteDialog = import.meta.env.SSR ? () => null : lazy(() => import("./PaletteDialog"));

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

/** Single keys, when nobody is typing: c new contact, / search, and those that the commands name. */
function useShortcuts(nouns: NounView[], open: () => void): void {
  const navigate = useNavigate();
  const may = useMay();
  useEffect(() => {
    let before = "";
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        return open();
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const chord = before === "g" ? `g ${event.key}` : event.key;
      before = event.key;
      if (chord === "/") {
        event.preventDefault();
        const filter = document.querySelector<HTMLInputElement>("[data-filter]");
        return filter ? filter.focus() : open();
      }
      if (chord === "n") document.querySelector<HTMLTextAreaElement>("[data-note] textarea")?.focus();
      if (chord === "n") event.preventDefault();
      const to = commands(nouns, may).find(({ keys }) => keys === chord)?.to;
      if (to) navigate(to);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [navigate, nouns, open, may]);
}

export function Palette({ nouns }: { nouns: NounView[] }) {
  const [isOpen, setOpen] = useState(false);
  const [openOnce] = useState(() => () => setOpen(true));
  useShortcuts(nouns, openOnce);
  return (
    <>
      <Form action={paths.contacts()} role="search" className="w-[min(420px,100%)] min-w-0">
        <label className="flex h-8 items-center gap-2 rounded-md border border-line bg-surface px-2.5 text-ink-3 focus-within:border-accent">
          <Search size={16} aria-hidden="true" className="flex-none" />
          <span className="sr-only">Search or do anything</span>
          <input
            name="search"
            placeholder="Search or do anything"
            autoComplete="off"
            onMouseDown={(event) => {
              event.preventDefault();
              setOpen(true);
            }}
            className="w-full min-w-0 bg-transparent text-ink outline-none"
          />
          <span aria-hidden="true" className="flex gap-1 max-md:hidden">
            <Kbd>Ctrl</Kbd>
            <Kbd>K</Kbd>
          </span>
        </label>
      </Form>
      {isOpen ? (
        <Suspense fallback={null}>
          <PaletteDialog nouns={nouns} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
