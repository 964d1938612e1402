import {
  type Day,
  dayOfIso,
  firstDayOfMonth,
  isoOfDay,
  type MonthIndex,
  monthOfDay,
} from "../../clv/calendar.ts";
import type { RfmGroup } from "../../clv/historic/rfm.ts";
import type { Db } from "../../db/client.ts";
import { firstDayOfOrders, rfmMoves } from "../../db/queries/pages/rfm-flow.ts";
import { readShop } from "../../db/queries/source/shops.ts";
import { shopValuation } from "../../db/queries/valuation/customer-value-rows.ts";
import type { ShopRef } from "../../platform/ids.ts";
import { scoringBy } from "../compute/rfm-scoring.ts";
import { rfmGroup } from "./customers/row.ts";
import { type ShopFacts, shopFactsOf } from "./shop-facts.ts";

/** A month's last day; of the running month, the day of the valuation. */
export interface MonthEnd {
  readonly month: MonthIndex;
  /** "2024-12" */
  readonly key: string;
  /** YYYY-MM-DD */
  readonly day: string;
  readonly isOver: boolean;
}

export interface RfmMove {
  /** PROSPECTS: had not ordered by then. */
  readonly from: RfmGroup;
  readonly to: RfmGroup;
  readonly customers: number;
  /** Up to the later day. */
  readonly netSalesMinor: number;
  /** In the 12 months from today; null where nothing is predicted. */
  readonly expectedMinor: number | null;
}

export type RfmFlow =
  | { readonly state: "empty" | "one_month"; readonly shop: ShopFacts }
  | {
      readonly state: "full";
      readonly shop: ShopFacts;
      readonly from: MonthEnd;
      readonly to: MonthEnd;
      /** Months that can be asked for, latest first. */
      readonly ends: readonly MonthEnd[];
      /** What was asked for cannot be shown, and why; the months shown are those that nobody asked for. */
      readonly problem: "no_such_month" | "not_earlier" | null;
      readonly moves: readonly RfmMove[];
    };

/** "2024-12", or null: nothing is asked. */
export interface AskedMonths {
  readonly from: string | null;
  readonly to: string | null;
}

/** Ten years. */
const MOST_MONTHS = 120;

function monthEnds(firstDay: Day, asOf: Day): MonthEnd[] {
  const [first, last] = [monthOfDay(firstDay), monthOfDay(asOf)];
  return Array.from({ length: Math.min(MOST_MONTHS, last - first + 1) }, (_, ago) => {
    const month = last - ago;
    const end = firstDayOfMonth(month + 1) - 1;
    return { month, key: monthText(month), day: isoOfDay(Math.min(end, asOf)), isOver: end <= asOf };
  });
}

const monthText = (month: MonthIndex): string =>
  `${String(Math.floor(month / 12)).padStart(4, "0")}-${String((month % 12) + 1).padStart(2, "0")}`;

/** The two ends that are asked for, or else the last month that is over and the one before it. */
function chosenEnds(ends: readonly MonthEnd[], asked: AskedMonths) {
  const usualTo = ends.findIndex(({ isOver }, i) => isOver && i < ends.length - 1);
  const to = Math.max(0, usualTo);
  const usual = { to: ends[to]!, from: ends[to + 1]!, problem: null };
  const placeOf = (text: string) => ends.findIndex(({ key }) => key === text);
  const places = {
    to: asked.to === null ? to : placeOf(asked.to),
    from: asked.from === null ? null : placeOf(asked.from),
  };
  if (places.to === -1 || places.from === -1) return { ...usual, problem: "no_such_month" as const };
  const from = places.from ?? places.to + 1;
  if (from <= places.to || from >= ends.length) return { ...usual, problem: "not_earlier" as const };
  return { to: ends[places.to]!, from: ends[from]!, problem: null };
}

/** Customers by their RFM group at the end of one month and of a later one, as the orders that are known today say. */
export async function readRfmFlow(db: Db, shop: ShopRef, asked: AskedMonths): Promise<RfmFlow> {
  const { shopId } = shop;
  const [facts, valuation, firstDay] = await Promise.all([
    readShop(db.pool, shopId),
    shopValuation(db.pool, shopId),
    firstDayOfOrders(db.pool, shopId),
  ]);
  const base = { shop: shopFactsOf(shop, facts) };
  const [asOf, first] = [valuation?.as_of_day, firstDay].map((day) => (day ? dayOfIso(day) : null));
  if (asOf == null || first == null) return { ...base, state: "empty" };
  const ends = monthEnds(first, asOf);
  if (ends.length < 2) return { ...base, state: "one_month" };
  const { from, to, problem } = chosenEnds(ends, asked);
  const { groups } = scoringBy(null);
  const found = await rfmMoves(db.pool, shopId, { from: from.day, to: to.day, groups });
  return {
    ...base,
    state: "full",
    from,
    to,
    ends,
    problem,
    moves: found.map((row) => ({
      from: rfmGroup.parse(row.from_group ?? "PROSPECTS"),
      to: rfmGroup.parse(row.to_group),
      customers: row.customers,
      netSalesMinor: row.net_sales_minor,
      expectedMinor: row.predicted_customers === 0 ? null : row.expected_value_minor,
    })),
  };
}
