// Buttons and links that look like them. A price, where there is one, is part of the button.
import { Link, type LinkProps } from "@remix-run/react";
import type { ButtonHTMLAttributes, ReactNode } from "react";

export type ButtonKind = "plain" | "go" | "bare" | "bad";

const base =
  "inline-flex items-center justify-center gap-2 rounded-md border px-3 font-[550] whitespace-nowrap transition-colors duration-100 min-h-8 max-md:min-h-10 disabled:opacity-50";
const kinds: Record<ButtonKind, string> = {
  plain: "border-line-strong bg-surface hover:bg-sunken",
  go: "border-transparent bg-accent text-accent-ink hover:opacity-90",
  bare: "border-transparent text-ink-2 hover:text-ink hover:bg-sunken",
  bad: "border-line-strong bg-surface text-bad hover:bg-bad-wash",
};

interface Look {
  kind?: ButtonKind;
  /** In credits. */
  cost?: number;
  children: ReactNode;
}

function Inside({ cost, children }: Pick<Look, "cost" | "children">) {
  if (cost === undefined) return <>{children}</>;
  return (
    <>
      {children}
      <span className="border-l border-current pl-2 font-[450]">
        {cost.toLocaleString("en")} {cost === 1 ? "credit" : "credits"}
      </span>
    </>
  );
}

export function Button({ kind = "plain", cost, children, className = "", ...rest }: Look & ButtonHTMLAttributes<HTMLButtonElement>) {
  return (
    <button type="submit" {...rest} className={`${base} ${kinds[kind]} ${className}`}>
      <Inside cost={cost}>{children}</Inside>
    </button>
  );
}

export function ButtonLink({ kind = "plain", cost, children, className = "", ...rest }: Look & LinkProps) {
  return (
    <Link {...rest} className={`${base} ${kinds[kind]} ${className}`}>
      <Inside cost={cost}>{children}</Inside>
    </Link>
  );
}
