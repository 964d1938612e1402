import { useEffect, useState } from "react";

/** Where the text of a field is: Polaris writes what is selected into an element of its own, behind the select. */
const shownText = (field: HTMLElement | null): Element | null | undefined =>
  field instanceof HTMLSelectElement
    ? field.parentElement?.querySelector(".Polaris-Select__SelectedOption")
    : field;

/** A text that lacks a fraction of a pixel is cut as well, which whole pixels do not tell. */
function hasNoRoom(shown: Element): boolean {
  if (shown instanceof HTMLInputElement) return shown.scrollWidth > shown.clientWidth;
  const text = document.createRange();
  text.selectNodeContents(shown);
  return text.getBoundingClientRect().width > shown.getBoundingClientRect().width;
}

/** Whether the field with this id has no room for all of its text, such as a long name on a phone or in a group of groups. */
export function useIsCut(fieldId: string, text: string): boolean {
  const [isCut, setCut] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the width is read from the page, and another text changes it
  useEffect(() => {
    const shown = shownText(document.getElementById(fieldId));
    if (!shown) return;
    const look = () => setCut(hasNoRoom(shown));
    const observer = new ResizeObserver(look);
    observer.observe(shown);
    look();
    return () => observer.disconnect();
  }, [fieldId, text]);
  return isCut;
}
