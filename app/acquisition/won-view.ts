import type { Basis } from "../clv/acquisition/amount.ts";
import { type WonMonth, type WonResult, wonResult } from "../clv/acquisition/won-customers.ts";
import { dayOfIso, monthOfDay } from "../clv/calendar.ts";
import { costCoverage } from "../clv/historic/margin.ts";
import type { Db } from "../db/client.ts";
import { commissionRules, wonByMonth } from "../db/queries/acquisition/commission-rules.ts";
import { spendByCampaign, spendMonths } from "../db/queries/acquisition/spend.ts";
import {
  type CurveCustomersRow,
  type CurveStepRow,
  curveCustomers,
  curveSteps,
  firstMonthWon,
  productTitles,
  wonBySource,
  wonInAll,
  wonOfPlaces,
} from "../db/queries/pages/acquisition-sources.ts";
import { shopSettings } from "../db/queries/pages/settings.ts";
import { readShop } from "../db/queries/source/shops.ts";
import { shopValuation } from "../db/queries/valuation/customer-value-rows.ts";
import { modelInForce } from "../db/queries/valuation/predictions.ts";
import type { ShopRef } from "../platform/ids.ts";
import { type LearningReason, learningReason } from "../valuation/pages/learning.ts";
import { relativeRangeOf } from "../valuation/pages/own-figures.ts";
import { type ShopFacts, shopFactsOf } from "../valuation/pages/shop-facts.ts";
import { commissionByChannel } from "./commission.ts";
import { type Place, placeOf, spendByPlace } from "./spend-by-place.ts";

export type Dimension = "channel" | "campaign" | "code" | "country" | "product";

export interface WonAsked {
  readonly dimension: Dimension;
  readonly basis: Basis;
  /** First orders of so many months up to this one; null for all. */
  readonly months: number | null;
}

export interface WonRow extends WonResult {
  readonly channel: string;
  /** "" where nobody knows. */
  readonly key: string;
  /** Of a product. */
  readonly title: string | null;
}

export type WonView = { readonly shop: ShopFacts; readonly asked: WonAsked } & (
  | { readonly state: "empty" }
  /** Some sales have no known cost, and no default margin is set. */
  | { readonly state: "no_margin" }
  | {
      readonly state: "full";
      readonly period: { readonly from: number; readonly to: number };
      readonly all: WonResult;
      readonly rows: readonly WonRow[];
      /** Places with customers that are not among the rows, which are those with most customers and those with most spend. */
      readonly more: number;
      /** Spend that is in no row: of places that are not among them, of whole channels, and commission. */
      readonly apart: {
        readonly othersMinor: number;
        readonly wholeChannelMinor: number;
        readonly commissionMinor: number;
      };
      /** Orders of nobody, of all months: they are in the shop's sales, and in no row. */
      readonly unassigned: { readonly orders: number; readonly netSalesMinor: number };
      readonly learning: LearningReason | null;
      readonly costCoverage: number | null;
      readonly targetRatio: number;
      readonly cashBackMonths: number;
    }
);

/** A CAC of a third of the CLV; cash back within half a year. */
const TARGET_RATIO = 3;
const CASH_BACK_MONTHS = 6;
const MOST_ROWS = 25;
/** Places beside them that money was spent on. */
const MOST_SPENT = 15;

