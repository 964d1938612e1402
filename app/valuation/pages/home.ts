import { dayOfIso, firstDayOfMonth, monthOfDay } from "../../clv/calendar.ts";
import type { Db } from "../../db/client.ts";
import { storedNotableCounts } from "../../db/queries/pages/notable-orders.ts";
import { shopSettings } from "../../db/queries/pages/settings.ts";
import { undecidedAddresses } from "../../db/queries/pages/shared-addresses.ts";
import { type ShopStateRow, shopState } from "../../db/queries/pages/shop-state.ts";
import {
  cohortTotals,
  type MonthRow,
  monthTotals,
  type SummaryRow,
  windowsByObservation,
} from "../../db/queries/pages/summary.ts";
import { dueAt, type OpenRequests, openRequests } from "../../db/queries/privacy/requests.ts";
import type { MemberTotals } from "../../db/queries/segments/members.ts";
import { readShop, type ShopRow } from "../../db/queries/source/shops.ts";
import { type ShopValuationRow, shopValuation } from "../../db/queries/valuation/customer-value-rows.ts";
import { modelInForce } from "../../db/queries/valuation/predictions.ts";
import type { ShopRef } from "../../platform/ids.ts";
import { type NotableCounts, parseNotableCounts } from "../compute/notable-orders.ts";
import { type BasisView, coverageOf, readBasis, shareOn } from "./basis.ts";
import { type LearningReason, learningReason } from "./learning.ts";
import { parseTotalInterval } from "./model/stored-test.ts";
import { type ShopFacts, shopFactsOf } from "./shop-facts.ts";
import { type BuildUp, buildUpOf, type ShopSummary, summaryOf } from "./summary.ts";

export interface MonthTrend {
  /** year * 12 + month0 */
  readonly month: number;
  readonly netSalesMinor: number;
  readonly orders: number;
  readonly newCustomers: number;
  /** Of first orders, less what was given back of them in the month that the settings date it in. */
  readonly firstOrderNetSalesMinor: number;
  /** Of orders that belong to no known customer: neither a first order nor a returning customer's. */
  readonly unassignedNetSalesMinor: number;
  /** The running month, whose figures are not complete. */
  readonly partial: boolean;
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
  | { readonly kind: "data_requests_overdue"; readonly requests: number; readonly dueAt: string }
  | { readonly kind: "data_requests"; readonly requests: number; readonly dueAt: string }
  | { readonly kind: "people_to_remove"; readonly people: number }
  | { readonly kind: "people_to_identify"; readonly requests: number }
  | { readonly kind: "at_risk_value"; readonly customers: number; readonly netSalesMinor: number }
  | { readonly kind: "refused_rows"; readonly rows: number }
  | { readonly kind: "shared_addresses"; readonly addresses: number; readonly netSalesMinor: number }
  | { readonly kind: "unassigned_orders"; readonly orders: number; readonly netSalesMinor: number }
  | { readonly kind: "cost_coverage_low"; readonly coverage: number }
  | { readonly kind: "history_limited"; readonly from: string }
  | { readonly kind: "stale_data"; readonly lagMinutes: number };

/** What a merchant may want to know, and cannot change here. */
export interface Information {
  readonly kind: "unassigned_orders" | "ahead" | "long_unpaid" | "chargeback_lost" | "chargeback_open";
  readonly orders: number;
  readonly netSalesMinor: number;
  /** Of the first few of the orders, where they are named. */
  readonly names: readonly string[];
}

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
      /** Null before anybody has been a customer for 14 days. */
      readonly buildUp: BuildUp | null;
      readonly prediction: Prediction;
      readonly trend: readonly MonthTrend[];
      readonly attention: readonly Attention[];
      readonly information: readonly Information[];
      readonly basis: BasisView;
      /** What is left of the customers' net sales. */
      readonly left: { readonly grossMarginMinor: number | null; readonly contributionMinor: number | null };
    };

const TREND_MONTHS = 24;
/** Below this share of net sales with a known cost, a margin says little. */
const COVERAGE_WANTED = 0.8;
/** Reconciliation runs every quarter of an hour: an hour without it is a fault. */
const STALE_AFTER_MINUTES = 60;

