import sql from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows, type Tx } from "../../client.ts";
import { holdShop, ShopLeft } from "../../fence.ts";

export interface CalculationRow {
  readonly id: string;
  readonly name: string;
  readonly calculator: string;
  readonly parameters: string;
  readonly savedAt: Date;
}

/** The latest first. */
export function savedCalculations(on: Queryable, shop: ShopId): Promise<CalculationRow[]> {
  return rows<CalculationRow>(
    on,
    sql`select calculation_id::text id, name, calculator, parameters, saved_at "savedAt" from saved_calculation
      where shop_id = ${shop} order by saved_at desc, calculation_id desc`,
  );
}

/** Whether another calculation has the name, and how many there are; nobody else saves one until the transaction ends. */
export async function lockCalculations(
  tx: Tx,
  shop: ShopId,
  name: string,
): Promise<{ isTaken: boolean; count: number }> {
  if (!(await holdShop(tx, shop))) throw new ShopLeft();
  await tx.query(sql`select pg_advisory_xact_lock(hashtextextended(${`saved_calculation ${shop}`}, 0))`);
  const [found] = await rows<{ isTaken: boolean; count: number }>(
    tx,
    sql`select coalesce(bool_or(lower(name) = lower(${name})), false) "isTaken", count(*)::int count
      from saved_calculation where shop_id = ${shop}`,
  );
  return found ?? { isTaken: false, count: 0 };
}

/** In the place of the one that has the name, whatever its case, where there is one. */
export async function storeCalculation(
  tx: Tx,
  shop: ShopId,
  { name, calculator, parameters, savedAt }: Omit<CalculationRow, "id">,
): Promise<void> {
  await tx.query(
    sql`insert into saved_calculation (shop_id, name, calculator, parameters, saved_at)
      values (${shop}, ${name}, ${calculator}, ${parameters}, ${savedAt})
      on conflict (shop_id, lower(name)) do update set name = excluded.name, calculator = excluded.calculator,
        parameters = excluded.parameters, saved_at = excluded.saved_at`,
  );
}

/** False where there is none of the id. */
export async function removeCalculation(on: Queryable, shop: ShopId, id: string): Promise<boolean> {
  const { rowCount } = await on.query(
    sql`delete from saved_calculation where shop_id = ${shop} and calculation_id = ${id}::uuid`,
  );
  return rowCount === 1;
}
