import type { Db } from "../../app/db/client.ts";
import type { ExportHost } from "../../app/exports/export-file.ts";

/** Writes exports at an instant. */
export function exportHost(db: Db, now: Date): ExportHost {
  const ERASURE_KEYS = `one:${Buffer.alloc(32, 1).toString("base64")}`;
  return { env: { ERASURE_KEYS }, db, clock: () => now };
}