/** Segments are made of what is valued here, so who is at risk is for the caller to read. */
export async function readHomeFigures(
  db: Db,
  shop: ShopRef,
  now: Date,
  atRisk: (valuation: ShopValuationRow) => Promise<MemberTotals>,
): Promise<HomeView> {
  const { shopId } = shop;
  const [facts, valuation, settings, state, requested] = await Promise.all([
    readShop(db.pool, shopId),
    shopValuation(db.pool, shopId),
    shopSettings(db.pool, shopId),
    shopState(db.pool, shopId),
    openRequests(db.pool, shopId, now),
  ]);
  const base = { shop: shopFactsOf(shop, facts) };
  if (!valuation) {
    return state.sync_begun
      ? { ...base, state: "syncing", hasFigures: false }
      : { ...base, state: "never_synced" };
  }
  const { chosen, used } = await readBasis(db.pool, shopId);
  const totals = await cohortTotals(db.pool, shopId, valuation.as_of_day, used);
  if (totals.customers === 0) {
    return state.sync_running
      ? { ...base, state: "syncing", hasFigures: false }
      : { ...base, state: "empty", customersWithoutOrders: state.customers };
  }
  const coverage = coverageOf(totals);
  const isKnown = totals.unknown_margins === 0;
  const unassigned = unassignedOf(valuation);
  const [summary, observed, months, notable, inForce, slipping, shared] = await Promise.all([
    summaryOf(db.pool, shopId, settings.countZeroValueOrders, valuation, totals, used),
    windowsByObservation(db.pool, shopId, valuation.as_of_day, used),
    monthTotals(db.pool, shopId, used),
    storedNotableCounts(db.pool, shopId),
    modelInForce(db.pool, shopId),
    atRisk(valuation),
    undecidedAddresses(db.pool, shopId),
  ]);
  return {
    ...base,
    state: "full",
    asOfDay: valuation.as_of_day,
    valuedAt: valuation.valued_at.toISOString(),
    syncing: state.sync_running,
    summary,
    buildUp: buildUpOf(observed),
    prediction: onBasis(predictionOf(valuation, totals, inForce?.model), shareOn(used, totals)),
    trend: trendOf(months, valuation.as_of_day),
    attention: attentionOf(now, {
      requested,
      facts,
      slipping,
      state,
      shared,
      unassigned: settings.joinGuestsByEmail ? [] : unassigned,
      // With a default margin the merchant has decided; the margin's own line says how much is known.
      coverage: settings.defaultMarginBp === null ? coverage : null,
    }),
    // Guests with the address of a customer are already joined; for the others there is nothing to decide.
    information: [
      ...informationOf(parseNotableCounts(notable)),
      ...(settings.joinGuestsByEmail ? unassigned : []),
    ],
    basis: { chosen, used, costCoverage: coverage },
    left: {
      grossMarginMinor: isKnown ? totals.gross_margin_minor : null,
      contributionMinor: isKnown ? totals.contribution_minor : null,
    },
  };
}

function predictionOf(valuation: ShopValuationRow, totals: SummaryRow, storedModel: unknown): Prediction {
  const customers = totals.predicted_customers;
  if (valuation.model_id === null || customers === 0) {
    return { state: "learning", reason: learningReason(valuation.learning) };
  }
  return {
    state: "ready",
    horizonDays: 365,
    averageMinor: totals.expected_value_minor / customers,
    totalMinor: totals.expected_value_minor,
    totalRange: totalRangeOf(storedModel, totals.expected_value_minor),
    customers,
  };
}

/** What is expected in net sales, as what is left of it: as much as of all net sales so far. */
function onBasis(prediction: Prediction, share: number): Prediction {
  if (prediction.state !== "ready" || share === 1) return prediction;
  const { totalRange } = prediction;
  const [low, high] = totalRange ? [totalRange.lowMinor * share, totalRange.highMinor * share] : [0, 0];
  return {
    ...prediction,
    averageMinor: prediction.averageMinor * share,
    totalMinor: Math.round(prediction.totalMinor * share),
    totalRange: totalRange && {
      lowMinor: Math.round(Math.min(low, high)),
      highMinor: Math.round(Math.max(low, high)),
    },
  };
}

/** The interval is from the day of the fit. Customers who ordered since then have new scores, so it is scaled by the expectation now / then. */
function totalRangeOf(storedModel: unknown, totalMinor: number) {
  const stored = parseTotalInterval(storedModel);
  if (!stored || !(stored.expectedMinor > 0)) return null;
  const moved = totalMinor / stored.expectedMinor;
  return { lowMinor: Math.round(stored.lowMinor * moved), highMinor: Math.round(stored.highMinor * moved) };
}

