import type { FileRefusalReason } from "../../sync/history-file/file-order.ts";
import type { RefusedCsvWords } from "../../sync/history-file/refused-csv.ts";
import type { Translate } from "../messages/catalogue.ts";

export function refusedWords(t: Translate): RefusedCsvWords {
  return {
    header: [
      t("history.refused.row"),
      t("history.refused.order"),
      t("history.refused.column"),
      t("history.refused.value"),
      t("history.refused.why"),
      t("history.refused.right"),
    ],
    why: (reason: FileRefusalReason) => t(`history.why.${reason}`),
    right: (reason: FileRefusalReason) => t(`history.right.${reason}`),
  };
}
