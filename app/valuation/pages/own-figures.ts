import { MILLION } from "../../clv/acquisition/amount.ts";
import type { OwnFigures } from "../../clv/acquisition/own-figures.ts";
import { costCoverage } from "../../clv/historic/margin.ts";
import type { Db } from "../../db/client.ts";
import { type PopulationRow, populationTotals } from "../../db/queries/pages/acquisition.ts";
import {
  cohortTotals,
  type ObservedRow,
  type SummaryRow,
  windowsByObservation,
} from "../../db/queries/pages/summary.ts";
import { readShop } from "../../db/queries/source/shops.ts";
import { shopValuation } from "../../db/queries/valuation/customer-value-rows.ts";
import { modelInForce } from "../../db/queries/valuation/predictions.ts";
import type { ShopRef } from "../../platform/ids.ts";
import { type LearningReason, learningReason } from "./learning.ts";
import { parseTotalInterval } from "./model/stored-test.ts";
import { type ShopFacts, shopFactsOf } from "./shop-facts.ts";

/** What the shop itself can put into a calculator of acquisition. */
export type OwnFiguresView =
  | { readonly state: "none"; readonly shop: ShopFacts }
  | {
      readonly state: "ready";
      readonly shop: ShopFacts;
      readonly asOfDay: string;
      readonly figures: OwnFigures;
      /** Why nothing is predicted; null where something is. */
      readonly learning: LearningReason | null;
      /** Share of net sales with a known cost. */
      readonly costCoverage: number | null;
    };

const RECENT_DAYS = 90;
/** With fewer customers than this an average says little: then everybody counts. */
const ENOUGH_CUSTOMERS = 30;

export async function readOwnFigures(db: Db, shop: ShopRef): Promise<OwnFiguresView> {
  const { shopId } = shop;
  const [facts, valuation] = await Promise.all([readShop(db.pool, shopId), shopValuation(db.pool, shopId)]);
  const none = { state: "none", shop: shopFactsOf(shop, facts) } as const;
  if (!valuation) return none;
  const asOfDay = valuation.as_of_day;
  const [totals, windows, inForce] = await Promise.all([
    cohortTotals(db.pool, shopId, asOfDay),
    windowsByObservation(db.pool, shopId, asOfDay),
    modelInForce(db.pool, shopId),
  ]);
  if (totals.customers === 0 || totals.net_sales_minor <= 0) return none;
  const observed = windows.findLast(({ customers }) => customers >= ENOUGH_CUSTOMERS) ?? null;
  const population = await populationTotals(db.pool, shopId, {
    asOfDay,
    observedDays: observed?.days ?? 0,
    recentDays: RECENT_DAYS,
  });
  const isPredicted = valuation.model_id !== null && population.predicted_customers > 0;
  return {
    ...none,
    state: "ready",
    asOfDay,
    figures: {
      ...averagesOf(population, observed, windows),
      expected: isPredicted
        ? {
            averageMinor: population.expected_value_minor / population.predicted_customers,
            range: relativeRangeOf(inForce?.model),
          }
        : null,
      marginPpm: marginOf(totals),
    },
    learning: isPredicted ? null : learningReason(valuation.learning),
    costCoverage: costCoverage({
      netSalesMinor: totals.net_sales_minor,
      costKnownNetSalesMinor: totals.cost_known_net_sales_minor,
    }),
  };
}

function averagesOf(
  population: PopulationRow,
  observed: ObservedRow | null,
  windows: readonly ObservedRow[],
) {
  const { customers, orders } = population;
  return {
    observedDays: observed?.days ?? null,
    customers,
    recent: { days: RECENT_DAYS, customers: population.recent_customers },
    firstOrderMinor: population.first_order_value_minor / customers,
    averageOrderMinor: orders === 0 ? 0 : population.net_sales_minor / orders,
    ordersPerCustomer: orders / customers,
    repeatRate: population.repeat_customers / customers,
    historicMinor: population.net_sales_minor / customers,
    within: observed
      ? windows
          .map(({ days }, at) => ({ days, averageMinor: (observed.values[at] ?? 0) / observed.customers }))
          .filter(({ days }) => days <= observed.days)
      : [],
  };
}

/** Gross margin of all sales so far; goods that cost more than they brought leave nothing. */
function marginOf(totals: SummaryRow): number | null {
  if (totals.unknown_margins > 0) return null;
  const ppm = Math.round((totals.gross_margin_minor / totals.net_sales_minor) * MILLION);
  return Math.min(MILLION, Math.max(0, ppm));
}

/** The 80 % interval of the shop's total, in proportion to what was expected when the model was fitted. */
export function relativeRangeOf(storedModel: unknown): { lowPpm: number; highPpm: number } | null {
  const stored = parseTotalInterval(storedModel);
  if (!stored || !(stored.expectedMinor > 0)) return null;
  const ppm = (minor: number) => Math.max(0, Math.round((minor / stored.expectedMinor) * MILLION));
  return { lowPpm: ppm(stored.lowMinor), highPpm: ppm(stored.highMinor) };
}
