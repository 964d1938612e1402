import { type Day, FIRST_DAY, isDay, LAST_DAY } from "../calendar.ts";
import type { CustomerSummaryColumns } from "./customer-summary.ts";

/**
 * Transactions of all customers: one row per customer and day, sorted by customer, then by day. Several orders on one day are one row.
 *
 * - `start`: the rows of customer c are `start[c]` to `start[c + 1]` - 1; length `customers` + 1
 * - `day`: days since 1970-01-01 in the shop's calendar
 * - `valueMinor`: net sales of that day in minor units
 */
export type TransactionLog = {
  customers: number;
  start: Int32Array;
  day: Int32Array;
  valueMinor: Float64Array;
};

/** One dated amount of a customer; `customer` is a number from 0 to `customers` - 1. */
export type TransactionRow = { customer: number; day: Day; valueMinor: number };

/** Rows as parallel columns, for logs with millions of rows. */
export type TransactionColumns = { customer: Int32Array; day: Int32Array; valueMinor: Float64Array };

/** The log of rows in any order; a customer may have no row. Throws a RangeError for an invalid row (see `transactionLogOfColumns`). */
export function transactionLog(rows: Iterable<TransactionRow>, customers: number): TransactionLog {
  let capacity = 1024;
  let size = 0;
  let customer = new Int32Array(capacity);
  let day = new Int32Array(capacity);
  let valueMinor = new Float64Array(capacity);
  for (const row of rows) {
    if (size === capacity) {
      capacity *= 2;
      customer = grown(customer, new Int32Array(capacity));
      day = grown(day, new Int32Array(capacity));
      valueMinor = grown(valueMinor, new Float64Array(capacity));
    }
    customer[size] = row.customer;
    day[size] = row.day;
    valueMinor[size] = row.valueMinor;
    // An Int32Array drops a fraction without an error.
    if (customer[size] !== row.customer || day[size] !== row.day) {
      throw new RangeError(`customer ${row.customer} and day ${row.day} should be whole numbers`);
    }
    size += 1;
  }
  return transactionLogOfColumns(
    {
      customer: customer.subarray(0, size),
      day: day.subarray(0, size),
      valueMinor: valueMinor.subarray(0, size),
    },
    customers,
  );
}

function grown<Column extends Int32Array | Float64Array>(from: Column, into: Column): Column {
  into.set(from);
  return into;
}

/**
 * The same from columns, which are not changed: a counting sort by customer, then each customer's few rows by day. Throws a
 * RangeError for a customer outside 0 to `customers` - 1, for a day outside of the years 1 to 9999 and for an amount that is not finite.
 */
export function transactionLogOfColumns(rows: TransactionColumns, customers: number): TransactionLog {
  const { start, day, valueMinor } = byCustomer(rows, customers);
  let kept = 0;
  for (let customer = 0; customer < customers; customer++) {
    const from = start[customer]!;
    const to = start[customer + 1]!;
    sortByDay(day, valueMinor, from, to);
    start[customer] = kept;
    for (let at = from; at < to; at++) {
      if (kept > start[customer]! && day[kept - 1] === day[at]) {
        valueMinor[kept - 1]! += valueMinor[at]!;
        continue;
      }
      day[kept] = day[at]!;
      valueMinor[kept] = valueMinor[at]!;
      kept += 1;
    }
  }
  start[customers] = kept;
  return { customers, start, day: day.slice(0, kept), valueMinor: valueMinor.slice(0, kept) };
}

function byCustomer(rows: TransactionColumns, customers: number): Omit<TransactionLog, "customers"> {
  const size = rows.customer.length;
  const start = new Int32Array(customers + 1);
  for (let i = 0; i < size; i++) {
    const customer = rows.customer[i]!;
    if (customer < 0 || customer >= customers) {
      throw new RangeError(`customer ${customer} should be a number from 0 to ${customers - 1}`);
    }
    if (!isDay(rows.day[i])) {
      throw new RangeError(
        `the day ${rows.day[i]} of customer ${customer} should be between ${FIRST_DAY} and ${LAST_DAY}`,
      );
    }
    if (!Number.isFinite(rows.valueMinor[i]!)) {
      throw new RangeError(
        `the amount ${rows.valueMinor[i]} of customer ${customer} should be a finite number`,
      );
    }
    start[customer + 1]! += 1;
  }
  for (let customer = 0; customer < customers; customer++) start[customer + 1]! += start[customer]!;
  const next = start.slice();
  const day = new Int32Array(size);
  const valueMinor = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    const at = next[rows.customer[i]!]!;
    next[rows.customer[i]!] = at + 1;
    day[at] = rows.day[i]!;
    valueMinor[at] = rows.valueMinor[i]!;
  }
  return { start, day, valueMinor };
}

/** With more rows than this, a sort of indices is faster than an insertion sort. */
const MAX_INSERTION_ROWS = 64;

