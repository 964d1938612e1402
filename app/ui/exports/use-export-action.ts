import { useRef } from "react";
import { useLocale } from "../locale.tsx";
import { useStaffRights } from "../staff/staff-rights.ts";
import type { ExportStep } from "./export-choice.ts";

const BUTTON = "export-list";

/**
 * The page's action that opens the export dialog, null for who may not export, and the element that the focus returns to when the dialog
 * closes.
 */
export function useExportAction({ step }: ExportStep, onOpen: () => void) {
  const { t } = useLocale();
  const { mayExport } = useStaffRights();
  const opener = useRef<HTMLElement | null>(null);
  const action = {
    content: t("exports.open"),
    id: BUTTON,
    // Who may be e-mailed is being counted.
    loading: step === "counting",
    onAction: () => {
      opener.current = document.getElementById(BUTTON)?.parentElement ?? null;
      onOpen();
    },
  };
  return { action: mayExport ? action : null, opener };
}
