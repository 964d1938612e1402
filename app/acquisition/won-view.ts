import type { Basis } from "../clv/acquisition/amount.ts";
import { type WonMonth, type WonResult, type WonSums, wonResult } from "../clv/acquisition/won-customers.ts";
import { dayOfIso, monthOfDay } from "../clv/calendar.ts";
import { costCoverage } from "../clv/historic/margin.ts";
import type { Db } from "../db/client.ts";
import { commissionRules, wonByMonth } from "../db/queries/acquisition/commission-rules.ts";
import { spendByCampaign } from "../db/queries/acquisition/spend.ts";
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
      /** Places that are not among the rows, which are those with most customers. */
      readonly more: number;
      /** Spend by a rule, which belongs to channels and not to campaigns. */
      readonly commissionMinor: number;
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
  const [facts, valuation, settings, inForce, firstMonth, rules] = await Promise.all([
    readShop(pool, shopId),
    shopValuation(pool, shopId),
    shopSettings(pool, shopId),
    modelInForce(pool, shopId),
    firstMonthWon(pool, shopId),
    commissionRules(pool, shopId),
  ]);
  const base = { shop: shopFactsOf(shop, facts), asked };
  const today = valuation ? dayOfIso(valuation.as_of_day) : null;
  if (!valuation || today === null || firstMonth === null) return { ...base, state: "empty" };
  const to = monthOfDay(today);
  const period = { from: asked.months === null ? firstMonth : to - asked.months + 1, to };
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
  const spend = spendOf(dimension, spent, commission);
  const others = await wonOfPlaces(pool, shopId, dimension, period, spentElsewhere(found, spend));
  const places: (WonSums & Place)[] = [...found, ...others];
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
  const commissionMinor = sumOf(commission.values());
  const spentMinor = sumOf(spent.map(({ amountMinor }) => amountMinor)) + commissionMinor;
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
        spendMinor: spend && isEntered ? (spend.get(place) ?? 0) : null,
      });
      const { channel, key } = one;
      return result ? [{ channel, key, title: titleOf.get(key) ?? null, ...result }] : [];
    }),
    more: (found[0]?.places ?? 0) - places.filter(({ customers }) => customers > 0).length,
    commissionMinor: dimension === "campaign" ? commissionMinor : 0,
    learning: isPredicted ? null : learningReason(valuation.learning),
    costCoverage: basis === "margin" ? costCoverage(all) : null,
    targetRatio: TARGET_RATIO,
    cashBackMonths: CASH_BACK_MONTHS,
  };
}

interface Place {
  readonly channel: string;
  readonly key: string;
}

const EVERYBODY: readonly Place[] = [{ channel: "", key: "" }];

/** Stands in no name: no link has both characters. */
const BETWEEN = "\n\u001f";
const placeOf = ({ channel, key }: Place): string => `${channel}${BETWEEN}${key}`;
const sumOf = (amounts: Iterable<number>): number => [...amounts].reduce((sum, amount) => sum + amount, 0);

/** By place; null for dimensions that nothing is spent on by itself. */
function spendOf(
  dimension: Dimension,
  spent: readonly { readonly channel: string; readonly campaignKey: string; readonly amountMinor: number }[],
  commission: ReadonlyMap<string, number>,
): Map<string, number> | null {
  if (dimension !== "channel" && dimension !== "campaign") return null;
  const isChannel = dimension === "channel";
  const spend = new Map<string, number>();
  const add = (place: Place, amountMinor: number) =>
    spend.set(placeOf(place), (spend.get(placeOf(place)) ?? 0) + amountMinor);
  for (const { channel, campaignKey, amountMinor } of spent)
    add(isChannel ? { channel: "", key: channel } : { channel, key: campaignKey }, amountMinor);
  if (isChannel)
    for (const [channel, amountMinor] of commission) add({ channel: "", key: channel }, amountMinor);
  return spend;
}

/** Places with spend that are not among those with most customers, the largest spend first. */
function spentElsewhere(found: readonly Place[], spend: ReadonlyMap<string, number> | null): Place[] {
  const known = new Set(found.map(placeOf));
  return [...(spend ?? [])]
    .filter(([place, amount]) => amount > 0 && !known.has(place))
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, MOST_SPENT)
    .map(([place]) => {
      const [channel = "", key = ""] = place.split(BETWEEN);
      return { channel, key };
    });
}

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
