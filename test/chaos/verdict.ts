import { type Db, rows } from "../../app/db/client.ts";
import { type ShopRef, shopRef } from "../../app/platform/ids.ts";
import { createLog } from "../../app/platform/log.ts";
import { createMetrics } from "../../app/platform/metrics.ts";
import { refreshValuation } from "../../app/valuation/compute/refresh.ts";
import { netOfOrder } from "../db/valuation/shop-figures.ts";
import type { LocalShop } from "../shopify/local-shop.ts";
import type { Forgotten } from "./life.ts";

const MOST_NAMED = 5;

/** Rows that are not the same, by their key: what the store says, and what the database does. */
function differences(what: string, wanted: Map<number, string>, found: Map<number, string>): string[] {
  const wrong: string[] = [];
  for (const id of new Set([...wanted.keys(), ...found.keys()])) {
    const [want, have] = [wanted.get(id), found.get(id)];
    if (want !== have)
      wrong.push(`${what} ${id}: ${have ?? "missing"} where the shop has ${want ?? "nothing"}`);
  }
  return wrong.length > MOST_NAMED
    ? [...wrong.slice(0, MOST_NAMED), `... and ${wrong.length - MOST_NAMED} more of ${what}`]
    : wrong;
}

function erasedOf(shop: LocalShop, forgotten: readonly Forgotten[]): Forgotten[] {
  const told = shop.deliveries.filter((one) => one.topic === "customers/redact" && one.state === "delivered");
  return forgotten.filter(
    (one) => one.shop === shop.domain && told.some(({ payload }) => payload.includes(String(one.customerId))),
  );
}

async function ordersOf(
  db: Db,
  shop: LocalShop,
  ref: ShopRef,
  erased: ReadonlySet<number>,
): Promise<string[]> {
  const text = (...parts: (string | number | null)[]) => parts.join(" | ");
  const wanted = new Map<number, string>();
  for (const order of shop.store.orders.values()) {
    const { grossMinor, netMinor } = netOfOrder(order);
    const customer = order.customerId !== null && erased.has(order.customerId) ? "erased" : order.customerId;
    wanted.set(
      order.id,
      text(
        customer,
        grossMinor,
        netMinor,
        order.lines.length,
        order.refunds.length,
        order.test ? "test" : "",
      ),
    );
  }
  const stored = await rows<{
    id: number;
    customer: number | null;
    gross: number;
    net: number;
    lines: number;
    refunds: number;
    test: string;
  }>(
    db.pool,
    `select order_id id, customer_id customer, gross_sales_minor gross, net_sales_minor net,
       (select count(*)::int from order_line l where l.shop_id = o.shop_id and l.order_id = o.order_id) lines,
       (select count(*)::int from order_refund r where r.shop_id = o.shop_id and r.order_id = o.order_id) refunds,
       case exclusion when 'test' then 'test' else '' end test
     from orders o where shop_id = $1 and deleted_at is null`,
    [ref.shopId],
  );
  const found = new Map(
    stored.map((order) => {
      const wantedText = wanted.get(order.id);
      const customer = wantedText?.startsWith("erased") ? "erased" : order.customer;
      return [order.id, text(customer, order.gross, order.net, order.lines, order.refunds, order.test)];
    }),
  );
  return differences("order", wanted, found);
}

async function customersOf(
  db: Db,
  shop: LocalShop,
  ref: ShopRef,
  erased: ReadonlySet<number>,
): Promise<string[]> {
  const text = (...parts: (string | null)[]) => parts.map((part) => part ?? "-").join(" | ");
  const wanted = new Map<number, string>();
  for (const { id, firstName, email, emailConsent } of shop.store.customers.values()) {
    if (erased.has(id)) continue;
    const state = email === null ? null : emailConsent.state;
    wanted.set(id, text(firstName, email?.toLowerCase() ?? null, state));
  }
  const stored = await rows<{ id: number; name: string | null; email: string | null; state: string | null }>(
    db.pool,
    `select customer_id id, first_name name, email, email_marketing_state state
     from customer where shop_id = $1 and deleted_at is null`,
    [ref.shopId],
  );
  const found = new Map(
    stored
      .filter(({ id }) => !erased.has(id))
      .map(({ id, name, email, state }) => [id, text(name, email, state)]),
  );
  return differences("customer", wanted, found);
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
     union all select 'months', coalesce(sum(net_sales_minor), 0)::bigint from customer_month where shop_id = $1`,
    [ref.shopId],
  );
  const sums = new Set(money.map(({ net }) => net));
  return [
    ...differences("value of customer", wanted, found),
    ...(sums.size > 1 ? [`money is not conserved: ${JSON.stringify(money)}`] : []),
  ];
}

/** Every place of the whole database in which one of the texts stands. */
async function placesOf(db: Db, texts: readonly string[]): Promise<string[]> {
  if (texts.length === 0) return [];
  const tables = await rows<{ name: string }>(
    db.pool,
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema')`,
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

/** What of the app's state is not what the shops' own stores say; empty after a good life. */
export async function judge(
  db: Db,
  clock: () => Date,
  shops: readonly LocalShop[],
  forgotten: readonly Forgotten[],
): Promise<string[]> {
  const wrong: string[] = [];
  for (const shop of shops) {
    const ref = shopRef(shop.domain);
    const erased = erasedOf(shop, forgotten);
    const ids = new Set(erased.map(({ customerId }) => customerId));
    const found = [
      ...(await ordersOf(db, shop, ref, ids)),
      ...(await customersOf(db, shop, ref, ids)),
      ...(await valuesOf(db, ref, clock)),
      ...shop.deliveries
        .filter(({ state }) => state === "waiting")
        .map(({ topic }) => `webhook ${topic} is not accounted for`),
    ];
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
