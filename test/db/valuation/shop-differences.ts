import { type Db, rows } from "../../../app/db/client.ts";
import { type ShopRef, shopRef } from "../../../app/platform/ids.ts";
import type { LocalShop } from "../../shopify/local-shop.ts";
import type { OrderRecord } from "../../shopify/store/records.ts";
import { netOfOrder } from "./shop-figures.ts";

const MOST_NAMED = 5;

/** Of whom nothing may be stored, and whose orders belong to nobody. */
export interface Erased {
  readonly customerIds: ReadonlySet<number>;
  readonly orderIds: ReadonlySet<number>;
}

/** Orders and customers whose content here is not what the shop's own store says, a line each. */
export async function shopDifferences(
  db: Db,
  shop: LocalShop,
  erased: Erased = { customerIds: new Set(), orderIds: new Set() },
): Promise<string[]> {
  const ref = shopRef(shop.domain);
  return [
    ...(await ordersThatDiffer(db, shop, ref, erased)),
    ...(await customersThatDiffer(db, shop, ref, erased)),
  ];
}

/** Rows that are not the same, by their key: what the store says, and what the database does. */
export function differences(what: string, wanted: Map<number, string>, found: Map<number, string>): string[] {
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

/** The day of an instant in the shop's calendar: the Swedish way of writing dates is ISO's. */
function dayIn(timeZone: string, ms: number): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone }).format(ms);
}

/** An edit that takes units of a discounted line may leave a half of a minor unit, for which Shopify documents no side. */
function roundings(order: OrderRecord | undefined): number {
  return order?.edits.filter(({ changes }) => changes.some(({ units }) => units < 0)).length ?? 0;
}

/** Orders whose content here is not the shop's. */
async function ordersThatDiffer(db: Db, shop: LocalShop, ref: ShopRef, erased: Erased): Promise<string[]> {
  const text = (...parts: (string | number | null)[]) => parts.join(" | ");
  const wanted = new Map<number, string>();
  for (const order of shop.store.orders.values()) {
    // Amounts of a former currency of the shop are never added to others.
    if (order.currency !== shop.store.shop.currency) continue;
    const { grossMinor, netMinor } = netOfOrder(order);
    const isErased =
      erased.orderIds.has(order.id) ||
      (order.customerId !== null && erased.customerIds.has(order.customerId));
    const customer = isErased ? "erased" : order.customerId;
    wanted.set(
      order.id,
      text(
        customer,
        dayIn(shop.store.shop.timeZone, order.processedAtMs),
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
    day: string;
    gross: number;
    net: number;
    lines: number;
    refunds: number;
    test: string;
  }>(
    db.pool,
    `select order_id id, customer_id customer, order_day "day", gross_sales_minor gross, net_sales_minor net,
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
      const record = shop.store.orders.get(order.id);
      const ofShop = record ? netOfOrder(record).netMinor : order.net;
      const net = Math.abs(order.net - ofShop) <= roundings(record) ? ofShop : order.net;
      return [order.id, text(customer, order.day, order.gross, net, order.lines, order.refunds, order.test)];
    }),
  );
  return differences("order", wanted, found);
}

/** Customers whose content here is not the shop's. */
async function customersThatDiffer(db: Db, shop: LocalShop, ref: ShopRef, erased: Erased): Promise<string[]> {
  const text = (...parts: (string | null)[]) => parts.map((part) => part ?? "-").join(" | ");
  const wanted = new Map<number, string>();
  for (const { id, firstName, email, emailConsent, phone, smsConsent } of shop.store.customers.values()) {
    if (erased.customerIds.has(id)) continue;
    const state = email === null ? null : emailConsent.state;
    wanted.set(
      id,
      text(firstName, email?.toLowerCase() ?? null, state, phone === null ? null : smsConsent.state),
    );
  }
  const stored = await rows<{
    id: number;
    name: string | null;
    email: string | null;
    state: string | null;
    sms: string | null;
  }>(
    db.pool,
    `select customer_id id, first_name name, email, email_marketing_state state, sms_marketing_state sms
     from customer where shop_id = $1 and deleted_at is null`,
    [ref.shopId],
  );
  const found = new Map(
    stored
      .filter(({ id }) => !erased.customerIds.has(id))
      .map(({ id, name, email, state, sms }) => [id, text(name, email, state, sms)]),
  );
  return differences("customer", wanted, found);
}
