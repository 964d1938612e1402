import { openAsBlob } from "node:fs";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gidOf } from "../platform/ids.ts";

/**
 * Writes a line of variables for each customer into a file, so that no more than a page of them is held and the length is known before the upload,
 * and hands it over. The file is gone afterwards.
 */
export async function withVariables<T>(
  pages: AsyncIterable<readonly number[]>,
  use: (file: Blob, lines: number) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "klantwaarde-bulk-"));
  try {
    const path = join(folder, "variables.jsonl");
    const file = await open(path, "wx", 0o600);
    let lines = 0;
    try {
      for await (const ids of pages) {
        await file.write(ids.map((id) => `${JSON.stringify({ id: gidOf("Customer", id) })}\n`).join(""));
        lines += ids.length;
      }
    } finally {
      await file.close();
    }
    return await use(await openAsBlob(path), lines);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
