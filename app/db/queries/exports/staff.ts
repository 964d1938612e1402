import sql from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows, type Tx } from "../../client.ts";

interface StoredLimit {
  readonly act: string;
  readonly staffIds: readonly string[];
}

/** By act, who of the staff may; an act that everybody may do is not there. Limits of an earlier installation do not count. */
export async function staffLimits(
  on: Queryable,
  shop: ShopId,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = await rows<StoredLimit & Record<string, unknown>>(
    on,
    sql`select l.act, l.staff_ids "staffIds" from staff_limit l
      join shop s on s.shop_id = l.shop_id and s.generation = l.generation
      where l.shop_id = ${shop} and cardinality(l.staff_ids) > 0 order by l.act`,
  );
  return new Map(found.map(({ act, staffIds }) => [act, staffIds]));
}

/** Nobody else changes the limit of an act until the transaction ends. */
export async function lockStaffLimit(tx: Tx, shop: ShopId, act: string): Promise<void> {
  await tx.query(
    sql`insert into staff_limit as l (shop_id, act, generation, staff_ids) values (${shop}, ${act}, 0, '{}')
      on conflict (shop_id, act) do update set act = l.act`,
  );
}

/** Stores who may; an empty list is everybody. */
export async function storeStaffLimit(
  tx: Tx,
  shop: ShopId,
  act: string,
  staffIds: readonly string[],
): Promise<void> {
  await tx.query(
    sql`update staff_limit l set staff_ids = ${staffIds}::text[], generation = s.generation
      from shop s where s.shop_id = ${shop} and l.shop_id = ${shop} and l.act = ${act}`,
  );
}

export interface ActingStaff {
  readonly staffId: string;
  readonly lastActedAt: Date;
}

/** Staff members whom the audit log names, the latest first. */
export async function actingStaff(on: Queryable, shop: ShopId, limit: number): Promise<ActingStaff[]> {
  return rows<ActingStaff & Record<string, unknown>>(
    on,
    sql`select actor "staffId", max(at) "lastActedAt" from audit_entry
      where shop_id = ${shop} and actor ~ '^[0-9]{1,20}$'
      group by actor order by max(at) desc, actor limit ${limit}`,
  );
}
