import type { FamilyName } from "../../app/clv/transactions/family.ts";

// The models as textbooks write them: one customer at a time, powers and series as they stand. What the engine's times are compared with.

/** Lanczos approximation (g = 7, n = 9), about 15 digits; x > 0. */
function lnGamma(x: number): number {
  const coefficients = [
    0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
    12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
  ];
  let sum = coefficients[0]!;
  for (let i = 1; i < coefficients.length; i++) sum += coefficients[i]! / (x + i - 1);
  const t = x + 6.5;
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum);
}

const lnBeta = (a: number, b: number): number => lnGamma(a) + lnGamma(b) - lnGamma(a + b);

/** Gauss's series, |z| < 1. */
function hypergeometric(a: number, b: number, c: number, z: number): number {
  let term = 1;
  let sum = 1;
  for (let j = 0; j < 10_000; j++) {
    term *= (((a + j) * (b + j)) / ((c + j) * (1 + j))) * z;
    sum += term;
    if (Math.abs(term) < 1e-14 * Math.abs(sum)) break;
  }
  return sum;
}

/** One customer: x, t_x, T in weeks, sum of the logarithms of the gaps, mean repeat value. */
export interface PlainCustomer {
  readonly x: number;
  readonly tx: number;
  readonly T: number;
  readonly sumLnGaps: number;
  readonly mean: number;
}

export interface PlainModel {
  readonly parameters: number;
  logLikelihood(params: readonly number[], customer: PlainCustomer): number;
  /** Expected orders of the next `weeks`; null where textbooks have no closed form. */
  readonly expected: ((params: readonly number[], customer: PlainCustomer, weeks: number) => number) | null;
}

/** Fader, Hardie and Lee 2005 (k = 1, e = 0), Batislam et al. 2007 (e = 1), Platzer and Reutterer 2016 (k > 1). */
function betaGeometric(k: number, e: 0 | 1): PlainModel {
  const goneOverAlive = (
    r: number,
    alpha: number,
    a: number,
    b: number,
    { x, tx, T }: PlainCustomer,
  ): number => (x > 0 || e === 1 ? (a / (b + x - 1 + e)) * ((alpha + T) / (alpha + tx)) ** (r + k * x) : 0);
  return {
    parameters: 4,
    logLikelihood([r, alpha, a, b], customer) {
      const { x, tx, T, sumLnGaps } = customer;
      let stages = 0;
      let weight = 1;
      for (let j = 0; j < k; j++) {
        stages += weight;
        weight *= ((r! + k * x + j) / (j + 1)) * ((T - tx) / (alpha! + T));
      }
      return (
        lnGamma(r! + k * x) -
        lnGamma(r!) +
        r! * Math.log(alpha!) -
        (r! + k * x) * Math.log(alpha! + T) +
        lnBeta(a!, b! + x + e) -
        lnBeta(a!, b!) +
        Math.log(stages + goneOverAlive(r!, alpha!, a!, b!, customer)) +
        (k - 1) * sumLnGaps -
        x * lnGamma(k)
      );
    },
    expected:
      k > 1
        ? null
        : ([r, alpha, a, b], customer, weeks) => {
            const { x, T } = customer;
            const c = a! + b! + x - 1 + e;
            const end = alpha! + T + weeks;
            const stayed =
              1 - ((alpha! + T) / end) ** (r! + x) * hypergeometric(r! + x, b! + x + e, c, weeks / end);
            return ((c / (a! - 1)) * stayed) / (1 + goneOverAlive(r!, alpha!, a!, b!, customer));
          },
  };
}

const nbd: PlainModel = {
  parameters: 2,
  logLikelihood: ([r, alpha], { x, T }) =>
    lnGamma(r! + x) - lnGamma(r!) + r! * Math.log(alpha!) - (r! + x) * Math.log(alpha! + T),
  expected: ([r, alpha], { x, T }, weeks) => ((r! + x) / (alpha! + T)) * weeks,
};

/** A0 of Fader and Hardie's note on the Pareto/NBD (2005). */
function paretoTail([r, alpha, s, beta]: readonly number[], { x, tx, T }: PlainCustomer): number {
  const n = r! + s! + x;
  const [more, less, second] = alpha! >= beta! ? [alpha!, beta!, s! + 1] : [beta!, alpha!, r! + x];
  const at = (time: number): number =>
    hypergeometric(n, second, n + 1, (more - less) / (more + time)) / (more + time) ** n;
  return at(tx) - at(T);
}

