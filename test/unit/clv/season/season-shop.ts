import { type Day, dateOfDay, dayOfDate } from "../../../../app/clv/calendar.ts";
import type { CustomerSummaryColumns } from "../../../../app/clv/data/customer-summary.ts";
import {
  customerSummariesAt,
  outcomesBetween,
  type TransactionLog,
  transactionLog,
} from "../../../../app/clv/data/transaction-log.ts";
import { operationalColumns, operationalWeeks, seasonClock } from "../../../../app/clv/season/clock.ts";
import { estimateSeason, type SeasonResult } from "../../../../app/clv/season/estimate.ts";
import type { SeasonFactors } from "../../../../app/clv/season/factors.ts";
import { transactionFamily } from "../../../../app/clv/transactions/families.ts";
import { Random } from "../../../shopify/generator/random.ts";

export type Intensity = (day: Day) => number;

/** Two and a half times as busy from 20 November to 22 December, a fifth less in summer. */
export const christmas: Intensity = (day) => {
  const { month, date } = dateOfDay(day);
  if ((month === 11 && date >= 20) || (month === 12 && date <= 22)) return 2.5;
  return month >= 6 && month <= 8 ? 0.8 : 1;
};

export const steady: Intensity = () => 1;

export type ShopPlan = {
  customers: number;
  fromDay: Day;
  toDay: Day;
  intensity: Intensity;
  seed: number;
  /** "mbg_nbd": customers may also leave at their first order. */
  process?: "bg_nbd" | "mbg_nbd";
};

export const FIRST_DAY = dayOfDate(2021, 1, 1);

/** Customers who come evenly over the days and buy as BG/NBD says (r 0.6, alpha 8, a 0.8, b 2.5), on a clock that runs with the intensity. */
export function seasonalShop({
  customers,
  fromDay,
  toDay,
  intensity,
  seed,
  process,
}: ShopPlan): TransactionLog {
  const random = new Random(seed);
  const days = toDay - fromDay + 1;
  const passed = new Float64Array(days + 1);
  for (let i = 0; i < days; i++) passed[i + 1] = passed[i]! + intensity(fromDay + i);
  const rows: { customer: number; day: Day; valueMinor: number }[] = [];
  for (let customer = 0; customer < customers; customer++) {
    let at = random.below(days);
    rows.push({ customer, day: fromDay + at, valueMinor: 1000 });
    const perDay = random.gamma(0.6, 8 * 7);
    const leaving = random.beta(0.8, 2.5);
    if (process === "mbg_nbd" && random.chance(leaving)) continue;
    let time = passed[at + 1]!;
    for (;;) {
      time += random.exponential(perDay);
      while (at < days && passed[at + 1]! < time) at += 1;
      if (at === days) break;
      rows.push({ customer, day: fromDay + at, valueMinor: 1000 });
      if (random.chance(leaving)) break;
    }
  }
  return transactionLog(rows, customers);
}

const family = transactionFamily("bg_nbd");

function fitted(columns: CustomerSummaryColumns) {
  const found = family.fit(columns);
  if (!found) throw new Error("no fit");
  return found.params;
}

/** Season of the log as it was at the end of `endDay`, with BG/NBD as the model without season. */
export function seasonAt(log: TransactionLog, endDay: Day): SeasonResult {
  return estimateSeason({
    log,
    endDay,
    ...customerSummariesAt(log, endDay),
    expectNew: (columns) => {
      const params = fitted(columns);
      return (weeks) => family.expectedTransactions(params, 0, 0, 0, weeks);
    },
  });
}

export type HoldoutErrors = { mae: number; rmse: number; bias: number };

/** Errors of BG/NBD in calendar time and in the season's, fitted until `endDay`, of the orders after it through `throughDay`. */
export function holdoutErrors(
  log: TransactionLog,
  endDay: Day,
  throughDay: Day,
  season: SeasonFactors | null,
): HoldoutErrors {
  const { columns: calendar, customerOf, firstDay } = customerSummariesAt(log, endDay);
  const { orders } = outcomesBetween(log, customerOf, endDay, throughDay);
  const clock = season && seasonClock(season);
  const columns = clock ? operationalColumns(clock, calendar, firstDay, endDay) : calendar;
  const weeks = clock ? operationalWeeks(clock, endDay, throughDay) : (throughDay - endDay) / 7;
  const params = fitted(columns);
  let absolute = 0;
  let squared = 0;
  let predicted = 0;
  let actual = 0;
  for (let i = 0; i < orders.length; i++) {
    const expected = family.expectedTransactions(params, columns.x[i]!, columns.tx[i]!, columns.T[i]!, weeks);
    absolute += Math.abs(expected - orders[i]!);
    squared += (expected - orders[i]!) ** 2;
    predicted += expected;
    actual += orders[i]!;
  }
  return {
    mae: absolute / orders.length,
    rmse: Math.sqrt(squared / orders.length),
    bias: predicted / actual - 1,
  };
}
