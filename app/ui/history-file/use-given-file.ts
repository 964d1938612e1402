import { useRevalidator } from "@remix-run/react";
import { useState } from "react";

/** How far a file is on its way, or why it did not arrive: a kind of file by its name, or what went wrong. */
export type Sending =
  | { readonly state: "idle" }
  | {
      readonly state: "sending";
      readonly name: string;
      readonly sentBytes: number;
      readonly sizeBytes: number;
    }
  | { readonly state: "failed"; readonly why: SendingFailure };

export type SendingFailure =
  | "empty"
  | "too_large"
  | "busy"
  | "interrupted"
  | "zip"
  | "workbook"
  | "xls"
  | "gzip"
  | "pdf";

const KINDS: readonly string[] = ["zip", "workbook", "xls", "gzip", "pdf"] satisfies SendingFailure[];
const TRIES = 3;
const PAUSE_MS = 1_500;

export interface FileLimits {
  readonly mostBytes: number;
  readonly partBytes: number;
}

class NotTaken extends Error {
  readonly why: SendingFailure;
  constructor(why: SendingFailure) {
    super(why);
    this.why = why;
  }
}

/** Sends a file in parts, one after another; a part that is lost on the way is sent again. */
export function useGivenFile({ mostBytes, partBytes }: FileLimits) {
  const [sending, setSending] = useState<Sending>({ state: "idle" });
  const { revalidate } = useRevalidator();

  async function send(file: File): Promise<void> {
    if (file.size === 0) throw new NotTaken("empty");
    if (file.size > mostBytes) throw new NotTaken("too_large");
    const progress = (sentBytes: number) =>
      setSending({ state: "sending", name: file.name, sentBytes, sizeBytes: file.size });
    progress(0);
    const fileId = await begin(file);
    for (let at = 0; at < file.size; at += partBytes) {
      await sendPart(fileId, at, file.slice(at, at + partBytes));
      progress(Math.min(file.size, at + partBytes));
    }
  }

  return {
    sending,
    give(file: File): void {
      send(file)
        .then(() => setSending({ state: "idle" }))
        .catch((error: unknown) =>
          setSending({ state: "failed", why: error instanceof NotTaken ? error.why : "interrupted" }),
        )
        .finally(() => revalidate());
    },
  };
}

async function begin(file: File): Promise<string> {
  const answer = await fetch("/app/history-file/begin", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ name: file.name.slice(0, 200), sizeBytes: file.size }),
  });
  const begun = (await answer.json()) as { fileId?: string };
  if (begun.fileId === undefined) throw new NotTaken("busy");
  return begun.fileId;
}

async function sendPart(fileId: string, at: number, part: Blob): Promise<void> {
  for (let left = TRIES; ; left--) {
    const answer = await fetch(`/app/history-file/${fileId}/parts?at=${at}`, {
      method: "POST",
      headers: { "Content-Type": "application/octet-stream" },
      body: part,
    }).catch(() => null);
    if (answer?.ok) {
      const { refused } = (await answer.json()) as { refused?: string };
      if (refused === undefined) return;
      throw new NotTaken(KINDS.includes(refused) ? (refused as SendingFailure) : "interrupted");
    }
    if (left === 1) throw new NotTaken("interrupted");
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