const paretoNbd: PlainModel = {
  parameters: 4,
  logLikelihood(params, customer) {
    const [r, alpha, s, beta] = params;
    const { x, T } = customer;
    const alive = (alpha! + T) ** -(r! + x) * (beta! + T) ** -s!;
    return (
      lnGamma(r! + x) -
      lnGamma(r!) +
      r! * Math.log(alpha!) +
      s! * Math.log(beta!) +
      Math.log(alive + (s! / (r! + s! + x)) * paretoTail(params, customer))
    );
  },
  expected(params, customer, weeks) {
    const [r, alpha, s, beta] = params;
    const { x, T } = customer;
    const gone =
      (s! / (r! + s! + x)) * (alpha! + T) ** (r! + x) * (beta! + T) ** s! * paretoTail(params, customer);
    const decay = 1 - ((beta! + T) / (beta! + T + weeks)) ** (s! - 1);
    return (((r! + x) * (beta! + T)) / ((alpha! + T) * (s! - 1))) * (decay / (1 + gone));
  },
};

export const PLAIN_MODELS: Readonly<Record<FamilyName, PlainModel>> = {
  nbd,
  bg_nbd: betaGeometric(1, 0),
  mbg_nbd: betaGeometric(1, 1),
  pareto_nbd: paretoNbd,
  bg_cnbd_k2: betaGeometric(2, 0),
  bg_cnbd_k3: betaGeometric(3, 0),
  mbg_cnbd_k2: betaGeometric(2, 1),
  mbg_cnbd_k3: betaGeometric(3, 1),
};

/** Gamma-Gamma (Fader and Hardie, note 025), over customers with x > 0. */
export const PLAIN_SPEND: PlainModel = {
  parameters: 3,
  logLikelihood: ([p, q, v], { x, mean }) =>
    lnGamma(p! * x + q!) -
    lnGamma(p! * x) -
    lnGamma(q!) +
    q! * Math.log(v!) +
    (p! * x - 1) * Math.log(mean) +
    p! * x * Math.log(x) -
    (p! * x + q!) * Math.log(x * mean + v!),
  expected: null,
};

export interface PlainFit {
  readonly params: readonly number[];
  readonly logLikelihood: number;
  readonly evaluations: number;
}

/** Maximum likelihood by Nelder and Mead's simplex on the logarithms of the parameters, from all of them 1. */
export function fitPlain(model: PlainModel, customers: readonly PlainCustomer[]): PlainFit {
  let evaluations = 0;
  const loss = (point: readonly number[]): number => {
    evaluations += 1;
    const params = point.map(Math.exp);
    let sum = 0;
    for (const customer of customers) sum += model.logLikelihood(params, customer);
    return Number.isFinite(sum) ? -sum / customers.length : Number.POSITIVE_INFINITY;
  };
  const { point, value } = nelderMead(loss, new Array<number>(model.parameters).fill(0));
  return { params: point.map(Math.exp), logLikelihood: -value * customers.length, evaluations };
}

interface Vertex {
  readonly point: readonly number[];
  readonly value: number;
}

/** With the usual coefficients (1, 2, 1/2, 1/2), until points and values of the simplex agree to 1e-5 and 1e-8. */
export function nelderMead(loss: (point: readonly number[]) => number, start: readonly number[]): Vertex {
  const vertex = (point: readonly number[]): Vertex => ({ point, value: loss(point) });
  let simplex = [start, ...start.map((_, i) => start.map((value, j) => (i === j ? value + 0.5 : value)))].map(
    vertex,
  );
  for (let step = 0; step < 2_000; step++) {
    simplex = simplex.toSorted((left, right) => left.value - right.value);
    const best = simplex[0]!;
    const worst = simplex.at(-1)!;
    const apart = Math.max(...worst.point.map((value, i) => Math.abs(value - best.point[i]!)));
    if (apart < 1e-5 && worst.value - best.value < 1e-8) break;
    const others = simplex.slice(0, -1);
    const centre = start.map((_, i) => others.reduce((sum, { point }) => sum + point[i]!, 0) / others.length);
    const along = (share: number): Vertex =>
      vertex(centre.map((value, i) => value + share * (worst.point[i]! - value)));
    const reflected = along(-1);
    let better = reflected;
    if (reflected.value < best.value) {
      const expanded = along(-2);
      if (expanded.value < reflected.value) better = expanded;
    } else if (reflected.value >= others.at(-1)!.value) {
      better = along(reflected.value < worst.value ? -0.5 : 0.5);
      if (better.value >= Math.min(reflected.value, worst.value)) {
        const shrunk = (point: readonly number[]): Vertex =>
          vertex(point.map((value, i) => (value + best.point[i]!) / 2));
        simplex = [best, ...simplex.slice(1).map(({ point }) => shrunk(point))];
        continue;
      }
    }
    simplex = [...others, better];
  }
  return simplex.toSorted((left, right) => left.value - right.value)[0]!;
}
