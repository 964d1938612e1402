import { expect, test } from "vitest";
import { dayOfDate } from "../../../../app/clv/calendar.ts";
import { customerSummaryColumns } from "../../../../app/clv/data/customer-summary.ts";
import { modelTime } from "../../../../app/clv/prediction/model-time.ts";
import { scoreColumns } from "../../../../app/clv/prediction/score.ts";
import { fitValueModel } from "../../../../app/clv/prediction/value-model.ts";
import { intensityOf, QUARTER_MONTHS, seasonOf } from "../../../../app/clv/season/factors.ts";

const END = dayOfDate(2024, 6, 30);
const observed = { lnPerYear: 0, fromDay: END - 729, toDay: END };
const flat = seasonOf(new Array(QUARTER_MONTHS).fill(1), observed);
const busyDecember = seasonOf(
  Array.from({ length: QUARTER_MONTHS }, (_, i) => (i >= 44 ? 3 : 1)),
  { ...observed, lnPerYear: 0.2 },
);
const columns = customerSummaryColumns([
  { x: 0, tx: 0, T: 400 / 7, meanValueMinor: 0 },
  { x: 3, tx: 200 / 7, T: 300 / 7, meanValueMinor: 1500 },
  { x: 2, tx: 300 / 7, T: 300 / 7, meanValueMinor: 1500 },
  { x: 0, tx: 0, T: 0, meanValueMinor: 0 },
]);

test("without a season the time is the calendar's, and no day is asked for", () => {
  expect(modelTime(null, columns, undefined, 52)).toEqual({ columns, weeks: 52, clock: null });
});

test("a season that is always 1 leaves every time as it is", () => {
  const time = modelTime(flat, columns, END, 26);
  expect(time.weeks).toBeCloseTo(26, 9);
  columns.T.forEach((T, i) => {
    expect(time.columns.T[i]).toBeCloseTo(T, 9);
    expect(time.columns.tx[i]).toBeCloseTo(columns.tx[i]!, 9);
  });
});

test("with a season, times and horizon are sums of its intensity over their days", () => {
  const passed = (fromDay: number, toDay: number): number => {
    let sum = 0;
    for (let day = fromDay + 1; day <= toDay; day++) sum += intensityOf(busyDecember, day);
    return sum / 7;
  };
  const { columns: warped, weeks } = modelTime(busyDecember, columns, END, 40);
  expect(weeks).toBeCloseTo(passed(END, END + 280), 9);
  expect(warped.T[0]).toBeCloseTo(passed(END - 400, END), 9);
  expect(warped.T[1]).toBeCloseTo(passed(END - 300, END), 9);
  expect(warped.tx[1]).toBeCloseTo(passed(END - 300, END - 100), 9);
  expect(warped.tx[2]).toBe(warped.T[2]);
  expect(warped.T[3]).toBe(0);
  expect(warped.x).toEqual(columns.x);
  expect(warped.meanValueMinor).toEqual(columns.meanValueMinor);
});

test("a season without the day that customers are seen on is a mistake of the caller", () => {
  expect(() => modelTime(busyDecember, columns, undefined, 52)).toThrow(RangeError);
});

test("unsound histories get sound answers under a season too", () => {
  const odd = customerSummaryColumns([
    { x: 5, tx: 1e300, T: 1e300, meanValueMinor: 10 },
    { x: 5, tx: Number.NaN, T: Number.POSITIVE_INFINITY, meanValueMinor: 10 },
    { x: -1, tx: 3, T: 1.23456, meanValueMinor: -5 },
  ]);
  const fit = fitValueModel(
    customerSummaryColumns(
      Array.from({ length: 60 }, (_, i) => ({ x: i % 4, tx: i % 4, T: 20 + i, meanValueMinor: 1000 + i })),
    ),
  );
  if (!fit.ok) throw new Error(fit.reason);
  const model = { ...fit.model, season: busyDecember };
  const scores = scoreColumns(model, odd, { horizonWeeks: 52, yearlyDiscount: 0.1, asOfDay: END });
  for (const column of Object.values(scores)) expect(column.every(Number.isFinite)).toBe(true);
});
