import fc from "fast-check";
import type { CustomerSummary } from "../../../app/clv/data/customer-summary.ts";
import type { TransactionFamily } from "../../../app/clv/transactions/family.ts";

/** Histories in whole days, as a shop has them, of up to two years. */
export const anyHistory: fc.Arbitrary<CustomerSummary> = fc
  .tuple(fc.nat(40), fc.nat(700), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([repeats, days, share]) => {
    const x = Math.min(repeats, days);
    return {
      x,
      tx: x === 0 ? 0 : Math.max(x, Math.floor(days * share)) / 7,
      T: days / 7,
      meanValueMinor: 0,
    };
  });

export const anyShop = fc.array(anyHistory, { minLength: 1, maxLength: 40 });

/** Numbers spread evenly over the orders of magnitude. */
export function magnitude(min: number, max: number): fc.Arbitrary<number> {
  return fc.double({ min: Math.log(min), max: Math.log(max), noNaN: true }).map(Math.exp);
}

/** Parameters that a shop may have, in the family's order. */
export function anyParams(family: TransactionFamily): fc.Arbitrary<number[]> {
  const rates = [magnitude(0.03, 8), magnitude(0.1, 80)];
  if (family.parameterNames.length === 2) return fc.tuple(...rates);
  const leaving =
    family.name === "pareto_nbd"
      ? [magnitude(0.03, 8), magnitude(0.1, 80)]
      : [magnitude(0.03, 20), magnitude(0.05, 40)];
  return fc.tuple(...rates, ...leaving);
}
