// Mailboxes: one has many ways to write it. What is given once for each is counted by the mailbox.
import type { Context } from "../core/context";
import { keyedHash } from "../core/secrets";

/** Hosts that read dots in a name as nothing. Source: Google's help on Gmail addresses. */
const dotless = new Set(["gmail.com", "googlemail.com"]);

/** The mailbox that an address leads to: without what stands behind a plus, and without dots where its host ignores them. */
export function mailboxOf(email: string): string {
  const at = email.lastIndexOf("@");
  const host = email.slice(at + 1).toLowerCase();
  const name = email.slice(0, at).toLowerCase().split("+")[0] ?? "";
  return dotless.has(host) ? `${name.replaceAll(".", "")}@gmail.com` : `${name}@${host}`;
}

/** What outlives everything else about an address: that its mailbox has had its welcome credits. */
export function welcomeHash(ctx: Pick<Context, "secret">, email: string): string {
  return keyedHash(ctx, "welcome", mailboxOf(email));
}
