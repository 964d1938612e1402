import sql from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows, type Tx } from "../../client.ts";

export type HistoryFileStatus =
  | "uploading"
  | "reading"
  | "refused"
  | "preview"
  | "importing"
  | "done"
  | "undoing"
  | "undone";

export interface HistoryFileRow {
  readonly fileId: string;
  readonly name: string;
  readonly sizeBytes: number;
  readonly receivedBytes: number;
  readonly status: HistoryFileStatus;
  readonly uploadedAt: Date;
  readonly preview: unknown;
  readonly refusal: unknown;
  readonly importedUpTo: number;
  readonly lookedAt: number;
  readonly added: number;
  readonly finishedAt: Date | null;
}

const COLUMNS = sql`file_id "fileId", name, size_bytes "sizeBytes", received_bytes "receivedBytes", status,
  uploaded_at "uploadedAt", preview, refusal, imported_up_to "importedUpTo", looked_at "lookedAt", added,
  finished_at "finishedAt"`;

/** The latest first. */
export function historyFiles(on: Queryable, shop: ShopId): Promise<HistoryFileRow[]> {
  return rows<HistoryFileRow>(
    on,
    sql`select ${COLUMNS} from history_file where shop_id = ${shop} order by uploaded_at desc, file_id desc limit 50`,
  );
}

export async function historyFile(
  on: Queryable,
  shop: ShopId,
  fileId: string,
): Promise<HistoryFileRow | undefined> {
  const [found] = await rows<HistoryFileRow>(
    on,
    sql`select ${COLUMNS} from history_file where shop_id = ${shop} and file_id = ${fileId}`,
  );
  return found;
}

/** Files with which a job has something to do, of shops that have the app: an uninstallation, or too many failures, may have ended it. */
export async function openHistoryFiles(on: Queryable): Promise<{ domain: string; fileId: string }[]> {
  return rows<{ domain: string; fileId: string }>(
    on,
    sql`select s.domain, f.file_id "fileId" from history_file f join shop s on s.shop_id = f.shop_id
      where f.status in ('reading', 'importing', 'undoing') and s.uninstalled_at is null order by s.shop_id, f.file_id`,
  );
}

/** Whether orders of the shop are from a file. */
export async function hasHistoryFile(on: Queryable, shop: ShopId): Promise<boolean> {
  const found = await rows(
    on,
    sql`select from history_file where shop_id = ${shop} and status in ('importing', 'done', 'undoing') limit 1`,
  );
  return found.length > 0;
}

export interface NewHistoryFile {
  readonly fileId: string;
  readonly name: string;
  readonly sizeBytes: number;
  readonly uploadedBy: string;
  readonly uploadedAt: Date;
}

/**
 * Begins a file in the place of those that came to nothing yet. False, and nothing is done, while another one is being added or taken out.
 */
export async function beginHistoryFile(tx: Tx, shop: ShopId, file: NewHistoryFile): Promise<boolean> {
  // Of two that begin at once the second sees what the first did.
  await tx.query(sql`select pg_advisory_xact_lock(hashtextextended('history file', ${shop}))`);
  const busy = await rows(
    tx,
    sql`select from history_file where shop_id = ${shop} and status in ('importing', 'undoing')`,
  );
  if (busy.length > 0) return false;
  await tx.query(
    sql`delete from history_file
      where shop_id = ${shop} and status in ('uploading', 'reading', 'refused', 'preview')`,
  );
  await tx.query(
    sql`insert into history_file (shop_id, file_id, name, size_bytes, status, uploaded_by, uploaded_at)
      values (${shop}, ${file.fileId}, ${file.name}, ${file.sizeBytes}, 'uploading', ${file.uploadedBy},
        ${file.uploadedAt})`,
  );
  return true;
}

/**
 * Stores the next part of a file; one that is stored already changes nothing, so that a sender may repeat it. Returns how much of the file
 * is stored and whether that is all; null where the part does not follow what is stored, or the file does not wait for any.
 */
export async function addHistoryFilePart(
  tx: Tx,
  shop: ShopId,
  fileId: string,
  at: number,
  bytes: Buffer,
): Promise<{ readonly receivedBytes: number; readonly isWhole: boolean } | null> {
  const [file] = await rows<{ receivedBytes: number; sizeBytes: number }>(
    tx,
    sql`select received_bytes "receivedBytes", size_bytes "sizeBytes" from history_file
      where shop_id = ${shop} and file_id = ${fileId} and status = 'uploading' for update`,
  );
  if (!file || at > file.receivedBytes || at + bytes.length > file.sizeBytes) return null;
  if (at < file.receivedBytes) return { receivedBytes: file.receivedBytes, isWhole: false };
  await tx.query(
    sql`insert into history_file_part (shop_id, file_id, at, bytes) values (${shop}, ${fileId}, ${at}, ${bytes})`,
  );
  const receivedBytes = at + bytes.length;
  const isWhole = receivedBytes === file.sizeBytes;
  await tx.query(
    sql`update history_file set received_bytes = ${receivedBytes},
        status = ${isWhole ? "reading" : "uploading"}
      where shop_id = ${shop} and file_id = ${fileId}`,
  );
  return { receivedBytes, isWhole };
}

/** The stored part that begins at a byte. */
export async function historyFilePart(
  on: Queryable,
  shop: ShopId,
  fileId: string,
  at: number,
): Promise<Buffer | null> {
  const [found] = await rows<{ bytes: Buffer }>(
    on,
    sql`select bytes from history_file_part where shop_id = ${shop} and file_id = ${fileId} and at = ${at}`,
  );
  return found?.bytes ?? null;
}

/** Moves a file on from one of the states that it may be in; false where it is in another. */
export async function moveHistoryFile(
  on: Queryable,
  shop: ShopId,
  fileId: string,
  from: readonly HistoryFileStatus[],
  to: HistoryFileStatus,
  at: Date,
): Promise<boolean> {
  const moved = await on.query(
    sql`update history_file f set status = ${to},
        finished_at = case when ${to} in ('done', 'undone') then ${at}::timestamptz else finished_at end
      where shop_id = ${shop} and file_id = ${fileId} and status = any(${from}::text[])
        and not (${to} in ('importing', 'undoing') and exists (select from history_file other
          where other.shop_id = f.shop_id and other.status in ('importing', 'undoing')
            and other.file_id <> f.file_id))`,
  );
  return moved.rowCount === 1;
}

/** What was found in a file that has been read; its bytes go. */
export async function saveHistoryFileReading(
  tx: Tx,
  shop: ShopId,
  fileId: string,
  found: { readonly preview: object | null; readonly refusal: object | null },
): Promise<boolean> {
  const saved = await tx.query(
    sql`update history_file set status = ${found.refusal ? "refused" : "preview"},
        preview = ${found.preview && JSON.stringify(found.preview)}::jsonb,
        refusal = ${found.refusal && JSON.stringify(found.refusal)}::jsonb
      where shop_id = ${shop} and file_id = ${fileId} and status = 'reading'`,
  );
  await tx.query(sql`delete from history_file_part where shop_id = ${shop} and file_id = ${fileId}`);
  return saved.rowCount === 1;
}

/** Deletes a file of which nothing is in the figures. */
export async function discardHistoryFile(on: Queryable, shop: ShopId, fileId: string): Promise<boolean> {
  const deleted = await on.query(
    sql`delete from history_file where shop_id = ${shop} and file_id = ${fileId}
      and status in ('uploading', 'reading', 'refused', 'preview', 'undone')`,
  );
  return deleted.rowCount === 1;
}
