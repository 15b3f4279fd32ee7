// A text as the square that a phone's camera reads: one path, so that it is drawn without a script and in any size.
import { encode } from "uqr";

/** Its side in modules, with a margin of two, and the path of its dark ones. */
export function drawCode(text: string): { size: number; path: string } {
  const { size, data } = encode(text, { border: 2 });
  const path = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join("");
  return { size, path };
}
