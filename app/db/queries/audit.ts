import sql from "sql-template-tag";
import { type ChainEnds, hashOf, type StoredEntry } from "../../platform/audit-chain.ts";
import type { ShopId } from "../../platform/ids.ts";
import { type Db, rows, type Tx } from "../client.ts";
import { holdShop } from "../fence.ts";

export const AUDIT_ACTIONS = [
  "app.installed",
  "app.uninstalled",
  "export.basis_declared",
  "export.begun",
  "export.made",
  "settings.changed",
  "costs.changed",
  "address.decided",
  "history_file.added",
  "history_file.taken_out",
  "spend.added",
  "spend.changed",
  "spend.removed",
  "spend.imported",
  "spend.import_undone",
  "spend.commission_added",
  "spend.commission_changed",
  "spend.commission_removed",
  "sync.retried",
  "segment.created",
  "segment.changed",
  "segment.archived",
  "segment.restored",
  "segment.published",
  "segment.unpublished",
  "destination.connected",
  "destination.key_replaced",
  "destination.paused",
  "destination.resumed",
  "destination.disconnected",
  "destination.tool_list_made",
  "destination.list_started",
  "destination.list_paused",
  "destination.list_resumed",
  "destination.list_run",
  "destination.list_ended",
  "destination.brake_confirmed",
  "destination.people_retried",
  "person.erasure_asked",
  "person.identified",
  "person.not_found",
  "person.erased",
  "person.removed_from_files",
  "person.data_asked",
  "person.data_taken",
  "person.data_handed_over",
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

type Scalar = string | number | boolean | null;
/** Never anything about a person. */
export type AuditDetails = Readonly<Record<string, Scalar | { readonly from: Scalar; readonly to: Scalar }>>;

export interface AuditAct {
  readonly at: Date;
  /** Shopify's id of a staff member, "app" or "shopify". */
  readonly actor: string;
  readonly action: AuditAction;
  readonly subject?: string;
  readonly details?: AuditDetails;
}

const ENDS = sql`first_no "firstNo", first_after "firstAfter", last_no "lastNo", last_hash "lastHash"`;

/**
 * Writes what was done into the shop's audit log, in the transaction that does it. The transaction has to hold the shop's row
 * (app/db/fence.ts), and takes the end of the log until it ends: so this comes last.
 */
export async function addAuditEntry(tx: Tx, shop: ShopId, act: AuditAct): Promise<void> {
  const [ends] = await rows<ChainEnds>(
    tx,
    sql`insert into audit_head as h (shop_id, first_no, first_after, last_no, last_hash)
      values (${shop}, 1, '', 0, '') on conflict (shop_id) do update set last_no = h.last_no returning ${ENDS}`,
  );
  if (!ends) throw new Error("an upsert returned no row");
  const { at, actor, action, subject = "", details = {} } = act;
  const entry = {
    ...{ at, actor, action, subject },
    entryNo: ends.lastNo + 1,
    details: JSON.stringify(details),
    previousHash: ends.lastHash,
  };
  const hash = hashOf(shop, entry);
  await tx.query(
    sql`with entry as (
        insert into audit_entry (shop_id, entry_no, at, actor, action, subject, details, previous_hash, hash)
        values (${shop}, ${entry.entryNo}, ${at}, ${actor}, ${action}, ${subject}, ${entry.details},
          ${entry.previousHash}, ${hash})
      ) update audit_head set last_no = ${entry.entryNo}, last_hash = ${hash} where shop_id = ${shop}`,
  );
}

/** The ends of the log and every entry between them, as of one instant. */
export async function readAuditChain(
  db: Db,
  shop: ShopId,
): Promise<{ ends: ChainEnds | null; entries: StoredEntry[] }> {
  return db.transaction(async (tx) => {
    await tx.query("set transaction isolation level repeatable read, read only");
    const [ends] = await rows<ChainEnds>(tx, sql`select ${ENDS} from audit_head where shop_id = ${shop}`);
    const entries = await rows<StoredEntry>(
      tx,
      sql`select entry_no "entryNo", at, actor, action, subject, details, previous_hash "previousHash", hash
        from audit_entry where shop_id = ${shop} order by entry_no`,
    );
    return { ends: ends ?? null, entries };
  });
}

/** Until the transaction ends it may delete entries. */
export async function allowForgetting(tx: Tx): Promise<void> {
  await tx.query("select set_config('klantwaarde.forgets_audit', 'yes', true)");
}

/** Deletes entries from before an instant, from the oldest on, and keeps the hash that the next one follows. Returns how many. */
export async function forgetAuditEntries(tx: Tx, shop: ShopId, before: Date): Promise<number> {
  // Before the log, as an erasure of the shop takes them.
  if (!(await holdShop(tx, shop))) return 0;
  const [ends] = await rows<ChainEnds>(
    tx,
    sql`select ${ENDS} from audit_head where shop_id = ${shop} for update`,
  );
  const [last] = await rows<{ entryNo: number; hash: Buffer }>(
    tx,
    // Up to the first one that has to stay, should a clock have gone back.
    sql`select entry_no "entryNo", hash from audit_entry where shop_id = ${shop} and at < ${before}
        and entry_no < coalesce(
          (select min(entry_no) from audit_entry where shop_id = ${shop} and at >= ${before}), 'infinity'::float8)
      order by entry_no desc limit 1`,
  );
  if (!ends || !last) return 0;
  await allowForgetting(tx);
  const deleted = await tx.query(
    sql`delete from audit_entry where shop_id = ${shop} and entry_no <= ${last.entryNo}`,
  );
  await tx.query(
    sql`update audit_head set first_no = ${last.entryNo + 1}, first_after = ${last.hash} where shop_id = ${shop}`,
  );
  return deleted.rowCount ?? 0;
}
