// How an import's states are called.
import type { Tone } from "../ui/parts";

type State = "mapping" | "checking" | "checked" | "running" | "short" | "stopped" | "done" | "undoing" | "undone" | "failed";

export const importWords: Record<State, { name: string; tone: Tone }> = {
  mapping: { name: "Columns to check", tone: "blue" },
  checking: { name: "Dry run", tone: "blue" },
  checked: { name: "Ready", tone: "blue" },
  running: { name: "Importing", tone: "copper" },
  short: { name: "Out of credits", tone: "warn" },
  stopped: { name: "Partly imported", tone: "warn" },
  done: { name: "Imported", tone: "good" },
  undoing: { name: "Undoing", tone: "copper" },
  undone: { name: "Undone", tone: "plain" },
  failed: { name: "Stopped by a problem", tone: "bad" },
};
