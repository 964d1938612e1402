import sql from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import type { Tx } from "../../client.ts";

/**
 * Merges of one shop run one after the other until their transactions end: two that replace the lines of one order, in
 * different order, would otherwise wait for each other. A first history is merged for as long as it is read, so whoever waits gives up
 * after half a minute and is tried again by the queue: waiting, it would hold a connection that the reading may need.
 */
export async function lockMerges(tx: Tx, shop: ShopId): Promise<void> {
  await tx.query("set local lock_timeout = '30s'");
  await tx.query(sql`select pg_advisory_xact_lock(hashtextextended('merge', ${shop}))`);
  await tx.query("set local lock_timeout = default");
}

export interface MergeOutcome {
  readonly applied: number;
  /** Rows that were older than what is stored, or than a deletion. */
  readonly stale: number;
}

/** Whose value the merge may have changed. `emails` are those of guest orders. */
export interface Affected {
  readonly customerIds: readonly number[];
  readonly emails: readonly string[];
  /** Orders without either changed: they count for the shop. */
  readonly nobody: boolean;
}

export const NOBODY_AFFECTED: Affected = { customerIds: [], emails: [], nobody: false };
