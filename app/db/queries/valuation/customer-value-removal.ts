import type { ShopId } from "../../../platform/ids.ts";
import type { Tx } from "../../client.ts";
import { addToSums, dropEmptySums } from "./cohort-sums.ts";
import { lockValuation } from "./customer-value.ts";
import { touchGuests } from "./dirty.ts";

/**
 * Forgets a customer's value at once, sums included: for an erasure, which must not wait for the next valuation. The
 * customer's orders, which keep their amounts, are counted as nobody's by that next valuation.
 */
export async function removeCustomerValue(tx: Tx, shop: ShopId, customerId: number): Promise<void> {
  await lockValuation(tx, shop);
  await tx.query("create temporary table valuation_target (customer_id bigint primary key) on commit drop");
  await tx.query("insert into valuation_target values ($1)", [customerId]);
  await addToSums(tx, shop, -1);
  for (const table of ["customer_value", "customer_month", "valuation_dirty"]) {
    await tx.query(`delete from ${table} where shop_id = $1 and customer_id = $2`, [shop, customerId]);
  }
  await dropEmptySums(tx, shop);
  await touchGuests(tx, shop, []);
}
