import { bracketedRoot } from "../../numerics/bracketed-root.ts";
import { SIXTEEN_NODES } from "../../numerics/gauss-legendre.ts";
import { lnGamma, lnGammaRatio } from "../../numerics/special-functions.ts";
import { COUNT_EDGES, NEGLIGIBLE_TAIL, SINGLE_COUNTS } from "../count-bins.ts";
import type { Params } from "../family.ts";
import { dropoutIntegral } from "./dropout-integral.ts";

/**
 * Quadrature nodes for P(at least m orders | alive), the same for every m. The m-th order is at time u with the density of the
 * negative binomial process, and it takes place only if the customer is still alive at u:
 * P = integral over u < weeks of z^(m - 1) (1 - z)^(n - 1) / B(m, n) dz * ((beta + T) / (beta + T + u))^s, z = u / (alpha + T + u).
 *
 * In w = -ln(1 - z) the density has a standard deviation of about sqrt(w / n) around its peak and a scale of 1 far out; the survival
 * function of the lifetime changes with ln(beta + T + u). A panel is four standard deviations wide, at most 1.5, and spans a change of
 * that logarithm of at most min(1.5, 8 / s). Throws a RangeError where that takes more than `MAX_PANELS` panels.
 */
type OrderNodes = { lnZ: Float64Array; lnRest: Float64Array; weight: Float64Array };

/** For n of a million, the most that a summary can have, and a horizon of 1e20 times alpha + T. */
const MAX_PANELS = 4000;

function orderNodes(n: number, alphaAt: number, s: number, betaAt: number, weeks: number): OrderNodes {
  const end = Math.min(600, Math.log1p(weeks / alphaAt));
  const sharpness = Math.max(1, n);
  const bend = Math.expm1(Math.min(1.5, 8 / s));
  const edges = [0];
  let w = 0;
  for (let panel = 0; panel < MAX_PANELS && w < end; panel++) {
    const u = alphaAt * Math.expm1(w);
    // Beyond this, the probability of being alive is negligible.
    if (s * Math.log1p(u / betaAt) > 45) break;
    const root = Math.sqrt(sharpness * w) + 2;
    const byLifetime = Math.log1p((bend * (betaAt + u)) / (alphaAt + u));
    w = Math.min(end, w + 1.5, (root * root) / sharpness, w + byLifetime);
    edges.push(w);
  }
  if (edges.length > MAX_PANELS) {
    throw new RangeError(`${weeks} weeks after ${n} orders need more than ${MAX_PANELS} panels`);
  }
  const size = SIXTEEN_NODES.node.length;
  const nodes = (edges.length - 1) * size;
  const lnZ = new Float64Array(nodes);
  const lnRest = new Float64Array(nodes);
  const weight = new Float64Array(nodes);
  for (let panel = 0; panel + 1 < edges.length; panel++) {
    const from = edges[panel]!;
    const width = edges[panel + 1]! - from;
    for (let i = 0; i < size; i++) {
      const w = from + width * SIXTEEN_NODES.node[i]!;
      const at = panel * size + i;
      lnZ[at] = Math.log(-Math.expm1(-w));
      lnRest[at] = -w;
      weight[at] =
        width * SIXTEEN_NODES.weight[i]! * Math.exp(-s * Math.log1p((alphaAt * Math.expm1(w)) / betaAt));
    }
  }
  return { lnZ, lnRest, weight };
}

function tailFromNodes(nodes: OrderNodes, n: number, m: number): number {
  const lnScale = lnGammaRatio(n, m) - lnGamma(m);
  let sum = 0;
  for (let i = 0; i < nodes.weight.length; i++) {
    sum += nodes.weight[i]! * Math.exp(lnScale + (m - 1) * nodes.lnZ[i]! + n * nodes.lnRest[i]!);
  }
  return Math.min(1, sum);
}

/** P(at least m orders in `weeks` weeks | alive), m >= 1. Relative error about 1e-11, for n up to about 1e6. */
export function paretoNbdTailProbability(
  params: Params,
  x: number,
  T: number,
  weeks: number,
  m: number,
): number {
  if (!(weeks > 0)) return 0;
  const n = params[0]! + x;
  return tailFromNodes(orderNodes(n, params[1]! + T, params[2]!, params[3]! + T, weeks), n, m);
}

/** Fills `tailProbabilities[i]` with P(at least COUNT_EDGES[i] orders | alive) and returns the number of entries filled. */
export function fillParetoNbdTail(
  params: Params,
  x: number,
  T: number,
  weeks: number,
  tailProbabilities: Float64Array,
): number {
  const n = params[0]! + x;
  if (!(weeks > 0)) {
    tailProbabilities[0] = 0;
    return 0;
  }
  const nodes = orderNodes(n, params[1]! + T, params[2]!, params[3]! + T, weeks);
  const size = nodes.weight.length;
  const share = new Float64Array(size);
  const z = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    share[i] = nodes.weight[i]! * n * Math.exp(n * nodes.lnRest[i]!);
    z[i] = Math.exp(nodes.lnZ[i]!);
  }
  let edge = 0;
  for (; edge < COUNT_EDGES.length; edge++) {
    const m = COUNT_EDGES[edge]!;
    if (m <= SINGLE_COUNTS) {
      const next = (n + m) / m;
      let sum = 0;
      for (let i = 0; i < size; i++) {
        sum += share[i]!;
        share[i]! *= z[i]! * next;
      }
      tailProbabilities[edge] = Math.min(1, sum);
    } else {
      tailProbabilities[edge] = tailFromNodes(nodes, n, m);
    }
    if (tailProbabilities[edge]! < NEGLIGIBLE_TAIL) break;
  }
  return edge;
}

/**
 * Quantile of the time to the next order in weeks, given alive; null for a probability of at least P(any further order) = 1 - f(T),
 * f of `dropoutIntegral`.
 */
export function paretoNbdWeeksToNext(
  params: Params,
  x: number,
  T: number,
  probability: number,
): number | null {
  if (probability <= 0) return 0;
  const n = params[0]! + x;
  const alphaAt = params[1]! + T;
  const betaAt = params[3]! + T;
  const integral = { f: 0, byN: 0, byS: 0, byKappa: 0 };
  dropoutIntegral(n, params[2]!, betaAt / alphaAt, false, integral);
  if (!(probability < 1 - integral.f)) return null;
  const within = (weeks: number): number => paretoNbdTailProbability(params, x, T, weeks, 1);
  return bracketedRoot(within, probability, alphaAt * Math.expm1(-Math.log1p(-probability) / n));
}
