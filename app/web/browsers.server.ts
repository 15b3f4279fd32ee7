// What a browser calls itself, in words.
import Bowser from "bowser";

const browsers = new Set(Object.values(Bowser.BROWSER_MAP));
const systems = new Set(Object.values(Bowser.OS_MAP));

/** "Firefox on Windows"; "a program" for what is no browser we know. Only names from Bowser's own lists: the header says whatever its sender likes, and the words stand in a log and a mail. */
export function deviceWords(userAgent: string | null): string {
  if (!userAgent) return "a program";
  const { browser, os } = Bowser.parse(userAgent.slice(0, 500));
  if (!browser.name || !browsers.has(browser.name)) return "a program";
  return os.name && systems.has(os.name) ? `${browser.name} on ${os.name}` : browser.name;
}
