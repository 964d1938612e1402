import sql from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { rows, type Tx } from "../../client.ts";
import { ORDER_TABLES } from "./columns.ts";
import { staged } from "./staging.ts";

/**
 * Records that one customer was merged into another, as Shopify told. Older merges into the vanished customer then point to the surviving one,
 * so that a chain leads to its end; a ring (the survivor was recorded as vanished before) is broken. What was only inferred of either
 * gives way.
 */
export async function joinCustomers(
  tx: Tx,
  shop: ShopId,
  vanishedId: number,
  keptId: number,
  mergedAt: Date,
): Promise<void> {
  await tx.query(sql`delete from customer_alias where shop_id = ${shop} and from_customer_id = ${keptId}`);
  await tx.query(
    sql`insert into customer_alias (shop_id, from_customer_id, to_customer_id, merged_at)
      values (${shop}, ${vanishedId}, ${keptId}, ${mergedAt})
      on conflict (shop_id, from_customer_id) do update
      set to_customer_id = excluded.to_customer_id, told_customer_id = null`,
  );
  await tx.query(
    sql`update customer_alias set to_customer_id = ${keptId},
        told_customer_id = case when told_customer_id in (${vanishedId}, ${keptId}) then null else told_customer_id end
      where shop_id = ${shop} and (to_customer_id = ${vanishedId} or told_customer_id in (${vanishedId}, ${keptId}))`,
  );
}

/**
 * Records that one customer was probably merged into another, of which nobody told: figures follow it, erasures do not (`knownPerson`). Changes
 * nothing where a merge of either is recorded.
 */
export async function inferJoin(
  tx: Tx,
  shop: ShopId,
  vanishedId: number,
  keptId: number,
  mergedAt: Date,
): Promise<void> {
  const { rowCount } = await tx.query(
    sql`insert into customer_alias (shop_id, from_customer_id, to_customer_id, merged_at, told_customer_id)
      select ${shop}, ${vanishedId}, ${keptId}, ${mergedAt}, ${vanishedId}
      where not exists (select from customer_alias
        where shop_id = ${shop} and from_customer_id in (${vanishedId}, ${keptId}))`,
  );
  if (rowCount === 0) return;
  await tx.query(
    sql`update customer_alias set to_customer_id = ${keptId}, told_customer_id = coalesce(told_customer_id, ${vanishedId})
      where shop_id = ${shop} and to_customer_id = ${vanishedId}`,
  );
}

/** From one customer to another. */
export interface Move {
  readonly fromId: number;
  readonly toId: number;
}

const MOVES_A_PAGE = 500;

/**
 * From whom to whom the staged versions take stored orders, where no merge is recorded that explains it. To be read before they are
 * merged. Needs the shop's merge lock.
 */
export async function* movesOfStaged(tx: Tx, shop: ShopId): AsyncGenerator<Move> {
  await tx.query(
    sql`declare moves no scroll cursor for
      select distinct o.customer_id "fromId", s.customer_id "toId" from ${staged(ORDER_TABLES.root)} s
      join orders o on o.shop_id = ${shop} and o.order_id = s.order_id
      where o.customer_id <> s.customer_id and o.deleted_at is null and o.source_updated_at <= s.source_updated_at
        and not exists (select from customer_alias a
          where a.shop_id = ${shop} and a.from_customer_id = o.customer_id and a.to_customer_id = s.customer_id)
      order by 1, 2`,
  );
  for (let page: Move[]; ; ) {
    page = await rows<Move>(tx, `fetch ${MOVES_A_PAGE} from moves`);
    yield* page;
    if (page.length < MOVES_A_PAGE) break;
  }
  await tx.query("close moves");
}

/**
 * Keeps the addresses of customers who are about to be deleted that are verified or taken out. A deleted customer may have been merged
 * into another one: guest orders under a verified address then belong to that one, and what was taken out stays so.
 */
export async function rememberAddresses(
  tx: Tx,
  shop: ShopId,
  customerIds: readonly number[],
  goneAt: Date,
): Promise<void> {
  await tx.query(
    sql`insert into former_address (shop_id, email, customer_id, gone_at, verified)
      select c.shop_id, c.email, c.customer_id, ${goneAt}, c.email_verified from customer c
      where c.shop_id = ${shop} and c.customer_id = any(${customerIds}) and c.deleted_at is null and c.email is not null
        and (c.email_verified or exists (
          select from shared_address s where s.shop_id = ${shop} and s.email = c.email and s.decision = 'taken_out'))
      on conflict do nothing`,
  );
}
