import { HistoryFilePage } from "../../../app/ui/history-file/history-file-page.tsx";
import type { Sending } from "../../../app/ui/history-file/use-given-file.ts";
import type { GalleryPage } from "../registry.ts";
import { historyFiles } from "../views/history-file.ts";

const drawn =
  (state: keyof typeof historyFiles, sending: Sending = { state: "idle" }) =>
  () => (
    <HistoryFilePage
      view={historyFiles[state]}
      mostBytes={104_857_600}
      sending={sending}
      saving={false}
      onGive={() => {}}
      onDecide={() => {}}
    />
  );

export const page: GalleryPage = {
  name: "history-file",
  path: "/app/history-file",
  states: {
    empty: drawn("empty"),
    sending: drawn("empty", {
      state: "sending",
      name: "orders_export.csv",
      sentBytes: 3_670_016,
      sizeBytes: 9_437_184,
    }),
    left: drawn("left"),
    workbook: drawn("empty", { state: "failed", why: "workbook" }),
    reading: drawn("reading"),
    preview: drawn("preview"),
    doubtful: drawn("doubtful"),
    nothing: drawn("nothing"),
    refused: drawn("refused"),
    no_export: drawn("noExport"),
    importing: drawn("importing"),
    undoing: drawn("undoing"),
    done: drawn("done"),
    all: drawn("all"),
  },
};
