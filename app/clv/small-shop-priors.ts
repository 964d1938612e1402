import type { FamilyName, LogNormalPrior } from "./transaction-family.ts";

/** Standard deviations of the logarithms: a factor of 2.2 either way, and of 2.7 for the gap, which the data fix soonest. */
const SPREAD = [0.8, 1, 0.8, 0.8];

/** r, then mean gap between orders over mean time observed, then odds (Pareto/NBD: rate) of leaving, then b (Pareto/NBD: beta over mean time observed). */
const CENTRES: Record<FamilyName, readonly number[]> = {
  nbd: [0.5, 0.7],
  bg_nbd: [0.35, 0.45, 0.35, 2.5],
  mbg_nbd: [0.8, 0.35, 0.75, 1.3],
  pareto_nbd: [0.65, 0.5, 2, 0.4],
  bg_cnbd_k2: [0.35, 0.35, 0.45, 2.5],
  bg_cnbd_k3: [0.35, 0.35, 0.45, 2.5],
  mbg_cnbd_k2: [0.85, 0.25, 0.8, 1.4],
  mbg_cnbd_k3: [0.85, 0.25, 0.8, 1.4],
};

export function weakPrior(family: FamilyName): LogNormalPrior {
  const mean = CENTRES[family].map(Math.log);
  return { mean, sd: SPREAD.slice(0, mean.length) };
}
