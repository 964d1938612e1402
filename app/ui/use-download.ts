import { useState } from "react";

/** A file of this app under a name, fetched with the page's session token, which a plain link would not send. */
export function useDownload(path: string, name: string) {
  const [state, setState] = useState<"idle" | "loading" | "failed">("idle");
  async function fetchFile(): Promise<void> {
    const answer = await fetch(path);
    if (!answer.ok) throw new Error(`the file was answered with ${answer.status}`);
    const address = URL.createObjectURL(await answer.blob());
    const link = document.createElement("a");
    link.href = address;
    link.download = name;
    link.click();
    URL.revokeObjectURL(address);
  }
  return {
    state,
    download(): void {
      setState("loading");
      fetchFile().then(
        () => setState("idle"),
        () => setState("failed"),
      );
    },
  };
}
