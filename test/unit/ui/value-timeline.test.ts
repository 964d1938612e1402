import { expect, test } from "vitest";
import { dayNumber, dayText, monthMarks, valueTimeline } from "../../../app/ui/customer/value-timeline.ts";
import { fullCustomer, oneOrderCustomer } from "../../gallery/views/customer.ts";

test("value so far begins at zero with the first order and ends today at the customer's net sales", () => {
  const { soFar, today } = valueTimeline(fullCustomer);
  expect(soFar[0]).toEqual({ x: dayNumber("2024-08-11"), y: 0 });
  expect(soFar.at(-1)).toEqual({ x: today, y: fullCustomer.historic.netSalesMinor });
});

test("the interval opens from today's value and closes a year later at the bounds of the prediction", () => {
  const { interval, expected, today } = valueTimeline(fullCustomer);
  const now = fullCustomer.historic.netSalesMinor;
  expect(interval).toEqual([
    { x: today, low: now, high: now },
    { x: today + 365, low: now + 6_200, high: now + 44_900 },
  ]);
  expect(expected.at(-1)).toEqual({ x: today + 365, y: now + 23_410 });
});

test("nothing is drawn after today while predictions are learning", () => {
  const { to, today, expected, interval } = valueTimeline(oneOrderCustomer);
  expect(to).toBe(today);
  expect(expected).toEqual([]);
  expect(interval).toEqual([]);
});

test("months are marked on their first day, in equal steps, and never more than asked for", () => {
  const from = dayNumber("2019-11-20");
  for (const years of [0.2, 1, 3, 8, 25]) {
    const to = from + Math.round(years * 365);
    const marks = monthMarks(from, to, 7);
    expect(marks.length).toBeLessThanOrEqual(7);
    expect(marks.length).toBeGreaterThan(0);
    for (const { x, month } of marks) {
      expect(x).toBeGreaterThanOrEqual(from);
      expect(x).toBeLessThanOrEqual(to);
      expect(dayText(x)).toBe(`${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}-01`);
    }
    const steps = marks.slice(1).map(({ month }, i) => month - marks[i]!.month);
    expect(new Set(steps).size).toBeLessThanOrEqual(1);
  }
});
