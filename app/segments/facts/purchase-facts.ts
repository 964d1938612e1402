import sql, { raw, type Sql } from "sql-template-tag";
import { z } from "zod";
import { dayOfIso, isoOfDay } from "../../clv/calendar.ts";
import type { BoughtRow, SalesDayRow } from "../../db/queries/segments/purchase-histories.ts";
import { dayAgo, dayOf, given, numberOf, type RuleContext } from "../context.ts";
import { dayPoint, daysFrom, storableText } from "../operands.ts";
import { type Fact, type FactRow, type FactType, NO_ORDER } from "./fact.ts";
import { type FirstDays, firstDays } from "./sales-facts.ts";

/** Its own day is the first of the last n days; of two days both are in it, and the later one first holds no day. */
const period = z.union(
  [z.strictObject({ lastDays: daysFrom(1) }), z.strictObject({ from: dayPoint, to: dayPoint })],
  {
    error: 'a period such as {"lastDays": 90} or {"from": "2026-01-01", "to": {"daysAgo": 1}}',
  },
);
type Period = z.infer<typeof period>;

const ids = z.array(z.int().positive()).min(1).max(500).readonly();
const texts = z.array(storableText).min(1).max(500).readonly();
const SELECTION = {
  products: ids.optional(),
  /** As Shopify has them, letter for letter; so with vendors and tags. */
  types: texts.optional(),
  vendors: texts.optional(),
  /** By what is in them now. */
  collections: ids.optional(),
  productTags: texts.optional(),
};
const KINDS = Object.keys(SELECTION) as (keyof typeof SELECTION)[];
const selection = z
  .strictObject(SELECTION)
  .refine(
    (given) => KINDS.filter((kind) => given[kind] !== undefined).length === 1,
    `exactly one of: ${KINDS.join(", ")}`,
  );
type Selection = z.infer<typeof selection>;

const inPeriod = z.object({ period });
type InPeriod = z.infer<typeof inPeriod>;
const bought = z.object({ of: selection, period: period.optional() });
type Bought = z.infer<typeof bought>;
const oneThenAnother = z.object({
  first: selection,
  // "then" would make a condition a promise to whoever awaits it.
  later: selection,
  withinDays: daysFrom(1).optional(),
});
type OneThenAnother = z.infer<typeof oneThenAnother>;

/** Its first and last day. */
function daysOf(asked: Period, context: RuleContext | null): { from: string; to: string } {
  if ("from" in asked) return { from: dayOf(asked.from, context), to: dayOf(asked.to, context) };
  const days = numberOf(asked.lastDays, context);
  return { from: dayAgo(days - 1, context), to: dayAgo(0, context) };
}

function isWithin(day: string, asked: Period | undefined, context: RuleContext | null): boolean {
  if (asked === undefined) return true;
  const { from, to } = daysOf(asked, context);
  return day >= from && day <= to;
}

function withinSql(day: Sql, asked: Period | undefined, context: RuleContext | null): Sql {
  if (asked === undefined) return sql`true`;
  const { from, to } = daysOf(asked, context);
  return sql`${day} between ${from}::date and ${to}::date`;
}

function isSelected(row: BoughtRow, of: Selection): boolean {
  if (of.products) return of.products.includes(row.product_id);
  if (of.types) return row.product_type !== null && of.types.includes(row.product_type);
  if (of.vendors) return row.vendor !== null && of.vendors.includes(row.vendor);
  if (of.collections) return row.collection_ids.some((id) => of.collections?.includes(id));
  return row.product_tags.some((tag) => of.productTags?.includes(tag));
}

/** On a row of customer_purchase. */
function selectedSql(productId: Sql, of: Selection, context: RuleContext | null): Sql {
  const { shopId } = given(context);
  const products = (such: Sql) =>
    sql`${productId} in (select c.product_id from product c where c.shop_id = ${shopId} and ${such})`;
  if (of.products) return sql`${productId} = any(${of.products}::bigint[])`;
  if (of.types) return products(sql`c.product_type = any(${of.types}::text[])`);
  if (of.vendors) return products(sql`c.vendor = any(${of.vendors}::text[])`);
  if (of.collections)
    return sql`${productId} in (select c.product_id from product_collection c
      where c.shop_id = ${shopId} and c.collection_id = any(${of.collections}::bigint[]))`;
  return products(sql`c.tags && ${of.productTags}::text[]`);
}

