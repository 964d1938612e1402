import type { CandidateResult, ModelTest, ModelView } from "../../../app/valuation/pages/model/model-page.ts";
import { shop } from "./shop.ts";

type Ready = Extract<ModelView, { state: "ready" }>;

function candidate(
  name: string,
  valueMae: number,
  ordersMae: number,
  more: Partial<CandidateResult> = {},
): CandidateResult {
  const plain = name === "same_rate" || name === "cohort_average";
  const level = name === "cohort_average";
  const skill = plain ? 0 : (3_400 - valueMae) / 3_400;
  return {
    name,
    seasonal: false,
    logLikelihood: plain ? null : -38_411.73 - valueMae / 3,
    boundary: false,
    orders: {
      mae: ordersMae,
      rmse: ordersMae * 2.31,
      bias: name === "same_rate" ? 0.382 : -0.043,
      auc: level ? 0.5 : 0.741 + skill / 4,
      gini: level ? 0 : 0.583 + skill / 4,
      topDecileCapture: level ? 0.1 : 0.438 + skill / 4,
    },
    value: {
      mae: valueMae,
      rmse: valueMae * 3.12,
      bias: name === "same_rate" ? 0.417 : -0.061,
      auc: level ? 0.5 : 0.739 + skill / 4,
      gini: level ? 0 : 0.612 + skill / 4,
      topDecileCapture: level ? 0.1 : 0.452 + skill / 4,
    },
    crps: plain ? null : ordersMae * 0.71,
    coverage80: plain
      ? null
      : { orders: { plain: 0.847, calibrated: 0.807 }, value: { plain: 0.861, calibrated: 0.813 } },
    ...more,
  };
}

const candidates: readonly CandidateResult[] = [
  candidate("bg_nbd", 2_521, 0.612),
  candidate("mbg_nbd", 2_411, 0.588),
  candidate("pareto_nbd", 2_447, 0.593),
  candidate("bg_cnbd_k2", 2_602, 0.634),
  candidate("bg_cnbd_k3", 2_744, 0.669, { boundary: true }),
  candidate("mbg_cnbd_k2", 2_488, 0.603),
  candidate("mbg_cnbd_k3", 2_571, 0.627),
  candidate("mbg_nbd", 2_436, 0.591, { seasonal: true }),
  candidate("same_rate", 3_356, 0.846),
  candidate("cohort_average", 2_953, 0.764),
];

const predictedMinor = [21_840, 8_930, 5_420, 3_710, 2_640, 1_880, 1_310, 930, 610, 240];
const actualMinor = [22_610, 9_410, 4_960, 4_020, 2_310, 2_050, 1_220, 1_010, 520, 270];
const groups = predictedMinor.map((predictedValueMinor, i) => ({
  customers: i < 4 ? 362 : 361,
  predictedValueMinor,
  actualValueMinor: actualMinor[i] ?? 0,
  predictedOrders: predictedValueMinor / 5_810,
  actualOrders: (actualMinor[i] ?? 0) / 5_870,
}));

const weekly = Array.from({ length: 26 }, (_, i) => ({
  fromDay: new Date(Date.UTC(2025, 9, 1 + 7 * i)).toISOString().slice(0, 10),
  actual: 118 - i + ((i * 37) % 29) - 14 + (i === 8 || i === 11 ? 34 : 0),
  predicted: 121 - i * 0.57,
}));

const test: ModelTest = {
  seenUntilDay: "2025-09-30",
  fromDay: "2025-10-01",
  toDay: "2026-03-31",
  weeks: 26,
  customers: 3_614,
  actualOrders: weekly.reduce((sum, week) => sum + week.actual, 0),
  actualValueMinor: groups.reduce((sum, group) => sum + group.customers * group.actualValueMinor, 0),
  candidates,
  chosen: { name: "mbg_nbd", seasonal: false, reason: "lowest_error" },
  groups,
  pit: {
    orders: [0.104, 0.097, 0.093, 0.101, 0.108, 0.099, 0.102, 0.094, 0.096, 0.106],
    value: [0.111, 0.098, 0.091, 0.097, 0.104, 0.102, 0.099, 0.095, 0.092, 0.111],
  },
  weekly,
  lift: Array.from({ length: 21 }, (_, k) => 1 - (1 - k / 20) ** 3.1),
};

const full: Ready = {
  state: "ready",
  shop,
  fittedAt: "2026-04-01T01:12:44Z",
  newerFitStopped: false,
  asOfDay: "2026-03-31",
  customers: 4_206,
  repeatCustomers: 2_193,
  family: "mbg_nbd",
  habits: {
    ordering: { meanWeeks: 8.7, medianWeeks: 19.4, busiestTenthWeeks: 3.1 },
    leaving: { kind: "after_order", probability: 0.238, afterFirst: true },
    orderValue: { meanMinor: 5_832, range: { lowMinor: 3_120, highMinor: 9_240 } },
  },
  parameters: [
    { name: "r", value: 0.61234, range: { low: 0.5811, high: 0.6453 }, onBound: false },
    { name: "alpha", value: 5.3279, range: { low: 4.9911, high: 5.6876 }, onBound: false },
    { name: "a", value: 0.79312, range: { low: 0.6689, high: 0.9403 }, onBound: false },
    { name: "b", value: 2.5391, range: { low: 2.0114, high: 3.2053 }, onBound: false },
  ],
  logLikelihood: -42_117.3862,
  spendFamily: "gamma_gamma",
  spendParameters: [
    { name: "p", value: 6.2485 },
    { name: "q", value: 3.7441 },
    { name: "v", value: 2_561.3 },
  ],
  leansOnPrior: false,
  season: null,
  test,
};

