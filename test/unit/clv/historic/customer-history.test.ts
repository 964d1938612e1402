import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { customerHistory, median, valueWithin } from "../../../../app/clv/historic/customer-history.ts";
import type { ValueEvent } from "../../../../app/clv/historic/value-events.ts";
import { WINDOWS } from "../../../../app/clv/historic/windows.ts";

function bought(day: number, netSalesMinor: number): ValueEvent {
  return { day, netSalesMinor, isOrder: true };
}

const anyEvents = fc.array(
  fc.record({ day: fc.nat(1500), netSalesMinor: fc.nat(50_000), isOrder: fc.constant(true) }),
  { minLength: 1, maxLength: 30 },
);

describe("history of a customer", () => {
  const events = [bought(100, 4000), bought(113, 1000), bought(114, 500), bought(190, 2500)];

  test("sums, averages, gaps and the multiple of the first order", () => {
    expect(customerHistory(events, 400)).toMatchObject({
      firstDay: 100,
      lastDay: 190,
      orders: 4,
      netSalesMinor: 8000,
      firstOrderMinor: 4000,
      averageOrderValue: { formula: "average_order_value", value: 2000 },
      firstOrderMultiple: { value: 2 },
      medianGapDays: 13,
      firstToSecondDays: 13,
      secondToThirdDays: 1,
    });
  });

  test("a window of 14 days is the days 0 to 13", () => {
    expect(valueWithin(events, 100, 14).value).toBe(5000);
    expect(valueWithin(events, 100, 15).value).toBe(5500);
  });

  test("a window counts as mature on the last of its days and not before", () => {
    const at = (asOfDay: number) =>
      customerHistory(events, asOfDay)?.windows.find((window) => window.days === 14);
    expect(at(112)?.isMature).toBe(false);
    expect(at(113)?.isMature).toBe(true);
  });

  test("half years follow each other from the first order, and two of them are 365 days", () => {
    const halves = customerHistory([bought(0, 100), bought(182, 20), bought(183, 3)], 400)?.halfYears ?? [];
    expect(
      halves.map(({ fromDay, toDay, netSalesMinor, isMature }) => [fromDay, toDay, netSalesMinor, isMature]),
    ).toEqual([
      [0, 182, 120, true],
      [183, 364, 3, true],
      [365, 547, 0, false],
    ]);
  });

  test("several orders on one day are one occasion for the gaps and several orders for the rest", () => {
    const history = customerHistory([bought(10, 100), bought(10, 100), bought(20, 100)], 30);
    expect(history).toMatchObject({
      orders: 3,
      medianGapDays: 10,
      firstToSecondDays: 10,
      secondToThirdDays: null,
    });
  });

  test("money given back later lowers the value without being an order", () => {
    const history = customerHistory([...events, { day: 195, netSalesMinor: -2500, isOrder: false }], 400);
    expect(history).toMatchObject({ orders: 4, netSalesMinor: 5500, lastDay: 190 });
  });

  test("nobody has a history before the first order", () => {
    expect(customerHistory([], 100)).toBeNull();
    expect(customerHistory([bought(101, 5)], 100)).toBeNull();
  });

  test("values within windows rise with the window and never pass the total, as long as nothing is given back", () => {
    fc.assert(
      fc.property(anyEvents, (some) => {
        const history = customerHistory(some, 2000);
        const values = history?.windows.map((window) => window.value ?? Number.NaN) ?? [];
        expect(values).toHaveLength(WINDOWS.length);
        expect([...values].sort((left, right) => left - right)).toEqual(values);
        expect(values.at(-1)).toBeLessThanOrEqual(history?.netSalesMinor ?? 0);
      }),
    );
  });

  test("half years add up to the whole value", () => {
    fc.assert(
      fc.property(anyEvents, (some) => {
        const history = customerHistory(some, 1500);
        expect(history?.halfYears.reduce((sum, half) => sum + half.netSalesMinor, 0)).toBe(
          history?.netSalesMinor,
        );
      }),
    );
  });

  test("the order in which events arrive does not matter", () => {
    const distinctDays = fc.uniqueArray(
      fc.record({ day: fc.nat(1500), netSalesMinor: fc.nat(50_000), isOrder: fc.constant(true) }),
      { selector: (event) => event.day, minLength: 1, maxLength: 20 },
    );
    fc.assert(
      fc.property(distinctDays, (some) => {
        expect(customerHistory([...some].reverse(), 1500)).toEqual(customerHistory(some, 1500));
      }),
    );
  });
});

test("the median of an even count is the mean of the middle two", () => {
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([10, 9, 100])).toBe(10);
});
