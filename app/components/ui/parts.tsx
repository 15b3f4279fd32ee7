// The few parts every page is made of: card, chip, avatar, coin, alert, empty state, page head.
import { createContext, type ReactNode, useContext } from "react";

export type Tone = "plain" | "good" | "warn" | "bad" | "blue" | "violet" | "copper";

const chipTones: Record<Tone, string> = {
  plain: "bg-sunken text-ink-2",
  good: "bg-good-wash text-good",
  warn: "bg-warn-wash text-warn",
  bad: "bg-bad-wash text-bad",
  blue: "bg-blue-wash text-blue",
  violet: "bg-violet-wash text-violet",
  copper: "bg-accent-wash text-accent",
};

export function Chip({ tone = "plain", children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span
      className={`inline-flex h-[22px] max-w-full items-center gap-1.5 truncate rounded-full px-2 text-xs whitespace-nowrap ${chipTones[tone]}`}
    >
      {children}
    </span>
  );
}

export function Card({ children, className = "" }: { children: ReactNode; className?: string }) {
  return <section className={`min-w-0 rounded-lg border border-line bg-surface ${className}`}>{children}</section>;
}

export function CardHead({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <header className="flex min-h-11 items-center gap-2 border-b border-line px-4 py-2">
      <h2 className="mr-auto">{title}</h2>
      {children}
    </header>
  );
}

export function Coin({ className = "size-3.5" }: { className?: string }) {
  return <span aria-hidden="true" className={`coin inline-block ${className}`} />;
}

const faces: Tone[] = ["copper", "blue", "violet", "good"];

/** Initials on a colour that stays the same for the same name. */
export function Avatar({ name, large = false }: { name: string; large?: boolean }) {
  const words = name.trim().split(/\s+/);
  const initials = [words[0], words.length > 1 ? words.at(-1) : ""].map((word) => Array.from(word ?? "")[0] ?? "").join("");
  const sum = Array.from(name).reduce((total, letter) => total + (letter.codePointAt(0) ?? 0), 0);
  const size = large ? "size-12 text-base" : "size-6 text-[10px]";
  return (
    <span
      aria-hidden="true"
      className={`grid flex-none place-items-center rounded-full font-[640] uppercase ${size} ${chipTones[faces[sum % faces.length] ?? "copper"]}`}
    >
      {initials}
    </span>
  );
}

/** The tabs over pages that belong together, for the head of each to show below its title. */
export const TabsContext = createContext<ReactNode>(null);

export function PageHead({ title, aside, children }: { title: string; aside?: ReactNode; children?: ReactNode }) {
  const tabs = useContext(TabsContext);
  return (
    <>
      <div className={`${tabs ? "mb-2" : "mb-4"} flex flex-wrap items-center gap-x-3 gap-y-2`}>
        <h1 className="min-w-0 break-words">{title}</h1>
        {aside}
        <div className="flex flex-wrap gap-2 md:ml-auto">{children}</div>
      </div>
      {tabs}
    </>
  );
}

export function Alert({ tone = "bad", title, children }: { tone?: "bad" | "warn" | "good"; title: string; children?: ReactNode }) {
  const look = { bad: "bg-bad-wash border-bad", warn: "bg-warn-wash border-warn", good: "bg-good-wash border-good" }[tone];
  return (
    <div role="alert" className={`rounded-lg border p-3 ${look}`}>
      <p className="font-semibold">{title}</p>
      {children ? <div className="mt-1 text-ink-2">{children}</div> : null}
    </div>
  );
}

export function Empty({ title, words, children }: { title: string; words: string; children?: ReactNode }) {
  return (
    <div className="grid justify-items-center gap-2 px-4 py-12 text-center">
      <h2>{title}</h2>
      <p className="max-w-[46ch] text-ink-2">{words}</p>
      <div className="mt-2 flex flex-wrap justify-center gap-2">{children}</div>
    </div>
  );
}

export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="rounded border border-b-2 border-line bg-surface px-1.5 font-sans text-[11px] leading-4 text-ink-3">{children}</kbd>
  );
}
