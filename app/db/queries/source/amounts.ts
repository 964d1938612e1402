import sql, { raw } from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows, type Tx } from "../../client.ts";
import { lockValuation } from "../valuation/customer-value.ts";
import { lockMerges } from "./merge-lock.ts";

export interface StoredDecimals {
  readonly domain: string;
  readonly currency: string;
  /** Null where nobody knows under which decimals the amounts were stored. */
  readonly minorDigits: number | null;
}

/** Of the installed shops that were read, under which decimals their amounts are stored. */
export function storedDecimals(on: Queryable): Promise<StoredDecimals[]> {
  return rows<StoredDecimals>(
    on,
    `select domain, currency, minor_digits "minorDigits" from shop
     where uninstalled_at is null and currency is not null order by shop_id`,
  );
}

/** Lines and refunds go with their orders; a given file was read in the former currency, and what was added from it is gone. */
const TABLES_OF_AMOUNTS = [
  "orders",
  "history_file",
  "customer_value",
  "customer_month",
  "customer_day",
  "customer_purchase",
  "customer_acquisition",
  "acquisition_cohort",
  "acquisition_cell",
  "spend_entry",
  "spend_import",
  "commission_rule",
  "cohort_day",
  "cohort_cell",
  "order_gap",
  "valuation_dirty",
  "segment_dirty",
  "segment_day",
  "value_model",
  "shop_valuation",
];

/**
 * Deletes every stored amount of a shop and everything computed from them, because the amounts that will be read next have
 * another currency or other decimals (`minorDigits`). Until they are read, pages say that the shop is being read. All other
 * data of the shop stays.
 */
export async function forgetAmounts(tx: Tx, shop: ShopId, minorDigits: number | null): Promise<void> {
  await lockMerges(tx, shop);
  await lockValuation(tx, shop);
  await tx.query(sql`update shop set minor_digits = ${minorDigits} where shop_id = ${shop}`);
  for (const table of TABLES_OF_AMOUNTS) {
    await tx.query(sql`delete from ${raw(table)} where shop_id = ${shop}`);
  }
}
