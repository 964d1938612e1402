import sql, { raw } from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { rows, type Tx } from "../../client.ts";
import { CUSTOMER_TABLES } from "../source/columns.ts";
import { staged } from "../source/staging.ts";

/** Verified addresses of customers that the staged versions change or take away. Needs the merge lock. */
export function addressesThatChange(tx: Tx, shop: ShopId): Promise<{ customerId: number; email: string }[]> {
  return rows<{ customerId: number; email: string }>(
    tx,
    sql`select distinct c.customer_id "customerId", c.email from ${staged(CUSTOMER_TABLES.root)} s
      join customer c on c.shop_id = ${shop} and c.customer_id = s.customer_id
      where c.email is distinct from s.email and c.email is not null and c.email_verified and c.deleted_at is null
        and c.source_updated_at <= s.source_updated_at
      order by 1`,
  );
}

export async function addChangedAddresses(
  tx: Tx,
  shop: ShopId,
  changed: readonly { customerId: number; emailHash: Buffer }[],
  changedAt: Date,
): Promise<void> {
  await tx.query(
    sql`insert into changed_address (shop_id, customer_id, email_hash, changed_at)
      select ${shop}, c.*, ${changedAt} from unnest(${changed.map((one) => one.customerId)}::bigint[],
        ${changed.map((one) => one.emailHash)}::bytea[]) c
      on conflict (shop_id, customer_id, email_hash) do update set changed_at = excluded.changed_at`,
  );
}

/** Hashes of the addresses that these customers had, as hex text. */
export async function changedAddressesOf(
  tx: Tx,
  shop: ShopId,
  customerIds: readonly number[],
): Promise<Set<string>> {
  const found = await rows<{ hash: string }>(
    tx,
    sql`select encode(email_hash, 'hex') hash from changed_address
      where shop_id = ${shop} and customer_id = any(${customerIds}::bigint[])`,
  );
  return new Set(found.map((row) => row.hash));
}

const PAGE = 10_000;

/** The addresses of everybody who is there but these, in pages. */
export async function* addressesOfOthers(
  tx: Tx,
  shop: ShopId,
  customerIds: readonly number[],
): AsyncGenerator<readonly string[]> {
  for (let after = ""; ; ) {
    const page = await rows<{ email: string }>(
      tx,
      sql`select distinct email from customer where shop_id = ${shop} and email > ${after} and deleted_at is null
          and customer_id <> all(${customerIds}::bigint[])
        order by email limit ${PAGE}`,
    );
    yield page.map((row) => row.email);
    const last = page.at(-1)?.email;
    if (last === undefined || page.length < PAGE) return;
    after = last;
  }
}

/** The addresses under which guests ordered, or that files which wait have, and that no other customer has now; in pages. */
export async function* addressesOfGuests(
  tx: Tx,
  shop: ShopId,
  customerIds: readonly number[],
): AsyncGenerator<readonly string[]> {
  for (const [table, column] of [
    ["orders", "guest_email"],
    ["history_file_order", "email"],
  ] as const) {
    for (let after = ""; ; ) {
      const page = await rows<{ email: string; isOthers: boolean }>(
        tx,
        sql`select g.email, exists (select from customer c where c.shop_id = ${shop} and c.email = g.email
            and c.deleted_at is null and c.customer_id <> all(${customerIds}::bigint[])) "isOthers"
          from (select distinct ${raw(column)} email from ${raw(table)}
            where shop_id = ${shop} and ${raw(column)} > ${after} order by 1 limit ${PAGE}) g order by g.email`,
      );
      yield page.filter((row) => !row.isOthers).map((row) => row.email);
      const last = page.at(-1)?.email;
      if (last === undefined || page.length < PAGE) break;
      after = last;
    }
  }
}