/** Sorts the rows `from` to `to` - 1 by day; stable. */
function sortByDay(day: Int32Array, valueMinor: Float64Array, from: number, to: number): void {
  let sorted = from + 1;
  for (; sorted < to && day[sorted]! >= day[sorted - 1]!; sorted++);
  if (sorted >= to) return;
  if (to - from > MAX_INSERTION_ROWS) {
    const days = day.slice(from, to);
    const values = valueMinor.slice(from, to);
    const order = Int32Array.from(days.keys()).sort(
      (left, right) => days[left]! - days[right]! || left - right,
    );
    for (let i = 0; i < order.length; i++) {
      day[from + i] = days[order[i]!]!;
      valueMinor[from + i] = values[order[i]!]!;
    }
    return;
  }
  for (let i = sorted; i < to; i++) {
    const movedDay = day[i]!;
    const movedValue = valueMinor[i]!;
    let at = i;
    for (; at > from && day[at - 1]! > movedDay; at--) {
      day[at] = day[at - 1]!;
      valueMinor[at] = valueMinor[at - 1]!;
    }
    day[at] = movedDay;
    valueMinor[at] = movedValue;
  }
}

/** First and last day with an order, or null without orders. */
export function dayRange({ day }: TransactionLog): { firstDay: Day; lastDay: Day } | null {
  if (day.length === 0) return null;
  let firstDay = day[0]!;
  let lastDay = firstDay;
  for (let i = 1; i < day.length; i++) {
    if (day[i]! < firstDay) firstDay = day[i]!;
    if (day[i]! > lastDay) lastDay = day[i]!;
  }
  return { firstDay, lastDay };
}

/**
 * Customer summaries (x, tx, T) at the end of `endDay`: one row for each customer with an order by then, in the order of the
 * customers. Later days are ignored. Each row equals `customerSummary` of that customer.
 *
 * - `columns.sumLnGaps`: sum of ln(weeks) over the gaps between successive order days
 * - `customerOf`: customer of each row; `firstDay`: day of that customer's first order
 */
export function customerSummariesAt(
  { customers, start, day, valueMinor }: TransactionLog,
  endDay: Day,
): {
  columns: CustomerSummaryColumns & { sumLnGaps: Float64Array };
  customerOf: Int32Array;
  firstDay: Int32Array;
} {
  let rows = 0;
  for (let customer = 0; customer < customers; customer++) {
    if (start[customer]! < start[customer + 1]! && day[start[customer]!]! <= endDay) rows += 1;
  }
  const columns = {
    x: new Float64Array(rows),
    tx: new Float64Array(rows),
    T: new Float64Array(rows),
    meanValueMinor: new Float64Array(rows),
    sumLnGaps: new Float64Array(rows),
  };
  const customerOf = new Int32Array(rows);
  const firstDay = new Int32Array(rows);
  let row = 0;
  for (let customer = 0; customer < customers; customer++) {
    const from = start[customer]!;
    const to = start[customer + 1]!;
    if (from === to || day[from]! > endDay) continue;
    const first = day[from]!;
    let at = from + 1;
    let repeatMinor = 0;
    let sumLnGaps = 0;
    for (; at < to && day[at]! <= endDay; at++) {
      repeatMinor += valueMinor[at]!;
      sumLnGaps += Math.log((day[at]! - day[at - 1]!) / 7);
    }
    const x = at - from - 1;
    columns.x[row] = x;
    columns.tx[row] = (day[at - 1]! - first) / 7;
    columns.T[row] = (endDay - first) / 7;
    columns.meanValueMinor[row] = x === 0 ? 0 : repeatMinor / x;
    columns.sumLnGaps[row] = sumLnGaps;
    customerOf[row] = customer;
    firstDay[row] = first;
    row += 1;
  }
  return { columns, customerOf, firstDay };
}

/** Days with an order, and their net sales, of each customer in `customerOf`, after `afterDay` up to and including `throughDay`. */
export function outcomesBetween(
  { start, day, valueMinor }: TransactionLog,
  customerOf: Int32Array,
  afterDay: Day,
  throughDay: Day,
): { orders: Float64Array; valueMinor: Float64Array } {
  const orders = new Float64Array(customerOf.length);
  const value = new Float64Array(customerOf.length);
  for (let row = 0; row < customerOf.length; row++) {
    const customer = customerOf[row]!;
    for (let at = start[customer]!; at < start[customer + 1]!; at++) {
      if (day[at]! <= afterDay || day[at]! > throughDay) continue;
      orders[row]! += 1;
      value[row]! += valueMinor[at]!;
    }
  }
  return { orders, valueMinor: value };
}

/**
 * Number of repeat order days (a customer's order days after the first) on each calendar day from the log's first day through
 * `throughDay`; `counts[0]` belongs to `firstDay`. Empty where the log begins later.
 */
export function repeatOrdersByDay(
  log: TransactionLog,
  throughDay: Day,
): { firstDay: Day; counts: Float64Array } {
  const { customers, start, day } = log;
  const firstDay = dayRange(log)?.firstDay ?? throughDay + 1;
  const counts = new Float64Array(Math.max(0, throughDay - firstDay + 1));
  for (let customer = 0; customer < customers; customer++) {
    for (let at = start[customer]! + 1; at < start[customer + 1]! && day[at]! <= throughDay; at++) {
      counts[day[at]! - firstDay]! += 1;
    }
  }
  return { firstDay, counts };
}
