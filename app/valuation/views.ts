/** What pages draw of customer value. Money is integer minor units of `currency`; days are YYYY-MM-DD in the shop's calendar. */

import type { RfmGroup } from "../clv/rfm.ts";

export type WindowDays = 14 | 30 | 60 | 90 | 180 | 365;

/** Why there is no prediction yet. */
export type LearningReason =
  | "not_fitted_yet"
  | "too_few_customers"
  | "no_repeat_purchases"
  | "history_too_short"
  | "did_not_converge";

export interface ShopFacts {
  readonly domain: string;
  readonly name: string;
  readonly currency: string;
  readonly timeZone: string;
}

/** `average` is null where no customer has been observed for so long. */
export interface WindowValue {
  readonly days: WindowDays;
  readonly customers: number;
  readonly averageMinor: number | null;
}

export interface MonthTrend {
  /** year * 12 + month0 */
  readonly month: number;
  readonly netSalesMinor: number;
  readonly orders: number;
  readonly newCustomers: number;
  readonly firstOrderNetSalesMinor: number;
  /** Of orders that belong to no known customer: neither a first order nor a returning customer's. */
  readonly unassignedNetSalesMinor: number;
  /** The running month, whose figures are not complete. */
  readonly partial: boolean;
}

/** The historic figures of a shop: the keys of a report as well. */
export interface ShopSummary {
  readonly countsZeroValueOrders: boolean;
  readonly customers: number;
  readonly orders: number;
  readonly netSalesMinor: number;
  readonly firstDay: string | null;
  readonly lastDay: string | null;
  readonly averageClvMinor: number | null;
  readonly medianClvMinor: number | null;
  readonly averageOrderValueMinor: number | null;
  readonly repeatPurchaseRate: number | null;
  readonly ordersPerCustomer: number | null;
  readonly firstOrderValueMinor: number | null;
  readonly firstOrderMultiple: number | null;
  readonly topDecileShareOfNetSales: number | null;
  readonly medianDaysBetweenOrders: number | null;
  readonly windows: readonly WindowValue[];
}

export type Prediction =
  | {
      readonly state: "ready";
      readonly horizonDays: 365;
      readonly averageMinor: number;
      readonly totalMinor: number;
      /** 80 % interval of the total; null where the model has none. */
      readonly totalRange: { readonly lowMinor: number; readonly highMinor: number } | null;
      readonly customers: number;
    }
  | { readonly state: "learning"; readonly reason: LearningReason };

export type Attention =
  | { readonly kind: "at_risk_value"; readonly customers: number; readonly netSalesMinor: number }
  | { readonly kind: "refused_rows"; readonly rows: number }
  | { readonly kind: "unassigned_orders"; readonly orders: number; readonly netSalesMinor: number }
  | { readonly kind: "cost_coverage_low"; readonly coverage: number }
  | { readonly kind: "history_limited"; readonly from: string }
  | { readonly kind: "stale_data"; readonly lagMinutes: number };

/** What a merchant may want to know, and cannot change. */
export type Information = {
  readonly kind: "unassigned_orders";
  readonly orders: number;
  readonly netSalesMinor: number;
};

export type HomeView =
  | { readonly state: "never_synced"; readonly shop: ShopFacts }
  | { readonly state: "syncing"; readonly shop: ShopFacts; readonly hasFigures: boolean }
  | { readonly state: "empty"; readonly shop: ShopFacts; readonly customersWithoutOrders: number }
  | {
      readonly state: "full";
      readonly shop: ShopFacts;
      readonly asOfDay: string;
      readonly valuedAt: string;
      readonly syncing: boolean;
      readonly summary: ShopSummary;
      readonly prediction: Prediction;
      readonly trend: readonly MonthTrend[];
      readonly attention: readonly Attention[];
      readonly information: readonly Information[];
      /** Net sales with a known cost / net sales; null without sales. */
      readonly costCoverage: number | null;
      readonly grossMarginMinor: number | null;
    };

export type ConsentState =
  | "SUBSCRIBED"
  | "NOT_SUBSCRIBED"
  | "PENDING"
  | "UNSUBSCRIBED"
  | "INVALID"
  | "REDACTED"
  | "NONE";

export type CustomerSort = "net_sales" | "predicted" | "orders" | "last_order" | "name";

/** Customers by what their row says; several values of one kind are alternatives. Holds nothing that names a person. */
export interface CustomerFilter {
  readonly groups?: readonly RfmGroup[] | undefined;
  readonly consent?: readonly ConsentState[] | undefined;
  /** ISO 3166-1 alpha-2. */
  readonly countries?: readonly string[] | undefined;
}

export interface CustomerQuery extends CustomerFilter {
  readonly search?: string | undefined;
  readonly sort: CustomerSort;
  readonly direction: "asc" | "desc";
  readonly cursor?: string | undefined;
  readonly pageSize: number;
}

