import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type Day, isoOfDay } from "../../app/clv/calendar.ts";
import { customerSummariesAt } from "../../app/clv/data/transaction-log.ts";
import { scoreColumns } from "../../app/clv/prediction/score.ts";
import type { FittedModel } from "../../app/clv/prediction/value-model.ts";
import type { LogFile } from "./log-file.ts";

export const SCORE_COLUMNS = [
  "customer",
  "x",
  "t_x",
  "T",
  "p_alive",
  "order_probability",
  "expected_orders",
  "orders_low",
  "orders_high",
  "expected_value",
  "value_low",
  "value_high",
  "next_order_from",
  "next_order_to",
] as const;

/** Per year. */
const YEARLY_DISCOUNT = 0.1;

/**
 * One row per customer as of the end of `endDay`, in the order of the file: `t_x` and `T` in weeks, values discounted by 10 % a year and in
 * the file's unit of money, low and high ends of 80 % intervals. Values are empty in a log without amounts, and the dates where an order within
 * the horizon is less likely than not.
 */
export function* scoreRows(
  { log, customers, hasAmounts, decimals }: LogFile,
  model: FittedModel,
  { endDay, horizonWeeks }: { endDay: Day; horizonWeeks: number },
): Generator<string> {
  const { columns, customerOf } = customerSummariesAt(log, endDay);
  const scores = scoreColumns(model, columns, {
    horizonWeeks,
    yearlyDiscount: YEARLY_DISCOUNT,
    asOfDay: endDay,
  });
  const unit = 10 ** decimals;
  const value = (minor: number): string => (hasAmounts ? (minor / unit).toFixed(decimals) : "");
  const date = (days: number): string => (days < 0 ? "" : isoOfDay(endDay + days));
  yield `${SCORE_COLUMNS.join(",")}\n`;
  for (let row = 0; row < customerOf.length; row++) {
    const cells = [
      cell(customers[customerOf[row]!]!),
      columns.x[row]!,
      short(columns.tx[row]!),
      short(columns.T[row]!),
      short(scores.pAlive[row]!),
      short(scores.orderProbability[row]!),
      short(scores.expectedOrders[row]!),
      scores.ordersLow[row]!,
      scores.ordersHigh[row]!,
      value(scores.expectedValueMinor[row]!),
      value(scores.valueLowMinor[row]!),
      value(scores.valueHighMinor[row]!),
      date(scores.nextOrderFromDays[row]!),
      date(scores.nextOrderToDays[row]!),
    ];
    yield `${cells.join(",")}\n`;
  }
}

/** Eight digits, and no trailing zeros. */
const short = (value: number): number => Number(value.toPrecision(8));

const cell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** Rows that are joined before they are written: single ones would take a call of the system each. */
const ROWS_AT_ONCE = 2_000;

/** Writes lines to a file, or to standard output where `out` is null. */
export async function writeLines(lines: Iterable<string>, out: string | null): Promise<void> {
  if (out === null) await pipeline(Readable.from(blocks(lines)), process.stdout, { end: false });
  else await pipeline(Readable.from(blocks(lines)), createWriteStream(out));
}

function* blocks(lines: Iterable<string>): Generator<string> {
  let block: string[] = [];
  for (const line of lines) {
    block.push(line);
    if (block.length < ROWS_AT_ONCE) continue;
    yield block.join("");
    block = [];
  }
  yield block.join("");
}
