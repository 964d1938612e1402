import type { Queryable } from "../../app/db/client.ts";
import { type ShopRef, shopRef } from "../../app/platform/ids.ts";

/** Rows as the sync leaves them: a test names the fields that matter, the rest has plain values. */

type Row = Readonly<Record<string, unknown>>;

/** All rows have the columns of the first. */
async function insert(on: Queryable, table: string, ...rows: readonly Row[]): Promise<void> {
  const names = Object.keys(rows[0] ?? {}).join(", ");
  if (names === "") return;
  await on.query(
    `insert into ${table} (${names}) select ${names} from json_populate_recordset(null::${table}, $1)`,
    [JSON.stringify(rows)],
  );
}

let shops = 0;

/** Each file of tests has a database of its own, and the same numbers in it whatever its process ran before. */
export function numberShopsAnew(): void {
  shops = 0;
}

export async function aShop(
  on: Queryable,
  fields: {
    currency?: string;
    minorDigits?: number;
    timeZone?: string;
    country?: string;
    historyFrom?: string;
  } = {},
): Promise<ShopRef> {
  shops += 1;
  const shop = shopRef(`shop-${shops}.myshopify.com`);
  await insert(on, "shop", {
    shop_id: shop.shopId,
    domain: shop.domain,
    name: `Shop ${shops}`,
    currency: fields.currency ?? "EUR",
    minor_digits: fields.minorDigits ?? null,
    time_zone: fields.timeZone ?? "UTC",
    country: fields.country ?? "NL",
    history_from: fields.historyFrom ?? null,
    installed_at: "2024-01-01T00:00:00Z",
  });
  return shop;
}

export interface CustomerFields {
  readonly id: number;
  readonly firstName?: string | null;
  readonly lastName?: string | null;
  readonly email?: string | null;
  readonly emailVerified?: boolean;
  readonly consent?: string | null;
  readonly country?: string | null;
  readonly createdAt?: string;
  readonly deletedAt?: string | null;
  readonly tags?: readonly string[];
}

export async function aCustomer(on: Queryable, shop: ShopRef, fields: CustomerFields): Promise<number> {
  await someCustomers(on, shop, [fields]);
  return fields.id;
}

export function someCustomers(on: Queryable, shop: ShopRef, all: readonly CustomerFields[]): Promise<void> {
  return insert(on, "customer", ...all.map((fields) => customerRow(shop, fields)));
}

function customerRow(shop: ShopRef, fields: CustomerFields): Row {
  return {
    shop_id: shop.shopId,
    customer_id: fields.id,
    source_created_at: fields.createdAt ?? "2023-01-01T00:00:00Z",
    source_updated_at: "2024-01-01T00:00:00Z",
    deleted_at: fields.deletedAt ?? null,
    first_name: fields.firstName ?? null,
    last_name: fields.lastName ?? null,
    email: fields.email ?? null,
    email_verified: fields.emailVerified ?? false,
    email_marketing_state: fields.consent ?? null,
    country_code: fields.country ?? null,
    tags: fields.tags ?? [],
  };
}

export interface OrderFields {
  readonly id: number;
  readonly customer: number | null;
  readonly guestEmail?: string | null;
  readonly day: string;
  /** Time of that day, UTC. */
  readonly time?: string;
  readonly gross: number;
  readonly discounts?: number;
  /** As stored: returned goods less the discrepancy. */
  readonly returns?: number;
  readonly discrepancy?: number;
  readonly discrepancyTax?: number;
  readonly tax?: number;
  readonly shipping?: number;
  readonly tips?: number;
  readonly giftCards?: number;
  readonly duties?: number;
  readonly fees?: number;
  /** Shopify's current total; by default what the parts add up to. */
  readonly currentTotal?: number;
  /** By default all of the current total is paid, and the discrepancy with it. */
  readonly outstanding?: number;
  readonly received?: number;
  readonly refunded?: number;
  readonly chargeback?: "open" | "won" | "lost" | null;
  readonly doubts?: readonly string[];
  readonly cost?: number;
  readonly costKnownNetSales?: number;
  readonly country?: string | null;
  /** Null: it was not read. */
  readonly isSent?: boolean | null;
  readonly exclusion?: string | null;
  readonly cancelledAt?: string | null;
  readonly deletedAt?: string | null;
  readonly channel?: string | null;
  /** Whom it was for: one number for each person. */
  readonly recipient?: number | null;
}

export async function anOrder(on: Queryable, shop: ShopRef, fields: OrderFields): Promise<number> {
  await someOrders(on, shop, [fields]);
  return fields.id;
}

export function someOrders(on: Queryable, shop: ShopRef, all: readonly OrderFields[]): Promise<void> {
  return insert(on, "orders", ...all.map((fields) => orderRow(shop, fields)));
}

