import type { CustomerSummary } from "../../../app/clv/data/customer-summary.ts";
import type { GammaGammaParams } from "../../../app/clv/spend/gamma-gamma.ts";
import { seededUniform } from "./reference.ts";

/** BG/NBD: rates are gamma(r, alpha), the chance to leave after a repeat purchase is beta(a, b). */
type Timing = { r: number; alpha: number; a: number; b: number };

export type SimulatedCustomer = { history: CustomerSummary; laterOrders: number; laterValueMinor: number };

/**
 * Customers who behave exactly as BG/NBD and Gamma-Gamma say, seen for T weeks (uniform between 4 and 52) and then for `laterWeeks` more.
 * Continuous time: what the models assume, without the rounding to days of a real shop.
 */
export function simulateShop(
  size: number,
  timing: Timing,
  spend: GammaGammaParams,
  laterWeeks: number,
  seed: number,
): SimulatedCustomer[] {
  const uniform = seededUniform(seed);
  const exponential = (rate: number): number => -Math.log(uniform()) / rate;
  return Array.from({ length: size }, () => {
    const T = 4 + 48 * uniform();
    const rate = gamma(timing.r, uniform) / timing.alpha;
    const leaving = gamma(timing.a, uniform);
    const p = leaving / (leaving + gamma(timing.b, uniform));
    const scale = gamma(spend.q, uniform) / spend.v;
    let x = 0;
    let tx = 0;
    let valueMinor = 0;
    let laterOrders = 0;
    let laterValueMinor = 0;
    for (let at = exponential(rate); at <= T + laterWeeks; at += exponential(rate)) {
      const orderMinor = gamma(spend.p, uniform) / scale;
      if (at <= T) {
        x += 1;
        tx = at;
        valueMinor += orderMinor;
      } else {
        laterOrders += 1;
        laterValueMinor += orderMinor;
      }
      if (uniform() < p) break;
    }
    const history = { x, tx, T, meanValueMinor: x === 0 ? 0 : valueMinor / x };
    return { history, laterOrders, laterValueMinor };
  });
}

/** Gamma variable of unit rate (Marsaglia and Tsang 2000; for a shape below 1 that of shape + 1 times a power of a uniform). */
export function gamma(shape: number, uniform: () => number): number {
  if (shape < 1) return gamma(shape + 1, uniform) * uniform() ** (1 / shape);
  const d = shape - 1 / 3;
  for (;;) {
    const z = Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
    const v = (1 + z / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log(uniform()) < 0.5 * z * z + d - d * v + d * Math.log(v)) return d * v;
  }
}