export interface CustomerRow {
  readonly customerId: number;
  readonly name: string | null;
  readonly email: string | null;
  readonly countryCode: string | null;
  readonly consent: ConsentState;
  readonly group: RfmGroup;
  readonly orders: number;
  readonly netSalesMinor: number;
  readonly lastOrderDay: string | null;
  readonly expectedValueMinor: number | null;
  readonly valueLowMinor: number | null;
  readonly valueHighMinor: number | null;
  readonly pAlive: number | null;
}

export interface CustomerList {
  readonly shop: ShopFacts;
  readonly rows: readonly CustomerRow[];
  readonly nextCursor: string | null;
  readonly previousCursor: string | null;
  /** Matching customers, exact up to 10,000; `totalIsAtLeast` beyond. */
  readonly total: number;
  readonly totalIsAtLeast: boolean;
  readonly countries: readonly string[];
  readonly learning: LearningReason | null;
}

export interface OrderContribution {
  readonly orderId: number;
  readonly name: string;
  readonly orderDay: string;
  readonly channel: string | null;
  readonly grossSalesMinor: number;
  readonly discountsMinor: number;
  readonly returnsMinor: number;
  readonly netSalesMinor: number;
  /** null when the order counts. */
  readonly exclusion: "test" | "voided" | "cancelled" | "gift_card" | "zero_value" | null;
  readonly refunds: readonly {
    readonly refundDay: string;
    readonly returnsMinor: number | null;
    readonly refundedMinor: number;
  }[];
}

export interface CustomerView {
  readonly shop: ShopFacts;
  readonly asOfDay: string;
  readonly customer: CustomerRow & {
    readonly firstOrderDay: string | null;
    readonly tags: readonly string[];
    readonly shopifyRfmGroup: string | null;
    readonly shopifySpendTier: string | null;
    readonly rfm: { readonly recency: number; readonly frequency: number; readonly monetary: number } | null;
  };
  readonly historic: {
    readonly netSalesMinor: number;
    readonly grossSalesMinor: number;
    readonly discountsMinor: number;
    readonly returnsMinor: number;
    readonly orders: number;
    readonly averageOrderValueMinor: number | null;
    readonly firstOrderValueMinor: number | null;
    readonly firstOrderMultiple: number | null;
    readonly medianGapDays: number | null;
    readonly grossMarginMinor: number | null;
    readonly costCoverage: number | null;
    /** `valueMinor` is null until the customer has been observed for that many days. */
    readonly windows: readonly { readonly days: WindowDays; readonly valueMinor: number | null }[];
  };
  readonly prediction:
    | {
        readonly state: "ready";
        /** No model did better than a plain rule: every customer is expected to order as often as the average customer did. */
        readonly averageOrders: boolean;
        readonly pAlive: number;
        readonly churnProbability: number;
        readonly expectedOrders: number;
        readonly ordersLow: number;
        readonly ordersHigh: number;
        readonly expectedValueMinor: number;
        readonly valueLowMinor: number;
        readonly valueHighMinor: number;
        readonly nextOrderFrom: string | null;
        readonly nextOrderTo: string | null;
        /** Inputs of the model: repeat order days, weeks from first to last order, weeks observed, mean repeat value. */
        readonly inputs: {
          readonly x: number;
          readonly tx: number;
          readonly T: number;
          readonly meanValueMinor: number | null;
        };
      }
    | { readonly state: "learning"; readonly reason: LearningReason }
    | { readonly state: "no_orders" };
  /** Cumulative net sales after each day on which it changed. */
  readonly timeline: readonly { readonly day: string; readonly cumulativeMinor: number }[];
  readonly orders: readonly OrderContribution[];
  readonly ordersShown: number;
  readonly ordersTotal: number;
}

export type CohortMeasure = "cumulative_clv" | "net_sales" | "customers" | "orders" | "retention";

export interface CohortView {
  readonly shop: ShopFacts;
  readonly state: "empty" | "full";
  readonly cohorts: readonly {
    readonly month: number;
    readonly customers: number;
    /** Index 0 is the cohort's own month. */
    readonly cells: readonly {
      readonly orders: number;
      readonly activeCustomers: number;
      readonly netSalesMinor: number;
      readonly cumulativeMinor: number;
      /** The month has fully passed. */
      readonly mature: boolean;
    }[];
  }[];
}

export interface SettingsView {
  readonly shop: ShopFacts;
  readonly countZeroValueOrders: boolean;
  readonly joinGuestsByEmail: boolean;
  readonly refundDating: "order" | "refund";
  readonly defaultMarginBp: number | null;
  readonly recomputing: boolean;
}

/** What the block on Shopify's own customer page shows. `unknown`: the app has not read this customer yet. */
export type CustomerCard =
  | { readonly state: "unknown" }
  | { readonly state: "no_orders" }
  | {
      readonly state: "full";
      readonly currency: string;
      readonly asOfDay: string;
      readonly group: RfmGroup;
      readonly orders: number;
      readonly netSalesMinor: number;
      readonly lastOrderDay: string;
      readonly prediction:
        | {
            readonly state: "ready";
            readonly expectedValueMinor: number;
            readonly valueLowMinor: number;
            readonly valueHighMinor: number;
          }
        | { readonly state: "learning"; readonly reason: LearningReason };
    };
