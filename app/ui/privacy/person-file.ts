import { useState } from "react";

/**
 * Fetches the file of a request with the page's session token, which a plain link would not send, and hands it to the browser as a
 * download.
 */
export function usePersonFile(requestId: string) {
  const [state, setState] = useState<"idle" | "loading" | "failed">("idle");
  async function fetchFile(): Promise<void> {
    const answer = await fetch(`/app/data-requests/${requestId}/file`);
    if (!answer.ok) throw new Error(`the file was answered with ${answer.status}`);
    const address = URL.createObjectURL(await answer.blob());
    const link = document.createElement("a");
    link.href = address;
    link.download = `personal-data-${requestId}.json`;
    link.click();
    URL.revokeObjectURL(address);
  }
  return {
    loading: state === "loading",
    failed: state === "failed",
    download(): void {
      setState("loading");
      fetchFile().then(
        () => setState("idle"),
        () => setState("failed"),
      );
    },
  };
}
