/**
 * What a connection of that many nodes weighs. Shopify's documentation still gives "2 + the number of nodes", but what
 * it asks grows much slower. This factor gives three published measurements exactly: 12 points for 200 products of one
 * object, 25 for a product with 250 variants of two, 112 for 25 orders of 16 (amounts counted as objects).
 */
export function sizeFactor(nodes: number): number {
  return nodes <= 1 ? nodes : Math.min(nodes, 1.5 * Math.log2(nodes));
}

export const MAX_QUERY_COST = 1_000;

export interface ThrottleStatus {
  maximumAvailable: number;
  currentlyAvailable: number;
  restoreRate: number;
}

/** The leaky bucket of one app in one shop. The rate depends on the shop's plan; the bucket holds 20 seconds of it. */
export class CostBucket {
  #available: number;
  #atMs: number;
  readonly restoreRate: number;

  constructor(restoreRate: number, nowMs: number) {
    this.restoreRate = restoreRate;
    this.#available = this.maximumAvailable;
    this.#atMs = nowMs;
  }

  get maximumAvailable(): number {
    return this.restoreRate * 20;
  }

  #refill(nowMs: number): void {
    const seconds = Math.max(0, nowMs - this.#atMs) / 1000;
    this.#available = Math.min(this.maximumAvailable, this.#available + seconds * this.restoreRate);
    this.#atMs = nowMs;
  }

  /** False where less is left than asked. */
  take(points: number, nowMs: number): boolean {
    this.#refill(nowMs);
    if (points > this.#available) return false;
    this.#available -= points;
    return true;
  }

  giveBack(points: number): void {
    this.#available = Math.min(this.maximumAvailable, this.#available + points);
  }

  status(nowMs: number): ThrottleStatus {
    this.#refill(nowMs);
    return {
      maximumAvailable: this.maximumAvailable,
      currentlyAvailable: Math.floor(this.#available),
      restoreRate: this.restoreRate,
    };
  }
}
