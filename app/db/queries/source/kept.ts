import sql, { join, raw } from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { rows, type Tx } from "../../client.ts";
import { type KeptOf, ORDER_LINE, propertyOf, type SourceTable } from "./columns.ts";

/** The kept columns of stored rows by the id of the row, which is unique in all of Shopify. */
type KeptRows<T extends SourceTable> = ReadonlyMap<number, KeptOf<T>>;

export interface KeptDetails {
  readonly lines: KeptRows<typeof ORDER_LINE>;
}

export const NOTHING_KEPT: KeptDetails = { lines: new Map() };

/** The stored values of these orders that no later version of them contains. */
export async function readKeptDetails(
  tx: Tx,
  shop: ShopId,
  orderIds: readonly number[],
): Promise<KeptDetails> {
  if (orderIds.length === 0) return NOTHING_KEPT;
  return { lines: await keptRows(tx, shop, ORDER_LINE, orderIds) };
}

async function keptRows<T extends SourceTable>(
  tx: Tx,
  shop: ShopId,
  table: T,
  orderIds: readonly number[],
): Promise<KeptRows<T>> {
  const kept = keptColumns(table);
  const selected = join(kept.map((name) => raw(`${name} "${propertyOf(name)}"`)));
  const isKnown = join(
    kept.map((name) => raw(`${name} is not null`)),
    " or ",
  );
  const found = await rows<{ rowId: number } & KeptOf<T>>(
    tx,
    sql`select ${raw(table.key)} "rowId", ${selected} from ${raw(table.name)}
      where shop_id = ${shop} and order_id = any(${orderIds}) and (${isKnown})`,
  );
  return new Map(found.map((row) => [row.rowId, row]));
}

function keptColumns(table: SourceTable): string[] {
  return Object.entries(table.columns).flatMap(([name, column]) => (column.kept ? [name] : []));
}
