import fc from "fast-check";
import type { PlainCharge, PlainCosts } from "../oracle/order-costs.ts";

const charge: fc.Arbitrary<PlainCharge> = fc.record({
  fixed: fc.constantFrom(0, 25, 495),
  bp: fc.constantFrom(0, 1, 175, 290, 10_000),
});

const byCountry = fc
  .record({ all: charge, NL: fc.option(charge), DE: fc.option(charge) })
  .map(({ all, NL, DE }) => ({
    all,
    of: new Map([...(NL ? [["NL", NL] as const] : []), ...(DE ? [["DE", DE] as const] : [])]),
  }));

/** Costs as a shop can state them, some of them for countries of their own. */
export const anyCosts: fc.Arbitrary<PlainCosts> = fc.record({
  defaultMarginBp: fc.constantFrom(null, 0, 3_333, 4_250, 10_000),
  charges: fc.record({ shipping: byCountry, payment: byCountry, fulfilment: byCountry }),
});

/** As the app has them. */
export const rulesOf = ({ charges }: PlainCosts) => {
  const rule = ({ fixed, bp }: PlainCharge) => ({ fixedMinor: fixed, shareBp: bp });
  const of = ({ all, of: countries }: PlainCosts["charges"]["shipping"]) => ({
    everywhere: rule(all),
    countries: Object.fromEntries([...countries].map(([code, one]) => [code, rule(one)])),
  });
  return {
    shipping: of(charges.shipping),
    payment: of(charges.payment),
    fulfilment: of(charges.fulfilment),
  };
};
