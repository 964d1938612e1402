import type { Funnel } from "./funnel.ts";
import type { Scenario, WhatIfQuestion } from "./what-if.ts";

/** A currency's unit in minor units: 100 for the euro, 1 for the yen. The examples are amounts of no currency in particular. */
type MinorPerUnit = number;

/** 500 spent, 10,000 reached, 3 % sign up, 2 % of those buy for 80 net; 3 of them buy for 397 later, 1 for 1,497. */
export function webinarExample(unit: MinorPerUnit): Funnel {
  const later = (buyers: number, price: number) => ({
    buyers: { by: "count", count: buyers } as const,
    amount: { minor: price * unit, basis: "revenue" } as const,
    afterMonths: null,
    range: null,
    origin: "typed" as const,
  });
  return {
    spendMinor: 500 * unit,
    ownTime: { hours: 0, rateMinor: 0 },
    reached: 10_000,
    leads: { by: "rate", ppm: 30_000 },
    customers: { by: "rate", ppm: 20_000 },
    first: { minor: 80 * unit, basis: "margin" },
    later: [later(3, 397), later(1, 1_497)],
    marginPpm: 800_000,
    targetRatio: 3,
    cashBackMonths: 3,
  };
}

export const USUAL_QUESTION: WhatIfQuestion = {
  targetRatio: 3,
  cashBackMonths: 3,
  horizonYears: 10,
  retentionLeverPpm: 50_000,
  revenueLeverPpm: 50_000,
};

export const EMPTY_SCENARIO: Scenario = {
  model: "one_sale",
  costPerLeadMinor: 0,
  conversionPpm: 1_000_000,
  ownTime: { hours: 0, rateMinor: 0 },
  priceMinor: 0,
  joiningFeeMinor: 0,
  paymentsPerYear: 1,
  lifetime: { by: "years", years: 1 },
  marginPpm: null,
  costToServeMinor: 0,
  upsellPpm: 0,
  upsellMinor: 0,
  netSalesSinceMinor: 0,
  customersSince: 1,
  range: null,
};

export interface Comparison {
  readonly a: Scenario;
  readonly b: Scenario;
}

export const EXAMPLES = [
  "bicycle",
  "two_firms",
  "one_third",
  "christmas_tree",
  "since_a_date",
  "net_clv",
] as const;
export type ExampleName = (typeof EXAMPLES)[number];

/** Two scenarios that are read beside each other. */
export function workedExample(name: ExampleName, unit: MinorPerUnit): Comparison {
  const scenario = (part: Partial<Scenario>): Scenario => ({ ...EMPTY_SCENARIO, ...part });
  const years = (count: number) => ({ by: "years", years: count }) as const;
  switch (name) {
    case "bicycle": {
      const costPerLeadMinor = 9 * unit;
      return {
        a: scenario({ costPerLeadMinor, priceMinor: 50 * unit }),
        b: scenario({ model: "rental", costPerLeadMinor, priceMinor: 30 * unit, lifetime: years(4) }),
      };
    }
    case "two_firms": {
      const costPerLeadMinor = 45 * unit;
      return {
        a: scenario({
          model: "subscription",
          costPerLeadMinor,
          priceMinor: 40 * unit,
          paymentsPerYear: 52,
          lifetime: years(3),
        }),
        b: scenario({ costPerLeadMinor, priceMinor: 1_500 * unit }),
      };
    }
    case "one_third":
      return {
        a: scenario({ priceMinor: 500 * unit }),
        b: scenario({ priceMinor: 500 * unit, marginPpm: 600_000 }),
      };
    case "christmas_tree":
      return {
        a: scenario({ model: "repeat", priceMinor: 40 * unit, lifetime: years(10) }),
        b: scenario({ priceMinor: 40 * unit }),
      };
    case "since_a_date": {
      const first = { priceMinor: 400 * unit };
      return {
        a: scenario({
          ...first,
          model: "since",
          netSalesSinceMinor: 60_000 * unit,
          customersSince: 100,
        }),
        b: scenario(first),
      };
    }
    case "net_clv": {
      const costs = { costPerLeadMinor: 80 * unit, priceMinor: 528 * unit };
      return { a: scenario(costs), b: scenario({ ...costs, costToServeMinor: 100 * unit }) };
    }
  }
}
