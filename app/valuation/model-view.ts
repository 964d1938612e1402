/** What the page about the model draws. Money is integer minor units of the shop's currency; days are YYYY-MM-DD in its calendar. */

import type { LearningReason, ShopFacts } from "./views.ts";

/** `nbd`, `bg_nbd`, `mbg_nbd`, `pareto_nbd`, `bg_cnbd_k2`, ... */
export type FamilyKey = string;

/** The fitted distributions in quantities that can be said in words. */
export interface ModelHabits {
  /** Weeks between two orders while somebody is a customer; null is more than ten years. */
  readonly ordering: {
    /** At the mean rate of ordering. */
    readonly meanWeeks: number | null;
    readonly medianWeeks: number | null;
    /** The tenth of the customers who order most often order at least once in this time. */
    readonly busiestTenthWeeks: number | null;
  };
  readonly leaving:
    | { readonly kind: "never" }
    /** Mean probability to leave for good after an order; `afterFirst`: the first order included. */
    | { readonly kind: "after_order"; readonly probability: number; readonly afterFirst: boolean }
    /** Half of the customers have left after so many weeks; null is more than ten years. */
    | { readonly kind: "lifetime"; readonly medianWeeks: number | null };
  readonly orderValue: {
    readonly meanMinor: number;
    /** Eight of ten customers have a mean order value in this range; null where there are too few to learn it from. */
    readonly range: { readonly lowMinor: number; readonly highMinor: number } | null;
  };
}

export interface ModelParameter {
  readonly name: string;
  readonly value: number;
  /** 80 % confidence interval; null where it is not known or the parameter rests on its bound. */
  readonly range: { readonly low: number; readonly high: number } | null;
  readonly onBound: boolean;
}

export interface ErrorMeasures {
  readonly mae: number;
  readonly rmse: number;
  /** (predicted - actual) / actual in total; null where nothing happened. */
  readonly bias: number | null;
  readonly auc: number | null;
  readonly gini: number | null;
  readonly topDecileCapture: number | null;
}

/** Share of customers whose outcome the 80 % interval held. */
export interface Coverage {
  /** With the quantiles of the model itself. */
  readonly plain: number;
  /** With quantiles that one half of the customers taught, on the other half: what pages show is made so. */
  readonly calibrated: number;
}

export interface CandidateResult {
  readonly name: FamilyKey | "same_rate" | "cohort_average";
  readonly seasonal: boolean;
  readonly logLikelihood: number | null;
  readonly boundary: boolean;
  readonly orders: ErrorMeasures;
  readonly value: ErrorMeasures | null;
  /** Continuous ranked probability score of the orders per customer; null for the plain averages. */
  readonly crps: number | null;
  /** null for the plain averages, which have no intervals. */
  readonly coverage80: { readonly orders: Coverage; readonly value: Coverage | null } | null;
}

/** How the candidates predicted the last part of the shop's past, which they were not shown. */
export interface ModelTest {
  /** Last day that the candidates saw. */
  readonly seenUntilDay: string;
  readonly fromDay: string;
  readonly toDay: string;
  readonly weeks: number;
  /** Customers known by `seenUntilDay`. */
  readonly customers: number;
  readonly actualOrders: number;
  readonly actualValueMinor: number;
  readonly candidates: readonly CandidateResult[];
  readonly chosen: {
    readonly name: CandidateResult["name"];
    readonly seasonal: boolean;
    readonly reason: "lowest_error" | "simpler_of_equals" | "baseline_better";
  };
  /** Ten groups by predicted value, highest first; means per customer. */
  readonly groups: readonly {
    readonly customers: number;
    readonly predictedOrders: number;
    readonly actualOrders: number;
    readonly predictedValueMinor: number;
    readonly actualValueMinor: number;
  }[];
  /** Shares of the probability integral transform in ten equal bins; none where there is no distribution to show. */
  readonly pit: { readonly orders: readonly number[]; readonly value: readonly number[] | null };
  /** Orders of all customers in each week of the test. */
  readonly weekly: readonly {
    readonly fromDay: string;
    readonly actual: number;
    readonly predicted: number;
  }[];
  /** Share of the actual value (orders where there are no amounts) that the best k/20 of the customers by prediction brought. */
  readonly lift: readonly number[];
}

export type ModelView =
  /** Orders are being read, or the first figures are on their way. */
  | { readonly state: "waiting"; readonly shop: ShopFacts }
  | { readonly state: "empty"; readonly shop: ShopFacts }
  | {
      readonly state: "learning";
      readonly shop: ShopFacts;
      readonly reason: LearningReason;
      /** Customers with orders, and with at least two. */
      readonly customers: number;
      readonly repeatCustomers: number;
      /** Whole weeks since the first order. */
      readonly historyWeeks: number;
      readonly needed: { readonly customers: number; readonly historyWeeks: number };
    }
  | {
      readonly state: "ready";
      readonly shop: ShopFacts;
      /** ISO 8601 instant. */
      readonly fittedAt: string;
      readonly asOfDay: string;
      readonly customers: number;
      readonly repeatCustomers: number;
      readonly family: FamilyKey;
      readonly habits: ModelHabits;
      readonly parameters: readonly ModelParameter[];
      readonly logLikelihood: number;
      readonly spendFamily: "gamma_gamma" | "shrunk_mean";
      readonly spendParameters: readonly { readonly name: string; readonly value: number }[];
      /** So few customers that the fit leans noticeably on its weak prior, what is usual elsewhere. */
      readonly leansOnPrior: boolean;
      /** January to December, 1 is an average month; null where no yearly pattern is used. */
      readonly season: readonly number[] | null;
      /** null: too little past to hold a part of it back. */
      readonly test: ModelTest | null;
    };
