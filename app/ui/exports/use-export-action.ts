import { useRef } from "react";
import { useLocale } from "../locale.tsx";

const BUTTON = "export-list";

/** The page's action that opens the export dialog, and the element that the focus returns to when the dialog closes. */
export function useExportAction(onOpen: () => void) {
  const { t } = useLocale();
  const opener = useRef<HTMLElement | null>(null);
  const action = {
    content: t("exports.open"),
    id: BUTTON,
    onAction: () => {
      opener.current = document.getElementById(BUTTON)?.parentElement ?? null;
      onOpen();
    },
  };
  return { action, opener };
}
