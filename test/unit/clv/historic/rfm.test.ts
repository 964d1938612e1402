import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  RFM_RULES,
  type RfmCustomer,
  rfmGroup,
  rfmScore,
  rfmThresholds,
  type Score,
} from "../../../../app/clv/historic/rfm.ts";

const SCORES: Score[] = [1, 2, 3, 4, 5];

function thresholdsOf(customers: readonly RfmCustomer[]) {
  const thresholds = rfmThresholds({
    lastOrderDay: customers.map((customer) => customer.lastOrderDay),
    orders: customers.map((customer) => customer.orders),
    netSalesMinor: customers.map((customer) => customer.netSalesMinor),
  });
  if (!thresholds) throw new Error("No customers");
  return thresholds;
}

const anyShop = fc.array(
  fc.record({
    lastOrderDay: fc.integer({ min: 19_000, max: 20_000 }),
    orders: fc.integer({ min: 1, max: 12 }),
    netSalesMinor: fc.integer({ min: -500, max: 500_000 }),
  }),
  { minLength: 1, maxLength: 60 },
);

describe("RFM groups", () => {
  test("each of the 125 score triples belongs to exactly one group", () => {
    for (const recency of SCORES) {
      for (const frequency of SCORES) {
        for (const monetary of SCORES) {
          const strength = frequency + monetary;
          const matching = RFM_RULES.filter(
            (rule) =>
              recency >= rule.recency[0] &&
              recency <= rule.recency[1] &&
              strength >= rule.strength[0] &&
              strength <= rule.strength[1],
          );
          expect(matching.map((rule) => rule.group)).toEqual([rfmGroup({ recency, frequency, monetary })]);
        }
      }
    }
  });

  test("all ten groups of buyers occur, and customers without orders are prospects", () => {
    expect(new Set(RFM_RULES.map((rule) => rule.group)).size).toBe(10);
    expect(rfmGroup(null)).toBe("PROSPECTS");
  });

  test("the best are champions, the newest new, the long gone dormant or previously loyal", () => {
    expect(rfmGroup({ recency: 5, frequency: 5, monetary: 5 })).toBe("CHAMPIONS");
    expect(rfmGroup({ recency: 5, frequency: 1, monetary: 1 })).toBe("NEW");
    expect(rfmGroup({ recency: 1, frequency: 1, monetary: 1 })).toBe("DORMANT");
    expect(rfmGroup({ recency: 1, frequency: 5, monetary: 5 })).toBe("PREVIOUSLY_LOYAL");
  });
});

describe("RFM scores", () => {
  test("five customers who differ in everything take the scores 1 to 5", () => {
    const shop = [1, 2, 3, 4, 5].map((k) => ({ lastOrderDay: 100 + k, orders: k, netSalesMinor: 1000 * k }));
    const thresholds = thresholdsOf(shop);
    expect(shop.map((customer) => rfmScore(customer, thresholds))).toEqual(
      SCORES.map((score) => ({ recency: score, frequency: score, monetary: score })),
    );
  });

  test("in a shop full of one-time buyers one order is a 1, and a second one stands out", () => {
    const shop = Array.from({ length: 10 }, (_, k) => ({
      lastOrderDay: 100 + k,
      orders: k === 9 ? 2 : 1,
      netSalesMinor: 100,
    }));
    const thresholds = thresholdsOf(shop);
    expect(rfmScore(shop[0]!, thresholds).frequency).toBe(1);
    expect(rfmScore(shop[9]!, thresholds).frequency).toBe(5);
  });

  test("when everyone bought on the same day, everyone is recent", () => {
    const shop = Array.from({ length: 4 }, () => ({ lastOrderDay: 100, orders: 1, netSalesMinor: 100 }));
    expect(rfmScore(shop[0]!, thresholdsOf(shop)).recency).toBe(5);
  });

  test("a shop without customers has no thresholds", () => {
    expect(rfmThresholds({ lastOrderDay: [], orders: [], netSalesMinor: [] })).toBeNull();
  });

  test("equal customers share every score, and a better one never scores lower", () => {
    fc.assert(
      fc.property(anyShop, (shop) => {
        const thresholds = thresholdsOf(shop);
        const scored = shop.map((customer) => ({ customer, score: rfmScore(customer, thresholds) }));
        for (const left of scored) {
          for (const right of scored) {
            if (left.customer.lastOrderDay >= right.customer.lastOrderDay) {
              expect(left.score.recency).toBeGreaterThanOrEqual(right.score.recency);
            }
            if (left.customer.orders >= right.customer.orders) {
              expect(left.score.frequency).toBeGreaterThanOrEqual(right.score.frequency);
            }
            if (left.customer.netSalesMinor >= right.customer.netSalesMinor) {
              expect(left.score.monetary).toBeGreaterThanOrEqual(right.score.monetary);
            }
          }
        }
      }),
    );
  });

  test("the scores do not depend on the order of the customers or on the unit of money", () => {
    fc.assert(
      fc.property(anyShop, (shop) => {
        const thresholds = thresholdsOf(shop);
        expect(thresholdsOf([...shop].reverse())).toEqual(thresholds);
        const cents = shop.map((customer) => ({ ...customer, netSalesMinor: customer.netSalesMinor * 100 }));
        const inCents = thresholdsOf(cents);
        expect(cents.map((customer) => rfmScore(customer, inCents))).toEqual(
          shop.map((customer) => rfmScore(customer, thresholds)),
        );
      }),
    );
  });
});
