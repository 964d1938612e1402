import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { customerHistory } from "../../../../app/clv/historic/customer-history.ts";
import { type OrderColumns, summariseShop } from "../../../../app/clv/historic/shop-summary.ts";
import { day, hasReference, readLog, readSummary } from "../reference.ts";

function columnsOf(
  rows: readonly (readonly [customer: number, day: number, netSalesMinor: number])[],
): OrderColumns {
  return {
    customer: rows.map((row) => row[0]),
    day: rows.map((row) => row[1]),
    netSalesMinor: rows.map((row) => row[2]),
  };
}

/** Rounds as the reference prints: averages of money to four decimals, everything else to six. Whole numbers stay. */
function asPrinted(figure: unknown, name = ""): unknown {
  if (typeof figure === "number") return Number(figure.toFixed(name.endsWith("Minor") ? 4 : 6));
  if (Array.isArray(figure)) return figure.map((part) => asPrinted(part, name));
  if (typeof figure !== "object" || figure === null) return figure;
  return Object.fromEntries(Object.entries(figure).map(([key, part]) => [key, asPrinted(part, key)]));
}

describe.skipIf(!hasReference)("real transaction logs", () => {
  test.each([
    ["cdnow/transactions-sample.csv", "cdnow/summary-sample.json"],
    ["cdnow/transactions.csv", "cdnow/summary.json"],
  ])(
    "every figure of %s equals the reference, whole numbers exactly and the rest to its printed digits",
    (log, summary) => {
      const rows = [...readLog(log).values()].flatMap((orders, customer) =>
        orders.map((order) => [customer, order.day, order.netSalesMinor] as const),
      );
      const wanted = readSummary(summary);
      const got = summariseShop(columnsOf(rows), { countZeroValueOrders: true, asOfDay: day("1998-06-30") });
      expect(asPrinted(got)).toEqual(wanted);

      const without = summariseShop(columnsOf(rows), {
        countZeroValueOrders: false,
        asOfDay: day("1998-06-30"),
      });
      expect(without).toMatchObject(wanted.withoutZeroValueOrders);
    },
  );
});

describe("summary of a shop", () => {
  const rows = [
    [7, day("2025-01-10"), 5000],
    [7, day("2025-01-20"), 3000],
    [7, day("2025-03-01"), 2000],
    [9, day("2025-02-05"), 1000],
    [9, day("2025-02-05"), 0],
  ] as const;

  test("says what the shop's customers were worth", () => {
    expect(
      summariseShop(columnsOf(rows), { countZeroValueOrders: false, asOfDay: day("2025-03-31") }),
    ).toMatchObject({
      customers: 2,
      orders: 4,
      netSalesMinor: 11_000,
      firstDay: "2025-01-10",
      lastDay: "2025-03-01",
      averageClvMinor: 5500,
      medianClvMinor: 5500,
      averageOrderValueMinor: 2750,
      repeatPurchaseRate: 0.5,
      ordersPerCustomer: 2,
      firstOrderValueMinor: 3000,
      topDecileShareOfNetSales: 10_000 / 11_000,
      medianDaysBetweenOrders: 25,
      zeroValueOrders: 1,
      cohorts: {
        "2025-01": { customers: 1, netSalesMinorByMonth: [8000, 0, 2000] },
        "2025-02": { customers: 1, netSalesMinorByMonth: [1000, 0] },
      },
    });
  });

  test("a window's average leaves out customers who were not observed that long", () => {
    const { windows } = summariseShop(columnsOf(rows), {
      countZeroValueOrders: false,
      asOfDay: day("2025-03-31"),
    });
    expect(windows["14"]).toEqual({ customers: 2, averageClvMinor: 4500 });
    expect(windows["60"]).toEqual({ customers: 1, averageClvMinor: 10_000 });
    expect(windows["365"]).toEqual({ customers: 0, averageClvMinor: 0 });
  });

  test("an empty shop has no days and zeros", () => {
    expect(summariseShop(columnsOf([]), { countZeroValueOrders: true, asOfDay: 0 })).toMatchObject({
      customers: 0,
      firstDay: null,
      averageClvMinor: 0,
      medianDaysBetweenOrders: 0,
      cohorts: {},
    });
  });

  const anyRows = fc.array(fc.tuple(fc.nat(8), fc.integer({ min: 20_000, max: 20_900 }), fc.nat(10_000)), {
    maxLength: 60,
  });
  const asOfDay = 20_900;

  test("is the sum of the histories of its customers", () => {
    fc.assert(
      fc.property(anyRows, (some) => {
        const summary = summariseShop(columnsOf(some), { countZeroValueOrders: true, asOfDay });
        const histories = [...new Set(some.map((row) => row[0]))].flatMap((customer) => {
          const events = some
            .filter((row) => row[0] === customer)
            .map((row) => ({ day: row[1], netSalesMinor: row[2], isOrder: true }));
          return customerHistory(events, asOfDay) ?? [];
        });
        expect(summary.customers).toBe(histories.length);
        expect(summary.netSalesMinor).toBe(histories.reduce((sum, one) => sum + one.netSalesMinor, 0));
        expect(
          Object.values(summary.cohorts)
            .flatMap((cohort) => cohort.netSalesMinorByMonth)
            .reduce((sum, amount) => sum + amount, 0),
        ).toBe(summary.netSalesMinor);
        histories[0]?.windows.forEach((_, k) => {
          const mature = histories.map((one) => one.windows[k]!).filter((window) => window.isMature);
          const total = mature.reduce((sum, window) => sum + (window.value ?? 0), 0);
          expect(Object.values(summary.windows)[k]).toEqual({
            customers: mature.length,
            averageClvMinor: mature.length === 0 ? 0 : total / mature.length,
          });
        });
      }),
    );
  });

  test("does not depend on the numbers that tell customers apart", () => {
    fc.assert(
      fc.property(anyRows, (some) => {
        const renamed = some.map(([customer, on, amount]) => [1000 - 7 * customer, on, amount] as const);
        const options = { countZeroValueOrders: true, asOfDay };
        expect(summariseShop(columnsOf(renamed), options)).toEqual(summariseShop(columnsOf(some), options));
      }),
    );
  });
});