/** Where customers came from, what they cost and what they brought. */
export async function readWon(db: Db, shop: ShopRef, asked: WonAsked): Promise<WonView> {
  const { pool } = db;
  const { shopId } = shop;
  const { dimension, basis } = asked;
  const [facts, valuation, settings, inForce, firstMonth, span, rules] = await Promise.all([
    readShop(pool, shopId),
    shopValuation(pool, shopId),
    shopSettings(pool, shopId),
    modelInForce(pool, shopId),
    firstMonthWon(pool, shopId),
    spendMonths(pool, shopId),
    commissionRules(pool, shopId),
  ]);
  const base = { shop: shopFactsOf(shop, facts), asked };
  const today = valuation ? dayOfIso(valuation.as_of_day) : null;
  if (!valuation || today === null || firstMonth === null) return { ...base, state: "empty" };
  const to = monthOfDay(today);
  // What was spent before the first customer came was spent on customers.
  const first = Math.min(firstMonth, span?.first ?? firstMonth);
  const period = { from: asked.months === null ? first : to - asked.months + 1, to };
  // The month that is not over yet counts for no curve, but on its last day.
  const open = monthOfDay(today + 1);
  const [found, all, spent, won] = await Promise.all([
    wonBySource(pool, shopId, dimension, period, MOST_ROWS),
    wonInAll(pool, shopId, period),
    spendByCampaign(pool, shopId, period.from, period.to),
    wonByMonth(
      pool,
      shopId,
      rules.map(({ channel }) => channel),
    ),
  ]);
  const commission = commissionByChannel(rules, won, period.from, period.to);
  const spend = spendByPlace(dimension, spent, commission);
  // Places that money was spent on, which few or none came from.
  const shown = new Set(found.map(placeOf));
  const others = [...(spend.of?.values() ?? [])]
    .filter(({ place, amountMinor }) => amountMinor > 0 && !shown.has(placeOf(place)))
    .sort((a, b) => b.amountMinor - a.amountMinor || (placeOf(a.place) < placeOf(b.place) ? -1 : 1));
  const paid = await wonOfPlaces(
    pool,
    shopId,
    dimension,
    period,
    others.slice(0, MOST_SPENT).map(({ place }) => place),
  );
  const places = [...found, ...paid];
  const [steps, joined, allSteps, allJoined, titles] = await Promise.all([
    curveSteps(pool, shopId, dimension, { ...period, open }, places),
    curveCustomers(pool, shopId, dimension, period, places),
    curveSteps(pool, shopId, "all", { ...period, open }, EVERYBODY),
    curveCustomers(pool, shopId, "all", period, EVERYBODY),
    dimension === "product"
      ? productTitles(
          pool,
          shopId,
          found.flatMap(({ key }) => (key === "" ? [] : [key])),
        )
      : [],
  ]);
  const isPredicted = valuation.model_id !== null;
  const question = {
    basis,
    defaultMarginBp: settings.defaultMarginBp,
    expectedRange: isPredicted ? relativeRangeOf(inForce?.model) : null,
    targetRatio: TARGET_RATIO,
    cashBackMonths: CASH_BACK_MONTHS,
  };
  const spentMinor = sumOf(spent.map(({ amountMinor }) => amountMinor)) + sumOf(commission.values());
  // Where nothing was entered, nobody knows: that is not the same as customers for nothing.
  const isEntered = spentMinor > 0;
  const total = wonResult(all, curveOf(allSteps, allJoined, open), {
    ...question,
    spendMinor: isEntered ? spentMinor : null,
  });
  if (!total) return { ...base, state: "no_margin" };
  const stepsOf = Map.groupBy(steps, placeOf);
  const joinedOf = Map.groupBy(joined, placeOf);
  const titleOf = new Map(titles.map(({ id, title }) => [id, title]));
  return {
    ...base,
    state: "full",
    period,
    all: total,
    rows: places.flatMap((one) => {
      const place = placeOf(one);
      const result = wonResult(one, curveOf(stepsOf.get(place) ?? [], joinedOf.get(place) ?? [], open), {
        ...question,
        spendMinor: spend.of?.get(place)?.amountMinor ?? null,
      });
      const { channel, key } = one;
      return result ? [{ channel, key, title: titleOf.get(key) ?? null, ...result }] : [];
    }),
    more: (found[0]?.places ?? 0) - places.filter(({ customers }) => customers > 0).length,
    apart: {
      othersMinor: sumOf(others.slice(MOST_SPENT).map(({ amountMinor }) => amountMinor)),
      ...spend.apart,
    },
    unassigned: {
      orders: valuation.unassigned_orders,
      netSalesMinor: valuation.unassigned_net_sales_minor,
    },
    learning: isPredicted ? null : learningReason(valuation.learning),
    costCoverage: basis === "margin" ? costCoverage(all) : null,
    targetRatio: TARGET_RATIO,
    cashBackMonths: CASH_BACK_MONTHS,
  };
}

const EVERYBODY: readonly Place[] = [{ channel: "", key: "" }];

const sumOf = (amounts: Iterable<number>): number => [...amounts].reduce((sum, amount) => sum + amount, 0);

/** The running sums of the steps, and of the customers whose month was complete. */
function curveOf(
  steps: readonly CurveStepRow[],
  joined: readonly CurveCustomersRow[],
  open: number,
): WonMonth[] {
  const longest = Math.max(0, ...joined.map(({ cohortMonth }) => open - cohortMonth));
  const stepAt = new Map(steps.map((step) => [step.months, step]));
  const sums = { netSalesMinor: 0, costMinor: 0, costKnownNetSalesMinor: 0 };
  return Array.from({ length: longest }, (_, months) => {
    const step = stepAt.get(months);
    for (const name of ["netSalesMinor", "costMinor", "costKnownNetSalesMinor"] as const)
      sums[name] += step?.[name] ?? 0;
    const complete = joined.filter(({ cohortMonth }) => cohortMonth + months < open);
    return { customers: sumOf(complete.map(({ customers }) => customers)), ...sums };
  });
}