function orderRow(shop: ShopRef, fields: OrderFields): Row {
  const { gross, discounts = 0, returns = 0, discrepancy = 0, discrepancyTax = 0 } = fields;
  const { tax = 0, shipping = 0, tips = 0, giftCards = 0, duties = 0, fees = 0 } = fields;
  const { outstanding = 0, refunded = 0 } = fields;
  const net = gross - discounts - returns;
  const currentTotal =
    fields.currentTotal ?? net - discrepancy + tax + shipping + tips + giftCards + duties + fees;
  return {
    shop_id: shop.shopId,
    order_id: fields.id,
    name: `#${fields.id}`,
    customer_id: fields.customer,
    guest_email: fields.guestEmail ?? null,
    processed_at: `${fields.day}T${fields.time ?? "12:00:00"}Z`,
    order_day: fields.day,
    source_updated_at: "2024-01-01T00:00:00Z",
    cancelled_at: fields.cancelledAt ?? null,
    deleted_at: fields.deletedAt ?? null,
    currency: "EUR",
    channel: fields.channel ?? null,
    recipient_mark: fields.recipient ?? null,
    discount_codes: [],
    gross_sales_minor: gross,
    discounts_minor: discounts,
    returns_minor: returns,
    net_sales_minor: net,
    refund_discrepancy_minor: discrepancy,
    discrepancy_tax_minor: discrepancyTax,
    tax_minor: tax,
    shipping_minor: shipping,
    tips_minor: tips,
    gift_cards_minor: giftCards,
    duties_minor: duties,
    fees_minor: fees,
    current_total_minor: currentTotal,
    received_minor: fields.received ?? currentTotal + discrepancy + discrepancyTax + refunded - outstanding,
    refunded_minor: refunded,
    outstanding_minor: outstanding,
    chargeback: fields.chargeback ?? null,
    doubts: fields.doubts ?? [],
    cost_minor: fields.cost ?? 0,
    cost_known_net_sales_minor: fields.costKnownNetSales ?? 0,
    country_code: fields.country ?? null,
    is_sent: fields.isSent ?? null,
    exclusion: fields.exclusion ?? null,
  };
}

/** A line of goods of an order that is there; units that are not kept were returned. */
export async function aLine(
  on: Queryable,
  shop: ShopRef,
  fields: {
    id: number;
    order: number;
    product: number | null;
    quantity?: number;
    kept?: number;
    net?: number;
    returns?: number;
    unitCost?: number | null;
    kind?: "goods" | "gift_card" | "tip";
  },
): Promise<void> {
  const { quantity = 1, net = 0 } = fields;
  const kept = fields.kept ?? quantity;
  await insert(on, "order_line", {
    shop_id: shop.shopId,
    order_id: fields.order,
    line_id: fields.id,
    product_id: fields.product,
    variant_id: null,
    title: `Product ${fields.product}`,
    kind: fields.kind ?? "goods",
    quantity,
    current_quantity: kept,
    unit_price_minor: kept === 0 ? 0 : Math.round(net / kept),
    discount_minor: 0,
    returns_minor: fields.returns ?? 0,
    net_sales_minor: net,
    unit_cost_minor: fields.unitCost ?? null,
  });
}

export async function aRefund(
  on: Queryable,
  shop: ShopRef,
  fields: {
    id: number;
    order: number;
    day: string;
    /** Value of the returned goods; null where the refund was not read singly. */
    returns: number | null;
    discrepancy?: number | null;
    /** Money given back; by default for the goods and the discrepancy alone. */
    refunded?: number;
  },
): Promise<void> {
  const { returns } = fields;
  const discrepancy = returns === null ? null : (fields.discrepancy ?? 0);
  await insert(on, "order_refund", {
    shop_id: shop.shopId,
    order_id: fields.order,
    refund_id: fields.id,
    refunded_at: `${fields.day}T12:00:00Z`,
    refund_day: fields.day,
    returns_minor: returns,
    discrepancy_minor: discrepancy,
    refunded_minor: fields.refunded ?? (returns ?? 0) - (discrepancy ?? 0),
  });
}

export async function aMerge(on: Queryable, shop: ShopRef, from: number, to: number): Promise<void> {
  await insert(on, "customer_alias", {
    shop_id: shop.shopId,
    from_customer_id: from,
    to_customer_id: to,
    merged_at: "2024-01-01T00:00:00Z",
  });
}

/** An address of the list, as a full valuation writes it. */
export async function aSharedAddress(
  on: Queryable,
  shop: ShopRef,
  email: string,
  decision: "taken_out" | "kept" | null = null,
): Promise<void> {
  await insert(on, "shared_address", {
    shop_id: shop.shopId,
    email,
    orders: 0,
    recipients: 0,
    net_sales_minor: 0,
    decision,
    decided_at: decision === null ? null : "2024-01-01T00:00:00Z",
  });
}