/** Throws where a row was read without what was bought: `readHistories` (db/queries/segments) reads it. */
function historyOf({ customer_id, history }: FactRow) {
  if (history) return history;
  throw new Error(`customer ${customer_id} was read without days and purchases, which the rule asks for`);
}

const sum = <R>(rows: readonly R[], of: (row: R) => number) =>
  rows.reduce((total, row) => total + of(row), 0);

/** The value of one customer, for whoever needs it as a value. */
function scalar(others: Sql, absent: number | boolean): Sql {
  const found = sql`select s.value from (${others}) s where s.customer_id = v.customer_id`;
  return typeof absent === "boolean"
    ? sql`exists (${found})`
    : sql`(case when exists (${found}) then (${found}) else ${absent}::bigint end)`;
}

function ofDays<T extends FactType>(
  type: T,
  value: (context: RuleContext | null) => Sql,
  of: (days: readonly SalesDayRow[], context: RuleContext | null) => number | null,
  missingFor: string | null = null,
) {
  const others = (asked: InPeriod, context: RuleContext | null) =>
    sql`select d.customer_id, ${value(context)} as value from customer_day d
      where d.shop_id = ${given(context).shopId} and ${withinSql(raw("d.day"), asked.period, context)}
      group by d.customer_id`;
  return {
    type,
    parameters: inPeriod,
    others: { absent: 0, sql: others },
    sql: (asked: InPeriod, context: RuleContext | null) => scalar(others(asked, context), 0),
    of: (row: FactRow, asked: InPeriod, context: RuleContext | null) =>
      of(
        historyOf(row).days.filter(({ day }) => isWithin(day, asked.period, context)),
        context,
      ),
    missingFor,
  } as const;
}

/** Gross margin of rows `d` of customer_day that are added up; none where that of one of them is unknown. */
const MARGIN_OF_DAYS = sql`(case when bool_and(d.gross_margin_minor is not null) then sum(d.gross_margin_minor) end)::bigint`;

const marginOfDays = (days: readonly SalesDayRow[]): number | null =>
  days.reduce<number | null>(
    (total, { gross_margin_minor: margin }) => (total === null || margin === null ? null : total + margin),
    0,
  );

/** The same days as the stored net sales of the first days have. */
const earlyMarginSql = ({ firstDays: days }: FirstDays, context: RuleContext | null): Sql => {
  const { shopId } = given(context);
  return sql`select d.customer_id, ${MARGIN_OF_DAYS} as value
    from customer_day d join customer_value c on c.shop_id = ${shopId} and c.customer_id = d.customer_id
    where d.shop_id = ${shopId} and c.first_order_day <= ${dayAgo(days - 1, context)}::date
      and d.day < c.first_order_day + ${days}::int
    group by d.customer_id`;
};

function ofPurchases<T extends FactType>(type: T, value: Sql, of: (rows: readonly BoughtRow[]) => number) {
  const others = (asked: Bought, context: RuleContext | null) =>
    sql`select p.customer_id, ${value} as value from customer_purchase p
      where p.shop_id = ${given(context).shopId} and ${selectedSql(raw("p.product_id"), asked.of, context)}
        and ${withinSql(raw("p.order_day"), asked.period, context)}
      group by p.customer_id`;
  return {
    type,
    parameters: bought,
    others: { absent: 0, sql: others },
    sql: (asked: Bought, context: RuleContext | null) => scalar(others(asked, context), 0),
    of: (row: FactRow, asked: Bought, context: RuleContext | null) =>
      of(
        historyOf(row).purchases.filter(
          (one) => isSelected(one, asked.of) && isWithin(one.order_day, asked.period, context),
        ),
      ),
    missingFor: null,
  } as const;
}

