import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dayOfDate } from "../../app/clv/calendar.ts";
import type { CustomerSummaryColumns } from "../../app/clv/data/customer-summary.ts";
import type { TransactionRow } from "../../app/clv/data/transaction-log.ts";
import { seededUniform } from "../unit/clv/reference.ts";
import { gamma } from "../unit/clv/simulated-shop.ts";

/** Parameters of the CDNOW sample, time in weeks, money in units of the currency. */
const TIMING = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };
const SPEND = { p: 6.25, q: 3.74, v: 15.44 };

/** The day at whose end every customer is seen. */
export const END_DAY = dayOfDate(2025, 12, 31);

/**
 * Orders of customers who behave as BG/NBD and Gamma-Gamma say and came 4 to 52 weeks ago, on whole days: a customer's first order has a
 * time of day, and every other falls on the day that its exact time is in. Two orders of one day are one transaction, as in any shop's log,
 * so that parameters fitted to it are near those of the generator and not at them.
 */
export function* simulatedOrders(customers: number, seed: number): Generator<TransactionRow> {
  const uniform = seededUniform(seed);
  for (let customer = 0; customer < customers; customer++) {
    const first = END_DAY - 28 - Math.floor(337 * uniform());
    const timeOfDay = uniform();
    const perDay = gamma(TIMING.r, uniform) / TIMING.alpha / 7;
    const leaving = gamma(TIMING.a, uniform);
    const dropout = leaving / (leaving + gamma(TIMING.b, uniform));
    const scale = gamma(SPEND.q, uniform) / SPEND.v;
    let day = first;
    let exact = timeOfDay;
    for (let repeats = 0; day <= END_DAY; repeats++) {
      yield { customer, day, valueMinor: Math.round((100 * gamma(SPEND.p, uniform)) / scale) };
      if (repeats > 0 && uniform() < dropout) break;
      exact -= Math.log(uniform()) / perDay;
      day = first + Math.floor(exact);
    }
  }
}

const COLUMNS = ["x", "tx", "T", "meanValueMinor", "sumLnGaps"] as const;
type Histories = CustomerSummaryColumns & { sumLnGaps: Float64Array };

/** Columns as raw numbers in files, so that a measured process holds them and nothing of their making. */
export function writeColumns(folder: string, columns: Histories): void {
  for (const name of COLUMNS) writeFileSync(join(folder, `${name}.f64`), columns[name]);
}

export function readColumns(folder: string): Histories {
  const read = (name: string): Float64Array => {
    const bytes = readFileSync(join(folder, `${name}.f64`));
    const values = new Float64Array(bytes.byteLength / 8);
    new Uint8Array(values.buffer).set(bytes);
    return values;
  };
  return {
    x: read("x"),
    tx: read("tx"),
    T: read("T"),
    meanValueMinor: read("meanValueMinor"),
    sumLnGaps: read("sumLnGaps"),
  };
}
