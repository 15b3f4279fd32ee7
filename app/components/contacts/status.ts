// A contact's status and a tag's colour, as shown.
import type { Tone } from "../ui/parts";

export const statusWords = { lead: "Lead", prospect: "Prospect", customer: "Customer", inactive: "Inactive" } as const;
export type StatusName = keyof typeof statusWords;
export const statusTones: Record<StatusName, Tone> = { lead: "blue", prospect: "warn", customer: "good", inactive: "plain" };

export const tagTones: Record<string, Tone> = {
  copper: "copper",
  blue: "blue",
  violet: "violet",
  green: "good",
  amber: "warn",
  red: "bad",
};
export const tagDots: Record<string, string> = {
  copper: "bg-accent",
  blue: "bg-blue",
  violet: "bg-violet",
  green: "bg-good",
  amber: "bg-warn",
  red: "bg-bad",
};
