/**
 * The integral in the likelihood of Pareto/NBD, without hypergeometric functions. With n = r + x, kappa = (beta + t) / (alpha + t) - 1:
 *
 *   f = s (1 + kappa)^s * integral from 0 to infinity of (1 + v)^-n (1 + kappa + v)^-(s + 1) dv, between 0 and 1.
 *
 * f is the probability of dropout before the next order, given alive at t. It equals s F(t) (alpha + t)^n (beta + t)^s, where
 * F(t) = integral from t to infinity of (alpha + u)^-n (beta + u)^-(s + 1) du. The likelihood needs s times the integral from tx to T,
 * s F(tx) - s F(T); since f(T) <= 1, nothing cancels in 1 - f(T) + ....
 */
const STEP = 0.24;

/**
 * Double exponential rule for integrands that fall like exp(-w): w = exp(y - exp(-y)) (Takahasi and Mori 1974). The last nodes are
 * for integrands that finally fall 1e10 times more slowly than at the start.
 */
const NODES = (() => {
  const place: number[] = [];
  const weight: number[] = [];
  let y = -3.6;
  for (let i = 0; i < 132; i++, y += STEP) {
    const phi = Math.exp(y - Math.exp(-y));
    place.push(phi);
    weight.push(STEP * phi * (1 + Math.exp(-y)));
  }
  return { place: Float64Array.from(place), weight: Float64Array.from(weight) };
})();

/** f and its derivatives by n, s and kappa. */
export type DropoutIntegral = { f: number; byN: number; byS: number; byKappa: number };

/**
 * Fills `integral` for n, s > 0 and `ratio` = 1 + kappa > 0; the derivatives only if `derivatives`. Relative error below 1e-12
 * (against 50 digits, test/unit/clv/transactions/pareto-nbd-dropout-integral.test.ts).
 *
 * Let L be the larger and l the smaller of 1 and the ratio, and B the exponent of the smaller base. With larger base = L e^w the
 * integrand is e^-((n + s) w) (1 + (L - l) / l (1 - e^-w))^-B: it falls, and it is not larger off the real axis than on it. With w
 * scaled by the slope at 0 the rule therefore converges equally fast for all parameters.
 */
export function dropoutIntegral(
  n: number,
  s: number,
  ratio: number,
  derivatives: boolean,
  integral: DropoutIntegral,
): void {
  const rateIsLarge = ratio <= 1;
  const large = rateIsLarge ? 1 : ratio;
  const small = rateIsLarge ? ratio : 1;
  const exponent = rateIsLarge ? s + 1 : n;
  const decay = n + s;
  const bend = (large - small) / small;
  const slope = Math.max(1, decay + exponent * bend);
  const { place, weight } = NODES;
  let sum = 0;
  let sumW = 0;
  let sumLn = 0;
  let sumPer = 0;
  for (let i = 0; i < place.length; i++) {
    const w = place[i]! / slope;
    const fall = Math.expm1(-w);
    const base = 1 - bend * fall;
    const lnBase = Math.log(base);
    const term = weight[i]! * Math.exp(-decay * w - exponent * lnBase);
    sum += term;
    if (derivatives) {
      sumW += term * w;
      sumLn += term * lnBase;
      sumPer += (term * (1 + fall)) / (rateIsLarge ? base : 1);
    }
    if (term < 1e-17 * sum && place[i]! > 1) break;
  }
  const f = ((s / slope) * large * sum) / ratio;
  integral.f = f;
  if (!derivatives) return;
  // larger base = large e^w, smaller base = small base e^w; the logarithms are relative to their values at v = 0.
  const lnLarge = sumW / sum;
  const lnSmall = (sumW + sumLn) / sum;
  const perRatio = sumPer / sum / ratio;
  integral.byN = -f * (rateIsLarge ? lnLarge : lnSmall);
  integral.byS = f * (1 / s - (rateIsLarge ? lnSmall : lnLarge));
  integral.byKappa = f * (s / ratio - (s + 1) * perRatio);
}

/**
 * From f at n + 1 to f at n: (n + s) f(n) + n kappa f(n + 1) = s, by parts. Errors decrease where n |kappa| < n + s: for n below
 * s / (kappa - 1), or for all n if kappa <= 1.
 */
export function stepDown(n: number, s: number, kappa: number, integral: DropoutIntegral): void {
  const { f: above, byN, byS, byKappa } = integral;
  const per = 1 / (n + s);
  const f = (s - n * kappa * above) * per;
  integral.f = f;
  integral.byN = -(f + kappa * above + n * kappa * byN) * per;
  integral.byS = (1 - f - n * kappa * byS) * per;
  integral.byKappa = -n * (above + kappa * byKappa) * per;
}

/** From f at n to f at n + 1 by the same relation; errors decrease for n above s / (kappa - 1), kappa > 1. */
export function stepUp(n: number, s: number, kappa: number, integral: DropoutIntegral): void {
  const { f: below, byN, byS, byKappa } = integral;
  const per = 1 / (n * kappa);
  const f = (s - (n + s) * below) * per;
  integral.f = f;
  integral.byN = -(below + (n + s) * byN + kappa * f) * per;
  integral.byS = (1 - below - (n + s) * byS) * per;
  integral.byKappa = -((n + s) * byKappa + n * f) * per;
}
