import { useState } from "react";
import type { CostsFileReading } from "../../valuation/costs/product-file.ts";
import { useDownload } from "../use-download.ts";
import type { FileProblem, GivenCosts } from "./file-card.tsx";

const ADDRESS = "/app/costs/products/file";
const MOST_BYTES = 1_000_000;

type Answer = CostsFileReading | { readonly ok: false; readonly problem: FileProblem };

/** Text of a file, which spreadsheets of some countries still write in Windows-1252. */
async function textOf(file: File): Promise<string> {
  const bytes = await file.arrayBuffer();
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

async function read(file: File): Promise<Answer> {
  if (file.size > MOST_BYTES) return { ok: false, problem: "too_large" };
  const answer = await fetch(ADDRESS, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ text: await textOf(file) }),
  });
  if (!answer.ok) throw new Error(`the file was answered with ${answer.status}`);
  return (await answer.json()) as Answer;
}

/** The file of costs, out and in. Both are fetched with the page's session token, which a plain link would not send. */
export function useCostsFile() {
  const [given, setGiven] = useState<GivenCosts>({ state: "none" });
  const file = useDownload(ADDRESS, "product-costs.csv");
  return {
    given,
    downloading: file.state,
    forget: () => setGiven({ state: "none" }),
    give(file: File): void {
      setGiven({ state: "reading" });
      read(file).then(
        (reading) =>
          setGiven(reading.ok ? { state: "read", reading } : { state: "unusable", problem: reading.problem }),
        () => setGiven({ state: "unusable", problem: "failed" }),
      );
    },
    download: file.download,
  };
}

export type CostsFile = ReturnType<typeof useCostsFile>;
