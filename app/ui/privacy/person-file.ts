import { useDownload } from "../use-download.ts";

/** The file of a request for personal data, as a download. */
export function usePersonFile(requestId: string) {
  const { state, download } = useDownload(
    `/app/data-requests/${requestId}/file`,
    `personal-data-${requestId}.json`,
  );
  return { loading: state === "loading", failed: state === "failed", download };
}
