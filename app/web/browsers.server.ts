// What a browser calls itself, in words.
import Bowser from "bowser";

/** "Firefox on Windows"; "a program" for what is no browser we know. */
export function deviceWords(userAgent: string | null): string {
  if (!userAgent) return "a program";
  const { browser, os } = Bowser.parse(userAgent);
  if (!browser.name) return "a program";
  return os.name ? `${browser.name} on ${os.name}` : browser.name;
}
