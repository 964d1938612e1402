import sql from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import type { Tx } from "../../client.ts";

/**
 * Only one merge of a shop runs at a time, until its transaction ends: two merges that replace the lines of the same orders in
 * different order would block each other. The merge of a first history lasts as long as its file is read, so others give up
 * after half a minute and the queue tries them again: while they wait they hold a connection that the reading may need.
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

/** The people whose value the merge may have changed. `emails` are those of guest orders. */
export interface Affected {
  readonly customerIds: readonly number[];
  readonly emails: readonly string[];
  /** Orders without either changed: they count for the shop. */
  readonly nobody: boolean;
}

export const NOBODY_AFFECTED: Affected = { customerIds: [], emails: [], nobody: false };
