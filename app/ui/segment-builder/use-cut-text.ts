import { useEffect, useState } from "react";

/** Whether the field with this id has no room for all of its text, such as a long name on a phone or in a group of groups. */
export function useIsCut(fieldId: string, text: string): boolean {
  const [isCut, setCut] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the width is read from the page, and another text changes it
  useEffect(() => {
    const field = document.getElementById(fieldId);
    if (!field) return;
    const look = () => setCut(field.scrollWidth > field.clientWidth);
    const observer = new ResizeObserver(look);
    observer.observe(field);
    look();
    return () => observer.disconnect();
  }, [fieldId, text]);
  return isCut;
}
