/** Nearest whole minor unit, halves away from zero, so that a refund rounds as the sale did. */
export function roundHalfUp(amount: number): number {
  const rounded = Math.sign(amount) * Math.round(Math.abs(amount));
  return rounded === 0 ? 0 : rounded;
}

/**
 * A whole amount in whole parts that are in proportion to `weights` (0 or more) and add up to it exactly: the parts that lost most
 * by rounding down get the units that are left, the first of equals first. Without any weight the first of `eligible` gets all.
 */
export function spread(amount: number, weights: readonly number[], eligible: readonly boolean[]): number[] {
  const parts = weights.map(() => 0);
  if (amount === 0) return parts;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total === 0) {
    const first = eligible.indexOf(true);
    if (first >= 0) parts[first] = amount;
    return parts;
  }
  const sign = Math.sign(amount);
  let left = Math.abs(amount);
  const lost = weights.map((weight, at) => {
    const exact = (Math.abs(amount) * weight) / total;
    const whole = Math.floor(exact);
    parts[at] = sign * whole || 0;
    left -= whole;
    return { at, fraction: exact - whole };
  });
  lost.sort((a, b) => b.fraction - a.fraction || a.at - b.at);
  for (const { at } of lost) {
    if (left === 0) break;
    if (weights[at] === 0) continue;
    parts[at]! += sign;
    left -= 1;
  }
  return parts;
}
