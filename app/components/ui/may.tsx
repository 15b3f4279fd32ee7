// What the signed-in member may do, by the names in the table of permissions, so that a page offers only that. It decides nothing: the server asks again.
import { createContext, type ReactNode, useContext } from "react";

export const MayContext = createContext<readonly string[]>([]);

/** Whether the member may do something. */
export function useMay(): (act: string) => boolean {
  const may = useContext(MayContext);
  return (act) => may.includes(act);
}

/** What only those see who may do something with it. */
export function IfMay({ act, children }: { act: string; children: ReactNode }) {
  return useMay()(act) ? children : null;
}