/** The latest months up to the day of the valuation, months without orders included. */
function trendOf(months: readonly MonthRow[], asOfDay: string): MonthTrend[] {
  const asOf = dayOfIso(asOfDay) ?? 0;
  const last = monthOfDay(asOf);
  const first = Math.max(months[0]?.month ?? last, last - TREND_MONTHS + 1);
  const byMonth = new Map(months.map((row) => [row.month, row]));
  return Array.from({ length: last - first + 1 }, (_, i) => {
    const row = byMonth.get(first + i);
    return {
      month: first + i,
      netSalesMinor: row?.net_sales_minor ?? 0,
      orders: row?.orders ?? 0,
      newCustomers: row?.new_customers ?? 0,
      firstOrderNetSalesMinor: row?.first_order_net_sales_minor ?? 0,
      unassignedNetSalesMinor: row?.unassigned_net_sales_minor ?? 0,
      partial: firstDayOfMonth(first + i + 1) - 1 > asOf,
    };
  });
}

function unassignedOf(valuation: ShopValuationRow): Information[] {
  const { unassigned_orders: orders, unassigned_net_sales_minor: netSalesMinor } = valuation;
  return orders > 0 ? [{ kind: "unassigned_orders", orders, netSalesMinor, names: [] }] : [];
}

function informationOf(notable: NotableCounts | null): Information[] {
  if (!notable) return [];
  const found: Information[] = [
    { kind: "ahead", ...notable.ahead },
    { kind: "long_unpaid", ...notable.longUnpaid, names: [] },
    { kind: "chargeback_lost", ...notable.lostChargebacks, names: [] },
    { kind: "chargeback_open", ...notable.openChargebacks, names: [] },
  ];
  return found.filter(({ orders }) => orders > 0);
}

/** What people asked for comes before everything else, and what is late first: the law sets the day. */
function requestsOf({
  open,
  overdue,
  firstRequestedAt,
  firstInTimeAt,
  toRemove,
  toChoose,
}: OpenRequests): Attention[] {
  const item = (kind: "data_requests_overdue" | "data_requests", requests: number, first: Date | null) =>
    first === null ? [] : [{ kind, requests, dueAt: dueAt(first).toISOString() }];
  return [
    ...item("data_requests_overdue", overdue, overdue > 0 ? firstRequestedAt : null),
    ...item("data_requests", open - overdue, firstInTimeAt),
    ...(toChoose > 0 ? [{ kind: "people_to_identify", requests: toChoose } as const] : []),
    ...(toRemove > 0 ? [{ kind: "people_to_remove", people: toRemove } as const] : []),
  ];
}

interface AttentionInput {
  readonly requested: OpenRequests;
  readonly facts: ShopRow | null;
  readonly slipping: MemberTotals;
  readonly state: ShopStateRow;
  readonly shared: { readonly addresses: number; readonly netSalesMinor: number };
  /** Orders without a customer, as far as a setting could join them. */
  readonly unassigned: readonly { readonly orders: number; readonly netSalesMinor: number }[];
  /** Share of net sales with a known cost; null where nothing is to be decided. */
  readonly coverage: number | null;
}

function attentionOf(now: Date, input: AttentionInput): Attention[] {
  const { facts, slipping, state, shared, unassigned, coverage } = input;
  const items: Attention[] = requestsOf(input.requested);
  if (slipping.customers > 0) {
    items.push({
      kind: "at_risk_value",
      customers: slipping.customers,
      netSalesMinor: slipping.net_sales_minor,
    });
  }
  const lagMinutes = state.checked_at ? Math.floor((now.getTime() - state.checked_at.getTime()) / 60_000) : 0;
  if (lagMinutes >= STALE_AFTER_MINUTES) items.push({ kind: "stale_data", lagMinutes });
  if (state.refused_rows > 0) items.push({ kind: "refused_rows", rows: state.refused_rows });
  if (shared.addresses > 0) {
    items.push({
      kind: "shared_addresses",
      addresses: shared.addresses,
      netSalesMinor: shared.netSalesMinor,
    });
  }
  items.push(
    ...unassigned.map(({ orders, netSalesMinor }) => ({
      kind: "unassigned_orders" as const,
      orders,
      netSalesMinor,
    })),
  );
  if (coverage !== null && coverage < COVERAGE_WANTED) items.push({ kind: "cost_coverage_low", coverage });
  if (facts?.historyFrom) {
    items.push({ kind: "history_limited", from: facts.historyFrom.toISOString().slice(0, 10) });
  }
  return items;
}
