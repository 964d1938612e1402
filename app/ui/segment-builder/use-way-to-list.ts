import { useNavigation } from "@remix-run/react";
import { useEffect, useRef, useState } from "react";

/**
 * The way to the list loses nothing: the draft is in the address that it leads back to. What would be edited while the list loads would
 * not be, so that nothing is until the page is left, or stays after all.
 */
export function useWayToList(isUnsaved: boolean) {
  // Known at once, and when the page is drawn.
  const keeps = useRef(false);
  const [isKept, setKept] = useState(false);
  const isLeaving = useNavigation().state !== "idle";
  useEffect(() => {
    if (!isLeaving) return;
    return () => {
      keeps.current = false;
      setKept(false);
    };
  }, [isLeaving]);
  const isDirty = isUnsaved && !isKept;
  return {
    isKept,
    isDirty,
    shouldAsk: () => isDirty && !keeps.current,
    /** Whether it leads there, having kept the draft. */
    go(lead: () => boolean): boolean {
      keeps.current = true;
      keeps.current = lead();
      setKept(keeps.current);
      return keeps.current;
    },
  };
}
