import { useFetcher } from "@remix-run/react";
import { useEffect, useState } from "react";
import type { ExportPreview } from "../../exports/exports.ts";
import type { AD_BASIS } from "../../exports/records.ts";
import type { DownloadAnswer } from "../../exports/request-download.ts";
import { useLocale } from "../locale.tsx";
import { useToast } from "../states/toast.ts";
import type { ExportControl, ExportStep } from "./export-choice.ts";
import { startDownload } from "./start-download.ts";

/**
 * From the button to the download. `path` previews the export and takes the request for it; null where what the page shows
 * cannot be exported. Each opening of the dialog counts again and asks for an export of its own.
 */
export function useExport(path: string | null): ExportControl {
  const { t, userLocale } = useLocale();
  const [opening, setOpening] = useState({ count: 0, open: false });
  const key = `${path}-${opening.count}`;
  const preview = useFetcher<{ preview: ExportPreview }>({ key: `export-preview-${key}` });
  const request = useFetcher<DownloadAnswer>({ key: `export-request-${key}` });
  const answer = request.data;
  const downloadUrl = answer?.ok ? answer.downloadUrl : null;
  const { load } = preview;

  useEffect(() => {
    if (opening.open && path !== null) load(path);
  }, [opening, load, path]);
  useEffect(() => {
    if (downloadUrl) startDownload(downloadUrl);
  }, [downloadUrl]);
  useToast(downloadUrl ? answer : null, t("exports.dialog.toast"));

  const stepOf = (): ExportStep => {
    if (!opening.open) return { step: "closed" };
    if (path === null) return { step: "searched" };
    if (answer?.ok) return { step: "started" };
    if (!preview.data) return { step: "counting" };
    return {
      step: "choosing",
      preview: preview.data.preview,
      preparing: request.state !== "idle",
      failure: answer?.ok === false ? answer.problem : null,
    };
  };
  return {
    step: stepOf(),
    onOpen: () => setOpening(({ count }) => ({ count: count + 1, open: true })),
    onClose: () => setOpening(({ count }) => ({ count, open: false })),
    onExport: ({ columns, format, heldOutBp, hasAdBasis }) => {
      if (path === null) return;
      request.submit(
        {
          ...{ columns: [...columns], format, heldOutBp, locale: userLocale },
          adBasis: hasAdBasis ? ("declared_1" satisfies typeof AD_BASIS) : null,
        },
        { method: "post", action: path, encType: "application/json" },
      );
    },
  };
}