const seasonal: Ready = {
  ...full,
  family: "pareto_nbd",
  habits: {
    ordering: { meanWeeks: 31, medianWeeks: null, busiestTenthWeeks: 11.2 },
    leaving: { kind: "lifetime", medianWeeks: 61 },
    orderValue: { meanMinor: 5_832, range: null },
  },
  parameters: [
    { name: "r", value: 0.2431, range: { low: 0.221, high: 0.2674 }, onBound: false },
    { name: "alpha", value: 7.5361, range: null, onBound: false },
    { name: "s", value: 0.0000454, range: null, onBound: true },
    { name: "beta", value: 1_000_000, range: null, onBound: true },
  ],
  season: [0.82, 0.78, 0.9, 0.96, 1.04, 0.92, 0.8, 0.84, 1.02, 1.12, 1.28, 1.52],
  test: {
    ...test,
    candidates: [...candidates, candidate("pareto_nbd", 2_377, 0.571, { seasonal: true })],
    chosen: { name: "pareto_nbd", seasonal: true, reason: "simpler_of_equals" },
  },
};

const learning = {
  state: "learning",
  shop,
  needed: { customers: 20, historyWeeks: 8 },
} as const;

export const modelViews = {
  full,
  seasonal,
  waiting: { state: "waiting", shop },
  empty: { state: "empty", shop },
  fewCustomers: {
    ...learning,
    reason: "too_few_customers",
    customers: 12,
    repeatCustomers: 3,
    historyWeeks: 14,
  },
  noRepeats: {
    ...learning,
    reason: "no_repeat_purchases",
    customers: 84,
    repeatCustomers: 0,
    historyWeeks: 9,
  },
  tookTooLong: {
    ...learning,
    reason: "took_too_long",
    customers: 4_206,
    repeatCustomers: 2_193,
    historyWeeks: 1_549,
  },
  newerFitStopped: { ...full, newerFitStopped: true },
  untested: {
    ...full,
    customers: 46,
    repeatCustomers: 17,
    leansOnPrior: true,
    logLikelihood: -211.8441,
    habits: { ...full.habits, leaving: { kind: "never" } },
    family: "nbd",
    parameters: full.parameters.slice(0, 2),
    test: null,
  },
  baseline: {
    ...full,
    family: "nbd",
    habits: {
      ...full.habits,
      ordering: { meanWeeks: 21.4, medianWeeks: 21.4, busiestTenthWeeks: 21.4 },
      leaving: { kind: "never" },
    },
    parameters: [
      { name: "r", value: 1_000_000, range: null, onBound: true },
      { name: "alpha", value: 21_400_000, range: null, onBound: false },
    ],
    test: {
      ...test,
      candidates: candidates.map((each) =>
        each.name === "cohort_average" ? candidate("cohort_average", 2_281, 0.561) : each,
      ),
      chosen: { name: "cohort_average", seasonal: false, reason: "baseline_better" },
      groups: groups.map((group) => ({ ...group, predictedValueMinor: 4_312, predictedOrders: 0.742 })),
      weekly: weekly.map((week) => ({ ...week, predicted: 103 })),
      lift: Array.from({ length: 21 }, (_, k) => k / 20),
    },
  },
  /** No order has an amount: everything goes by orders. */
  withoutAmounts: {
    ...full,
    test: {
      ...test,
      actualValueMinor: 0,
      candidates: candidates.map((each) => ({ ...each, value: null })),
      groups: groups.map((group) => ({ ...group, predictedValueMinor: 0, actualValueMinor: 0 })),
      pit: { ...test.pit, value: null },
    },
  },
  /** Nobody ordered in the hidden weeks, and more was returned than sold. */
  quiet: {
    ...full,
    test: {
      ...test,
      actualOrders: 0,
      actualValueMinor: 0,
      candidates: candidates.map((each) => {
        const nothing = { bias: null, auc: null, gini: null, topDecileCapture: null };
        return {
          ...each,
          orders: { ...each.orders, ...nothing },
          value: each.value && { ...each.value, ...nothing },
        };
      }),
      groups: groups.map((group, i) => ({
        ...group,
        actualOrders: 0,
        actualValueMinor: i === 0 ? -3_100 : 0,
      })),
      weekly: weekly.map((week) => ({ ...week, actual: 0 })),
      lift: [],
    },
  },
} as const satisfies Record<string, ModelView>;
