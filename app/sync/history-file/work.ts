import { historyFile } from "../../db/queries/history-file/files.ts";
import type { JobOutcome } from "../../jobs/queue.ts";
import type { ShopRef } from "../../platform/ids.ts";
import type { SyncRuntime } from "../runtime.ts";
import { addOrdersOfFile, takeOutFile } from "./add-orders.ts";
import { readHistoryFile } from "./read-file.ts";

/** Does what the state of a file asks for. Safe to run at any time and any number of times. */
export async function workOnHistoryFile(
  runtime: SyncRuntime,
  shop: ShopRef,
  fileId: string,
  signal?: AbortSignal,
): Promise<JobOutcome> {
  const file = await historyFile(runtime.db.pool, shop.shopId, fileId);
  if (file?.status === "reading") await readHistoryFile(runtime, shop, file, signal);
  if (file?.status === "importing") return addOrdersOfFile(runtime, shop, fileId, signal);
  if (file?.status === "undoing") await takeOutFile(runtime, shop, fileId);
}
