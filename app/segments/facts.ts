import { createHash } from "node:crypto";
import sql, { raw, type Sql } from "sql-template-tag";
import { z } from "zod";
import type { RuleContext } from "./context.ts";
import { storableText } from "./operands.ts";

/** The columns of customer_value that facts are made of, as the database gives them. Days are 'YYYY-MM-DD'. */
export interface FactRow {
  readonly customer_id: number;
  readonly orders: number;
  readonly order_days: number;
  readonly gross_sales_minor: number;
  readonly discounts_minor: number;
  readonly returns_minor: number;
  readonly net_sales_minor: number;
  readonly first_order_value_minor: number | null;
  readonly first_order_day: string | null;
  readonly last_order_day: string | null;
  readonly known_since: string | null;
  readonly median_gap_days: number | null;
  readonly first_channel: string | null;
  readonly country_code: string | null;
  readonly consent: string;
  readonly reachable: boolean;
  readonly rfm_recency: number | null;
  readonly rfm_frequency: number | null;
  readonly rfm_monetary: number | null;
  readonly rfm_group: string;
  readonly p_alive: number | null;
  readonly order_probability: number | null;
  readonly expected_value_minor: number | null;
  readonly value_low_minor: number | null;
  readonly value_high_minor: number | null;
  readonly next_order_from: string | null;
  readonly next_order_to: string | null;
}

/**
 * What kind of answer a fact gives, which decides what a rule can ask of it (rule.ts): whole minor units of the shop's
 * currency; a whole number; days, with fractions; a fraction of one; a calendar day of the shop; yes or no; one of the RFM
 * groups, consent states or countries; any text.
 */
export type FactType =
  | "money"
  | "count"
  | "duration"
  | "share"
  | "day"
  | "flag"
  | "group"
  | "consent"
  | "country"
  | "text";

export type FactValue = number | string | boolean;

/** What a condition says beside its question, such as a period, as the fact's schema gave it. */
export type Parameters = Readonly<Record<string, unknown>>;

/**
 * `sql` and `of` get the condition's parameters, and what days and thresholds are counted from: null before the first
 * valuation (see `given`). They are methods, so that a fact can name the type of its own parameters.
 */
export interface Fact<T extends FactType = FactType> {
  readonly type: T;
  /** What a condition on this fact has to say, beside its question: no key of it is one of a question's. */
  readonly parameters?: z.ZodObject;
  /** On `v`, a row of customer_value. */
  sql(parameters: Parameters, context: RuleContext | null): Sql;
  /** The same of a row in memory. */
  of(row: FactRow, parameters: Parameters, context: RuleContext | null): FactValue | null;
  /**
   * Who has no such value; null where everybody has one. A condition on a missing value is false, whatever it is
   * compared with, and its negation true; `MEETS_IF_MISSING` in rule.ts
   * says it for each operator.
   */
  readonly missingFor: string | null;
}

function stored<T extends FactType>(
  type: T,
  column: keyof FactRow,
  missingFor: string | null = null,
): Fact<T> {
  const inRow = raw(`v.${column}`);
  return { type, sql: () => inRow, of: (row) => row[column], missingFor };
}

const NO_ORDER = "customers without an order that counts";
const NO_REPEAT = "customers with orders on fewer than two days";
const NO_PREDICTION = "customers without an order that counts, and everybody as long as no model is in force";
const NO_NEXT_ORDER = `${NO_PREDICTION}; customers less likely than not to order within 12 months`;

const salted = z.object({ salt: storableText });

/**
 * Everything that a rule can ask of a customer. SQL, meaning in memory, the schema of rules and the labels of the pages
 * (`fact.<name>`) follow from this table; a fact is added here and in the messages. Names are stored inside rules and never
 * change their meaning.
 */
export const FACTS = {
  orders: stored("count", "orders"),
  orderDays: stored("count", "order_days"),
  grossSales: stored("money", "gross_sales_minor"),
  discounts: stored("money", "discounts_minor"),
  returns: stored("money", "returns_minor"),
  netSales: stored("money", "net_sales_minor"),
  averageOrderValue: {
    type: "money",
    sql: () => sql`(v.net_sales_minor::float8 / nullif(v.orders, 0))`,
    of: (row) => (row.orders === 0 ? null : row.net_sales_minor / row.orders),
    missingFor: NO_ORDER,
  },
  firstOrderValue: stored("money", "first_order_value_minor", NO_ORDER),
  discountShare: {
    type: "share",
    sql: () => sql`(v.discounts_minor::float8 / nullif(v.gross_sales_minor, 0))`,
    of: (row) => (row.gross_sales_minor === 0 ? null : row.discounts_minor / row.gross_sales_minor),
    missingFor: "customers without gross sales",
  },
  returnedShare: {
    type: "share",
    sql: () => sql`(v.returns_minor::float8 / nullif(v.gross_sales_minor - v.discounts_minor, 0))`,
    of: (row) => {
      const soldMinor = row.gross_sales_minor - row.discounts_minor;
      return soldMinor === 0 ? null : row.returns_minor / soldMinor;
    },
    missingFor: "customers without sales after discounts",
  },
  firstOrderDay: stored("day", "first_order_day", NO_ORDER),
  lastOrderDay: stored("day", "last_order_day", NO_ORDER),
  knownSince: stored("day", "known_since", "customers of whom Shopify does not say when they were created"),
  medianGap: stored("duration", "median_gap_days", NO_REPEAT),
  firstChannel: stored("text", "first_channel", "customers whose first order names no channel"),
  country: stored("country", "country_code", "customers without a country"),
  consent: stored("consent", "consent"),
  reachable: stored("flag", "reachable"),
  recencyScore: stored("count", "rfm_recency", NO_ORDER),
  frequencyScore: stored("count", "rfm_frequency", NO_ORDER),
  monetaryScore: stored("count", "rfm_monetary", NO_ORDER),
  rfmGroup: stored("group", "rfm_group"),
  pAlive: stored("share", "p_alive", NO_PREDICTION),
  churnProbability: {
    type: "share",
    sql: () => sql`(1 - v.order_probability)`,
    of: (row) => (row.order_probability === null ? null : 1 - row.order_probability),
    missingFor: NO_PREDICTION,
  },
  expectedValue: stored("money", "expected_value_minor", NO_PREDICTION),
  expectedValueLow: stored("money", "value_low_minor", NO_PREDICTION),
  expectedValueHigh: stored("money", "value_high_minor", NO_PREDICTION),
  nextOrderFrom: stored("day", "next_order_from", NO_NEXT_ORDER),
  nextOrderTo: stored("day", "next_order_to", NO_NEXT_ORDER),
  /**
   * From 0 up to, but not including, 1: the same for a customer whenever it is asked under the same salt, and independent of
   * the customer's place under any other. The first 48 bits of sha256("<salt>:<customer id>").
   */
  randomShare: {
    type: "share",
    parameters: salted,
    sql: ({ salt }: z.infer<typeof salted>) =>
      sql`(('x' || encode(substring(sha256(convert_to(${`${salt}:`}::text || v.customer_id, 'UTF8')), 1, 6), 'hex'))::bit(48)::bigint / 281474976710656::float8)`,
    of: ({ customer_id }, { salt }: z.infer<typeof salted>) =>
      createHash("sha256").update(`${salt}:${customer_id}`).digest().readUIntBE(0, 6) / 2 ** 48,
    missingFor: null,
  },
} as const satisfies Record<string, Fact>;

export type FactName = keyof typeof FACTS;

export const isFactName = (name: unknown): name is FactName =>
  typeof name === "string" && Object.hasOwn(FACTS, name);
