import { raw, type Sql } from "sql-template-tag";
import type { z } from "zod";
import type { PurchaseHistory } from "../../db/queries/segments/purchase-histories.ts";
import type { UtmColumn } from "../../db/queries/valuation/utm-columns.ts";
import type { WindowColumn } from "../../db/queries/valuation/window-columns.ts";
import type { RuleContext } from "../context.ts";

/** The columns of customer_value that facts are made of, as the database gives them. Days are 'YYYY-MM-DD'. */
export interface FactRow
  extends Readonly<Record<WindowColumn, number | null>>,
    Readonly<Record<UtmColumn, string | null>> {
  readonly customer_id: number;
  readonly orders: number;
  readonly order_days: number;
  readonly discounted_orders: number;
  readonly gross_sales_minor: number;
  readonly discounts_minor: number;
  readonly returns_minor: number;
  readonly net_sales_minor: number;
  readonly cost_known_net_sales_minor: number;
  readonly gross_margin_minor: number | null;
  readonly contribution_minor: number | null;
  readonly first_order_value_minor: number | null;
  readonly first_order_day: string | null;
  readonly last_order_day: string | null;
  readonly known_since: string | null;
  readonly median_gap_days: number | null;
  readonly product_due_day: string | null;
  readonly first_channel: string | null;
  readonly country_code: string | null;
  readonly consent: string;
  readonly sms_consent: string;
  readonly reachable: boolean;
  readonly tags: readonly string[];
  readonly channels: readonly string[];
  readonly discount_codes: readonly string[];
  readonly shopify_rfm_group: string | null;
  readonly shopify_spend_tier: string | null;
  readonly rfm_recency: number | null;
  readonly rfm_frequency: number | null;
  readonly rfm_monetary: number | null;
  readonly rfm_group: string;
  readonly p_alive: number | null;
  readonly order_probability: number | null;
  readonly expected_orders: number | null;
  readonly expected_value_minor: number | null;
  readonly value_low_minor: number | null;
  readonly value_high_minor: number | null;
  readonly next_order_from: string | null;
  readonly next_order_to: string | null;
  /**
   * Not a column: what a rule that asks about segments reads in memory (`placesInSegments`); null where it was not read, and then such a
   * rule throws.
   */
  readonly segments: readonly PlaceInSegment[] | null;
  /** Not a column: what a rule that asks for periods or products reads in memory (`readHistories`). */
  readonly history?: PurchaseHistory;
}

/** What is stored of a customer's place in a segment. Days are 'YYYY-MM-DD'. */
export interface PlaceInSegment {
  readonly key: string;
  readonly isMember: boolean;
  readonly enteredDay: string | null;
  /** The last one, also of a customer who has entered again. */
  readonly leftDay: string | null;
}

/**
 * What kind of answer a fact gives, which decides what a rule can ask of it (rule.ts): whole minor units of the shop's
 * currency; a whole number; a number with fractions; days, with fractions; a fraction of one; a calendar day of the shop; yes or
 * no; one of the RFM groups, consent states or countries; any text; several texts, of which there is at least one.
 */
export type FactType =
  | "money"
  | "count"
  | "number"
  | "duration"
  | "share"
  | "day"
  | "flag"
  | "group"
  | "consent"
  | "country"
  | "text"
  | "set";

export type FactValue = number | string | boolean | readonly string[];

/** What a condition says beside its question, such as a period, as the fact's schema gave it. */
export type Parameters = Readonly<Record<string, unknown>>;

/**
 * `sql` and `of` get the condition's parameters, and what days and thresholds are counted from: null before the first
 * valuation (see `given`). They are methods, so that a fact can name the type of its own parameters.
 */
export interface Fact<T extends FactType = FactType> {
  readonly type: T;
  /** Its value is a column and costs nothing to name twice; indexes may serve it. */
  readonly isColumn?: true;
  /** What a condition on this fact has to say, beside its question: no key of it is one of a question's. */
  readonly parameters?: z.ZodObject;
  /** On `v`, a row of customer_value. */
  sql(parameters: Parameters, context: RuleContext | null): Sql;
  /**
   * Who has another value than `absent`, as `select customer_id, value`, each once: a condition then reads these rows in one go instead
   * of looking up every customer. Others have `absent`.
   */
  readonly others?: {
    /** Null where the others have no value. */
    readonly absent: number | boolean | null;
    sql(parameters: Parameters, context: RuleContext | null): Sql;
  };
  /** The same of a row in memory. */
  of(row: FactRow, parameters: Parameters, context: RuleContext | null): FactValue | null;
  /**
   * Who has no such value; null where everybody has one. A condition on a missing value is false, whatever it is
   * compared with, and its negation true; `MEETS_IF_MISSING` in rule.ts
   * says it for each operator.
   */
  readonly missingFor: string | null;
}

/** A fact that is a column. */
export function stored<T extends FactType>(
  type: T,
  column: Exclude<keyof FactRow, "segments" | "history">,
  missingFor: string | null = null,
): Fact<T> {
  const inRow = raw(`v.${column}`);
  return { type, isColumn: true, sql: () => inRow, of: (row) => row[column], missingFor };
}

export const NO_ORDER = "customers without an order that counts";
