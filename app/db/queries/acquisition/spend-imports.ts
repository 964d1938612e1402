import sql from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows, type Tx } from "../../client.ts";

export interface SpendImportRow {
  readonly importId: string;
  readonly name: string;
  readonly source: string;
  readonly entries: number;
  readonly amountMinor: number;
  readonly firstDay: string;
  readonly lastDay: string;
  readonly refusedRows: number;
  /** Stored by app/acquisition/spend-import.ts. */
  readonly refused: unknown;
  readonly importedAt: Date;
  readonly undoneAt: Date | null;
}

const IMPORT = sql`import_id::text "importId", name, source, entries, amount_minor "amountMinor", first_day "firstDay", last_day "lastDay",
  refused_rows "refusedRows", refused, imported_at "importedAt", undone_at "undoneAt"`;

/** The latest first. */
export function spendImports(
  on: Queryable,
  shop: ShopId,
  { limit, offset }: { limit: number; offset: number },
): Promise<SpendImportRow[]> {
  return rows<SpendImportRow>(
    on,
    sql`select ${IMPORT} from spend_import where shop_id = ${shop} order by imported_at desc, import_id desc limit ${limit} offset ${offset}`,
  );
}

/** The import of a file with those bytes that counts. */
export async function importOfFile(
  on: Queryable,
  shop: ShopId,
  fileHash: Buffer,
): Promise<Pick<SpendImportRow, "importId" | "importedAt"> | null> {
  const [row] = await rows<Pick<SpendImportRow, "importId" | "importedAt">>(
    on,
    sql`select import_id::text "importId", imported_at "importedAt" from spend_import
      where shop_id = ${shop} and file_hash = ${fileHash} and undone_at is null order by imported_at desc, import_id desc limit 1`,
  );
  return row ?? null;
}

/** An import by the id that the page gave it. */
export async function spendImport(
  on: Queryable,
  shop: ShopId,
  importId: string,
): Promise<Pick<SpendImportRow, "entries" | "amountMinor" | "undoneAt"> | null> {
  const [row] = await rows<Pick<SpendImportRow, "entries" | "amountMinor" | "undoneAt">>(
    on,
    sql`select entries, amount_minor "amountMinor", undone_at "undoneAt" from spend_import
      where shop_id = ${shop} and import_id = ${importId}::uuid`,
  );
  return row ?? null;
}

export async function insertSpendImport(
  tx: Tx,
  shop: ShopId,
  given: Omit<SpendImportRow, "undoneAt"> & { readonly fileHash: Buffer; readonly importedBy: string },
): Promise<void> {
  await tx.query(
    sql`insert into spend_import (shop_id, import_id, name, file_hash, source, entries, amount_minor, first_day, last_day, refused_rows,
        refused, imported_by, imported_at)
      values (${shop}, ${given.importId}::uuid, ${given.name}, ${given.fileHash}, ${given.source}, ${given.entries}, ${given.amountMinor},
        ${given.firstDay}::date, ${given.lastDay}::date, ${given.refusedRows}, ${JSON.stringify(given.refused)}::jsonb,
        ${given.importedBy}, ${given.importedAt})`,
  );
}

/** Takes out what came with an import; null where it is undone already. */
export async function undoSpendImport(
  tx: Tx,
  shop: ShopId,
  importId: string,
  at: Date,
): Promise<{ entries: number } | null> {
  const undone = await tx.query(
    sql`update spend_import set undone_at = ${at} where shop_id = ${shop} and import_id = ${importId}::uuid and undone_at is null`,
  );
  if (undone.rowCount !== 1) return null;
  const gone = await tx.query(
    sql`delete from spend_entry where shop_id = ${shop} and import_id = ${importId}::uuid`,
  );
  return { entries: gone.rowCount ?? 0 };
}
