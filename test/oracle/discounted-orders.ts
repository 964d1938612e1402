/**
 * Discounted orders by their definition: a sum over short stretches of time of the orders expected in each (`within`), discounted in
 * the middle of it at a continuous rate. Stretches begin at a hundredth of everything that matters and each is 0.2 % longer than the
 * one before; the relative error is a few 1e-5. `shortest`: the shortest time in which the intensity changes.
 */
export function discountedInSteps(
  within: (fromWeeks: number, toWeeks: number) => number,
  shortest: number,
  weeks: number,
  rate: number,
): number {
  let sum = 0;
  let from = 0;
  let length = Math.min(shortest, 1 / rate, weeks) / 100;
  for (let step = 0; step < 200_000 && from < weeks && rate * from < 60; step++) {
    const to = Math.min(weeks, from + length);
    sum += within(from, to) * Math.exp((-rate * (from + to)) / 2);
    from = to;
    length *= 1.002;
  }
  return sum;
}

/**
 * Orders of somebody alive with a mean rate, whose lifetime survives u weeks with probability (beta / (beta + u))^s: the rate times the
 * survival in the middle of the stretch.
 */
export function ordersOfParetoLifetime(
  rate: number,
  s: number,
  beta: number,
): (fromWeeks: number, toWeeks: number) => number {
  return (from, to) => {
    const middle = (from + to) / 2;
    return rate * (to - from) * Math.exp(-s * Math.log((beta + middle) / beta));
  };
}
