// What is looked up while somebody types, a moment after the last key.
import { useCallback, useEffect, useRef } from "react";

/** Puts off what it is given, and forgets what was put off before. Nothing runs once the part that asked is gone. */
export function useLater(ms: number): (act: () => void) => void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return useCallback(
    (act) => {
      clearTimeout(timer.current);
      timer.current = setTimeout(act, ms);
    },
    [ms],
  );
}
