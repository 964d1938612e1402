import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { customerSummary } from "../../../../app/clv/data/customer-summary.ts";
import {
  customerSummariesAt,
  dayRange,
  outcomesBetween,
  repeatOrdersByDay,
  type TransactionLog,
  type TransactionRow,
  transactionLog,
} from "../../../../app/clv/data/transaction-log.ts";
import { day, hasReference, readLog } from "../reference.ts";

const CUSTOMERS = 8;

/** Few customers, days and amounts, so that days with several orders and customers without any are common. */
const rows = fc.array(
  fc.record({
    customer: fc.integer({ min: 0, max: CUSTOMERS - 1 }),
    day: fc.oneof(fc.integer({ min: -5, max: 40 }), fc.integer({ min: -700_000, max: 2_900_000 })),
    valueMinor: fc.integer({ min: -500, max: 100_000 }),
  }),
  { maxLength: 60 },
);
const endDays = fc.oneof(fc.integer({ min: -8, max: 45 }), fc.integer({ min: -800_000, max: 3_000_000 }));

const ordersOf = (all: readonly TransactionRow[], customer: number) =>
  all
    .filter((row) => row.customer === customer)
    .map((row) => ({ day: row.day, netSalesMinor: row.valueMinor }));

test("a log's columns are each customer's own purchase history, whatever day they are taken on", () => {
  fc.assert(
    fc.property(rows, endDays, (all, endDay) => {
      const { columns, customerOf, firstDay } = customerSummariesAt(transactionLog(all, CUSTOMERS), endDay);
      const wanted = Array.from({ length: CUSTOMERS }, (_, customer) => customer).flatMap((customer) => {
        const history = customerSummary(ordersOf(all, customer), endDay);
        return history ? [{ customer, ...history }] : [];
      });
      const got = Array.from(customerOf, (customer, row) => ({
        customer,
        x: columns.x[row],
        tx: columns.tx[row],
        T: columns.T[row],
        meanValueMinor: columns.meanValueMinor[row],
      }));
      expect(got).toEqual(wanted);
      for (const [row, customer] of customerOf.entries()) {
        expect(firstDay[row]).toBe(Math.min(...ordersOf(all, customer).map((order) => order.day)));
      }
    }),
    { numRuns: 500 },
  );
});

test("the sum of the logarithms of the gaps is that of the weeks between successive order days", () => {
  const log = transactionLog(
    [19, 5, 12, 5, 33].map((at) => ({ customer: 0, day: at, valueMinor: 100 })),
    2,
  );
  const { columns } = customerSummariesAt(log, 40);
  expect(columns.sumLnGaps).toEqual(Float64Array.of(Math.log(2)));
  expect(customerSummariesAt(log, 19).columns.sumLnGaps).toEqual(Float64Array.of(0));
});

test("the order of the rows does not matter", () => {
  fc.assert(
    fc.property(
      rows.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
      ([all, shuffled]) => {
        expect(transactionLog(shuffled, CUSTOMERS)).toEqual(transactionLog(all, CUSTOMERS));
      },
    ),
  );
});

test("rows are one a customer and day, ascending, and no money is lost", () => {
  fc.assert(
    fc.property(rows, (all) => {
      const log = transactionLog(all, CUSTOMERS);
      const listed = rowsOf(log);
      const keys = listed.map((row) => row.customer * 1e7 + row.day);
      expect(keys).toEqual([...new Set(keys)].sort((left, right) => left - right));
      expect(new Set(keys)).toEqual(new Set(all.map((row) => row.customer * 1e7 + row.day)));
      for (const row of listed) {
        const sameDay = all.filter((other) => other.customer === row.customer && other.day === row.day);
        expect(row.valueMinor).toBe(sameDay.reduce((sum, other) => sum + other.valueMinor, 0));
      }
    }),
  );
});

test("outcomes count the days after one day through another, and split ranges add up", () => {
  fc.assert(
    fc.property(rows, endDays, fc.nat(50), fc.nat(50), (all, afterDay, first, second) => {
      const log = transactionLog(all, CUSTOMERS);
      const { customerOf } = customerSummariesAt(log, afterDay);
      const whole = outcomesBetween(log, customerOf, afterDay, afterDay + first + second);
      const parts = [
        outcomesBetween(log, customerOf, afterDay, afterDay + first),
        outcomesBetween(log, customerOf, afterDay + first, afterDay + first + second),
      ];
      for (const [row, customer] of customerOf.entries()) {
        const seen = ordersOf(all, customer).filter(
          (order) => order.day > afterDay && order.day <= afterDay + first + second,
        );
        expect(whole.orders[row]).toBe(new Set(seen.map((order) => order.day)).size);
        expect(whole.valueMinor[row]).toBe(seen.reduce((sum, order) => sum + order.netSalesMinor, 0));
        expect(parts.reduce((sum, part) => sum + part.orders[row]!, 0)).toBe(whole.orders[row]);
      }
    }),
  );
});

