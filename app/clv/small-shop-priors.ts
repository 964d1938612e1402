import type { FamilyName, LogNormalPrior } from "./transaction-family.ts";

const ofRates = { mean: [Math.log(0.6), Math.log(0.7)], sd: [1, 1.2] };

/**
 * What is believed of a shop before its customers are looked at, in the fit's coordinates (`LogNormalPrior`): rates that differ a good deal
 * between customers (r about 0.6), a mean gap between orders of about 0.7 of the mean time observed, odds of leaving after an order
 * of about a third; each within a factor of 3 to 4 either way. As much as a few customers say: it keeps the fit to twenty customers
 * in sensible bounds, and moves the log-likelihood of two thousand by less than 0.1.
 */
export function weakPrior(family: FamilyName): LogNormalPrior {
  if (family === "nbd") return ofRates;
  const leaving =
    family === "pareto_nbd"
      ? { mean: [Math.log(1), Math.log(0.5)], sd: [1.2, 1] }
      : { mean: [Math.log(0.35), Math.log(2)], sd: [1, 1] };
  return { mean: [...ofRates.mean, ...leaving.mean], sd: [...ofRates.sd, ...leaving.sd] };
}
