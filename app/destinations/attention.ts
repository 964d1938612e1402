import type { Db } from "../db/client.ts";
import { type OpenMatters, openMatters } from "../db/queries/destinations/attention.ts";
import type { ShopRef } from "../platform/ids.ts";

/** What of the mailing tools waits for a person. */
export type ToolsAttention = OpenMatters;

/** Null where nothing does. */
export async function readToolsAttention(db: Db, { shopId }: ShopRef): Promise<ToolsAttention | null> {
  const found = await openMatters(db.pool, shopId);
  return found.keys + found.held + found.refused > 0 ? found : null;
}
