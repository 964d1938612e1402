import { z } from "zod";
import { type Db, rows } from "../../app/db/client.ts";
import { type ShopRef, shopRef } from "../../app/platform/ids.ts";
import { createLog } from "../../app/platform/log.ts";
import { createMetrics } from "../../app/platform/metrics.ts";
import { refreshValuation } from "../../app/valuation/compute/refresh.ts";
import { differences, shopDifferences } from "../db/valuation/shop-differences.ts";
import type { LocalShop } from "../shopify/local-shop.ts";
import type { Forgotten } from "./life.ts";
import type { World } from "./world.ts";

const redaction = z.object({ orders_to_redact: z.array(z.number()) });

/** Of the deliveries that the app was told of: the orders that a redaction named belong to nobody, whoever has them later. */
function ordersToRedact(shop: LocalShop): Set<number> {
  const told = shop.deliveries.filter((one) => one.topic === "customers/redact" && one.state === "delivered");
  return new Set(told.flatMap(({ payload }) => redaction.parse(JSON.parse(payload)).orders_to_redact));
}

function erasedOf(shop: LocalShop, forgotten: readonly Forgotten[]): Forgotten[] {
  const told = shop.deliveries.filter((one) => one.topic === "customers/redact" && one.state === "delivered");
  return forgotten.filter(
    (one) => one.shop === shop.domain && told.some(({ payload }) => payload.includes(String(one.customerId))),
  );
}

/** What a single refresh leaves alone until the night: scores among all customers, and when a row was written. */
const OF_THE_NIGHT = /^(rfm_|valued_at$)/;

/** Values that the app kept up to date row by row, against all of them computed again. */
async function valuesOf(db: Db, ref: ShopRef, clock: () => Date): Promise<string[]> {
  const read = async () =>
    new Map(
      (
        await rows<{ id: number; row: Record<string, unknown> }>(
          db.pool,
          "select customer_id id, to_jsonb(v) as row from customer_value v where shop_id = $1",
          [ref.shopId],
        )
      ).map(({ id, row }) => [id, row]),
    );
  const kept = await read();
  await refreshValuation({ db, clock, log: createLog("silent"), metrics: createMetrics() }, ref, {
    full: true,
  });
  const again = await read();
  const wanted = new Map<number, string>();
  const found = new Map<number, string>();
  for (const id of new Set([...kept.keys(), ...again.keys()])) {
    const [before, after] = [kept.get(id), again.get(id)];
    const different = Object.keys(before ?? after ?? {}).filter(
      (key) => !OF_THE_NIGHT.test(key) && JSON.stringify(before?.[key]) !== JSON.stringify(after?.[key]),
    );
    if (different.length === 0) continue;
    const text = (row: typeof before) =>
      row ? different.map((key) => `${key} ${JSON.stringify(row[key])}`).join(", ") : undefined;
    const [have, want] = [text(before), text(after)];
    if (want !== undefined) wanted.set(id, want);
    if (have !== undefined) found.set(id, have);
  }
  const money = await rows<{ of: string; net: number }>(
    db.pool,
    `select 'customers' as of, coalesce(sum(net_sales_minor), 0)::bigint net from customer_value where shop_id = $1
     union all select 'months', coalesce(sum(net_sales_minor), 0)::bigint from customer_month where shop_id = $1
     union all select 'days', coalesce(sum(net_sales_minor), 0)::bigint from customer_day where shop_id = $1`,
    [ref.shopId],
  );
  const sums = new Set(money.map(({ net }) => net));
  return [
    ...differences("value of customer", wanted, found),
    ...(sums.size > 1 ? [`money is not conserved: ${JSON.stringify(money)}`] : []),
  ];
}

/** Orders in a former currency of the shop, each of which has to be told as refused once, and no other order. */
async function refusedOrders(db: Db, shop: LocalShop): Promise<string[]> {
  const refused = await rows<{ id: number; times: string }>(
    db.pool,
    `select source_id id, string_agg(reason, ' ') times from refused_row
     where shop_id = $1 and resource = 'orders' and source_id is not null group by 1`,
    [shopRef(shop.domain).shopId],
  );
  const others = [...shop.store.orders.values()].filter(
    ({ currency }) => currency !== shop.store.shop.currency,
  );
  return differences(
    "refusal of order",
    new Map(others.map(({ id }) => [id, "other_currency"])),
    new Map(refused.map(({ id, times }) => [id, times])),
  );
}

/** Every place of the whole database in which one of the texts stands. */
async function placesOf(db: Db, texts: readonly string[]): Promise<string[]> {
  if (texts.length === 0) return [];
  const tables = await rows<{ name: string }>(
    db.pool,
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema') and schemaname not like 'pg\\_temp%'`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const hits = await rows<{ row: string }>(
      db.pool,
      `select t::text as row from ${name} t where exists (select from unnest($1::text[]) e where strpos(lower(t::text), e) > 0)`,
      [texts],
    );
    if (hits.length > 0)
      found.push(`an address of somebody who was erased stands in ${name}: ${hits[0]!.row}`);
  }
  return found;
}

/** Every table that has rows of a shop. */
async function tablesOf(db: Db, ref: ShopRef): Promise<string[]> {
  const tables = await rows<{ name: string }>(
    db.pool,
    "select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'shop_id'",
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const { rowCount } = await db.pool.query(`select from ${name} where shop_id = $1 limit 1`, [ref.shopId]);
    if (rowCount) found.push(name);
  }
  return found;
}

/**
 * What of the app's state is not what the shops' own stores say; empty after a good life. `gone` are the shops of which nothing may be
 * left, `forgotten` the people.
 */
export async function judge(
  { db, clock, shopify: { shops } }: Pick<World, "db" | "clock" | "shopify">,
  { gone, forgotten }: { readonly gone: ReadonlySet<string>; readonly forgotten: readonly Forgotten[] },
): Promise<string[]> {
  const wrong: string[] = [];
  for (const shop of shops) {
    const ref = shopRef(shop.domain);
    const erased = erasedOf(shop, forgotten);
    const ids = new Set(erased.map(({ customerId }) => customerId));
    const found = gone.has(shop.domain)
      ? (await tablesOf(db, ref)).map((name) => `was erased, and has rows in ${name}`)
      : [
          ...(await shopDifferences(db, shop, { customerIds: ids, orderIds: ordersToRedact(shop) })),
          ...(await refusedOrders(db, shop)),
          ...(await valuesOf(db, ref, clock)),
        ];
    found.push(
      ...shop.deliveries
        .filter(({ state }) => state === "waiting")
        .map(({ topic }) => `webhook ${topic} is not accounted for`),
    );
    wrong.push(...found.map((text) => `${shop.domain}: ${text}`));
    const addresses = erased.flatMap(({ email }) => (email ? [email.toLowerCase()] : []));
    const inUse = new Set([...shop.store.customers.values()].map(({ email }) => email?.toLowerCase()));
    wrong.push(
      ...(await placesOf(
        db,
        addresses.filter((email) => !inUse.has(email)),
      )),
    );
  }
  return wrong;
}