function boughtThenSql({ first, later, withinDays }: OneThenAnother, context: RuleContext | null): Sql {
  const { shopId } = given(context);
  const near =
    withinDays === undefined
      ? sql`true`
      : sql`q.order_day - p.order_day <= ${numberOf(withinDays, context)}::int`;
  return sql`select distinct p.customer_id, true as value from customer_purchase p
    join customer_purchase q on q.shop_id = ${shopId} and q.customer_id = p.customer_id and q.order_day > p.order_day and ${near}
    where p.shop_id = ${shopId} and ${selectedSql(raw("p.product_id"), first, context)}
      and ${selectedSql(raw("q.product_id"), later, context)}`;
}

/**
 * What was sold to customers in a period, and what they bought of some products and kept. Amounts of a period are dated as the settings say;
 * purchases are of the day of their order.
 */
export const PURCHASE_FACTS = {
  netSalesIn: ofDays(
    "money",
    () => sql`sum(d.net_sales_minor)::bigint`,
    (days) => sum(days, (day) => day.net_sales_minor),
  ),
  ordersIn: ofDays(
    "count",
    () => sql`sum(d.orders)::bigint`,
    (days) => sum(days, (day) => day.orders),
  ),
  /** As `grossMargin`, of the days of the period. */
  grossMarginIn: ofDays(
    "money",
    () => MARGIN_OF_DAYS,
    marginOfDays,
    "customers with sales of unknown cost in the period, in a shop without a default margin",
  ),
  /** As `grossMargin`, within this many days of the first order, the day of the first order included. */
  earlyGrossMargin: {
    type: "money",
    parameters: firstDays,
    others: { absent: null, sql: earlyMarginSql },
    sql: (asked: FirstDays, context: RuleContext | null) =>
      sql`(select s.value from (${earlyMarginSql(asked, context)}) s where s.customer_id = v.customer_id)`,
    of(row: FactRow, { firstDays: count }: FirstDays, context: RuleContext | null) {
      const first = row.first_order_day;
      const firstDay = first === null ? null : dayOfIso(first);
      if (first === null || firstDay === null || first > dayAgo(count - 1, context)) return null;
      const end = isoOfDay(firstDay + count);
      const days = historyOf(row).days.filter(({ day }) => day < end);
      return days.length === 0 ? null : marginOfDays(days);
    },
    missingFor: `${NO_ORDER}, those whose first days have not all passed, and those with sales of unknown cost in them in a shop without a default margin`,
  },
  boughtOrders: ofPurchases(
    "count",
    sql`count(distinct p.order_id)`,
    (rows) => new Set(rows.map((row) => row.order_id)).size,
  ),
  boughtUnits: ofPurchases("count", sql`sum(p.units)::bigint`, (rows) => sum(rows, (row) => row.units)),
  boughtSales: ofPurchases("money", sql`sum(p.net_sales_minor)::bigint`, (rows) =>
    sum(rows, (row) => row.net_sales_minor),
  ),
  /** Bought the first, and on a later day the other. */
  boughtThen: {
    type: "flag",
    parameters: oneThenAnother,
    others: { absent: false, sql: boughtThenSql },
    sql: (asked: OneThenAnother, context: RuleContext | null) => scalar(boughtThenSql(asked, context), false),
    of(row: FactRow, { first, later, withinDays }: OneThenAnother, context: RuleContext | null) {
      const { purchases } = historyOf(row);
      const limit = withinDays === undefined ? Number.POSITIVE_INFINITY : numberOf(withinDays, context);
      const dayNumber = (day: string) => Date.parse(`${day}T00:00:00Z`) / 86_400_000;
      return purchases.some(
        (one) =>
          isSelected(one, first) &&
          purchases.some((other) => {
            const gap = dayNumber(other.order_day) - dayNumber(one.order_day);
            return gap > 0 && gap <= limit && isSelected(other, later);
          }),
      );
    },
    missingFor: null,
  },
} as const satisfies Record<string, Fact>;