test("repeat orders by day are the repeat transactions of the columns, laid out on the calendar", () => {
  const log = transactionLog(
    [
      [0, 10],
      [0, 12],
      [0, 15],
      [1, 12],
      [1, 15],
      [1, 15],
      [2, 15],
    ].map(([customer, at]) => ({ customer: customer!, day: at!, valueMinor: 1 })),
    3,
  );
  expect(repeatOrdersByDay(log, 14)).toEqual({ firstDay: 10, counts: Float64Array.of(0, 0, 1, 0, 0) });
  expect(repeatOrdersByDay(log, 15).counts).toEqual(Float64Array.of(0, 0, 1, 0, 0, 2));
  expect(repeatOrdersByDay(log, 9).counts).toHaveLength(0);
  expect(dayRange(log)).toEqual({ firstDay: 10, lastDay: 15 });
});

test("a customer with thousands of orders is sorted as the others are", () => {
  const all = Array.from({ length: 5_000 }, (_, i) => ({
    customer: i % 3 === 0 ? 1 : 0,
    day: (i * 7_919) % 3_000,
    valueMinor: i,
  }));
  const log = transactionLog(all, 2);
  expect(rowsOf(log)).toEqual(
    [0, 1].flatMap((customer) => {
      const byDay = new Map<number, number>();
      for (const { day: at, netSalesMinor } of ordersOf(all, customer)) {
        byDay.set(at, (byDay.get(at) ?? 0) + netSalesMinor);
      }
      return [...byDay]
        .sort(([left], [right]) => left - right)
        .map(([at, valueMinor]) => ({ customer, day: at, valueMinor }));
    }),
  );
});

test("no rows and no customers are an empty log", () => {
  const log = transactionLog([], 0);
  expect(customerSummariesAt(log, 100).columns.x).toHaveLength(0);
  expect(repeatOrdersByDay(log, 100)).toEqual({ firstDay: 101, counts: new Float64Array(0) });
  expect(dayRange(log)).toBeNull();
});

test("a row that cannot be one is refused with what it should be", () => {
  const row = { customer: 0, day: 10, valueMinor: 100 };
  expect(() => transactionLog([{ ...row, customer: 3 }], 3)).toThrow(
    "customer 3 should be a number from 0 to 2",
  );
  expect(() => transactionLog([{ ...row, customer: -1 }], 3)).toThrow(RangeError);
  expect(() => transactionLog([{ ...row, day: 10.5 }], 3)).toThrow("should be whole numbers");
  expect(() => transactionLog([{ ...row, valueMinor: Number.NaN }], 3)).toThrow("should be a finite number");
});

test.skipIf(!hasReference)("the reference logs split into the sums that others counted in them", () => {
  const splits = readSplits();
  for (const [name, file] of [
    ["cdnow_sample", "cdnow/transactions-sample.csv"],
    ["cdnow_master", "cdnow/transactions.csv"],
    ["grocery", "grocery/transactions.csv"],
  ] as const) {
    const split = splits[name]!;
    const log = logOf(file);
    const { columns, customerOf } = customerSummariesAt(log, day(split.cal_end));
    const later = outcomesBetween(log, customerOf, day(split.cal_end), day(split.hold_end));
    expect({
      n: customerOf.length,
      n_repeat: columns.x.filter((x) => x > 0).length,
      n_days_rows: log.day.length,
      sum_x: sum(columns.x),
      max_x: columns.x.reduce((most, x) => Math.max(most, x)),
      sum_x_star: sum(later.orders),
      spend_star_minor: sum(later.valueMinor),
      holdout_weeks: (day(split.hold_end) - day(split.cal_end)) / 7,
    }).toEqual({
      n: split.n,
      n_repeat: split.n_repeat,
      n_days_rows: split.n_days_rows,
      sum_x: split.sum_x,
      max_x: split.max_x,
      sum_x_star: split.sum_x_star,
      spend_star_minor: Math.round(split.spend_star * 100),
      holdout_weeks: split.holdout_weeks,
    });
  }
});

function readSplits() {
  const file = resolve(import.meta.dirname, "../../../../shared/reference/splits.json");
  const split = z.object({
    cal_end: z.string(),
    hold_end: z.string(),
    holdout_weeks: z.number(),
    n: z.number(),
    n_repeat: z.number(),
    n_days_rows: z.number(),
    sum_x: z.number(),
    max_x: z.number(),
    sum_x_star: z.number(),
    spend_star: z.number(),
  });
  return z.record(z.string(), split).parse(JSON.parse(readFileSync(file, "utf8")));
}

function logOf(file: string): TransactionLog {
  const all = [...readLog(file).values()];
  return transactionLog(
    all.flatMap((orders, customer) =>
      orders.map((order) => ({ customer, day: order.day, valueMinor: order.netSalesMinor })),
    ),
    all.length,
  );
}

function rowsOf({ customers, start, day: days, valueMinor }: TransactionLog): TransactionRow[] {
  return Array.from({ length: customers }, (_, customer) =>
    Array.from(days.subarray(start[customer], start[customer + 1]), (at, index) => ({
      customer,
      day: at,
      valueMinor: valueMinor[start[customer]! + index]!,
    })),
  ).flat();
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
