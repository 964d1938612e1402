import { COUNT_EDGES } from "../transactions/count-bins.ts";
import type { Params, TransactionFamily } from "../transactions/family.ts";

/** More than enough to halve the widest bin of counts down to one count. */
const HALVINGS = 64;

/**
 * Predictive distribution of the number of orders in the next `weeks` weeks, for one customer at a time: uncertainty of purchases
 * and dropout, and of the parameters as far as `points` (`cubaturePoints`) differ. Fastest when customers with equal (x, T) are set
 * one after the other (`scoringOrder`): what depends on these alone is then computed once.
 */
export class PredictiveOrders {
  /** P(at least COUNT_EDGES[i] orders), not conditional on being alive; valid for i < `edges`. */
  readonly tailProbabilities = new Float64Array(COUNT_EDGES.length);
  edges = 0;

  readonly #family: TransactionFamily;
  readonly #points: readonly Params[];
  readonly #weeks: number;
  readonly #tables: readonly Float64Array[];
  readonly #edgesOf: Int32Array;
  readonly #alive: Float64Array;
  #x = -1;
  #tx = -1;
  #T = -1;

  constructor(family: TransactionFamily, points: readonly Params[], weeks: number) {
    this.#family = family;
    this.#points = points;
    this.#weeks = weeks;
    this.#tables = points.map(() => new Float64Array(COUNT_EDGES.length));
    this.#edgesOf = new Int32Array(points.length);
    this.#alive = new Float64Array(points.length);
  }

  /** Fills `tailProbabilities` and `edges` for a customer. */
  setCustomer(x: number, tx: number, T: number): void {
    const family = this.#family;
    const points = this.#points;
    const tables = this.#tables;
    if (x !== this.#x || T !== this.#T || (family.dependsOnRecency && tx !== this.#tx)) {
      for (let d = 0; d < points.length; d++) {
        this.#edgesOf[d] = family.fillTailProbabilitiesWhileAlive(
          points[d]!,
          x,
          tx,
          T,
          this.#weeks,
          tables[d]!,
        );
      }
    }
    this.#x = x;
    this.#tx = tx;
    this.#T = T;
    const { tailProbabilities } = this;
    let edges = 0;
    for (let d = 0; d < points.length; d++) edges = Math.max(edges, this.#edgesOf[d]!);
    this.edges = edges;
    for (let d = 0; d < points.length; d++) {
      const alive = family.aliveProbability(points[d]!, x, tx, T);
      this.#alive[d] = alive;
      const share = alive / points.length;
      const table = tables[d]!;
      const own = this.#edgesOf[d]!;
      if (d === 0) tailProbabilities.fill(0, 0, edges);
      for (let i = 0; i < own; i++) tailProbabilities[i]! += share * table[i]!;
    }
  }

  /** P(at least m orders) of the customer last set, for any m >= 1. */
  tailProbability(m: number): number {
    if (m <= this.edges && COUNT_EDGES[m - 1] === m) return this.tailProbabilities[m - 1]!;
    let sum = 0;
    for (let d = 0; d < this.#points.length; d++) {
      const alive = this.#alive[d]!;
      if (alive === 0) continue;
      sum +=
        alive *
        this.#family.tailProbabilityWhileAlive(this.#points[d]!, this.#x, this.#tx, this.#T, this.#weeks, m);
    }
    return sum / this.#points.length;
  }

  /** Smallest n with P(orders <= n) >= level, of the customer last set. */
  quantile(level: number): number {
    const rest = 1 - level;
    let k = 0;
    for (; k < this.edges && this.tailProbabilities[k]! > rest; k++);
    if (k === 0) return 0;
    let low = COUNT_EDGES[k - 1]!;
    let high = COUNT_EDGES[k] ?? low + 1;
    for (let halving = 0; halving < HALVINGS && high - low > 1; halving++) {
      const middle = Math.floor((low + high) / 2);
      if (this.tailProbability(middle) > rest) low = middle;
      else high = middle;
    }
    return low;
  }
}
