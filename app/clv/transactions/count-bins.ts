/** Counts up to this have a bin of their own; above, bins grow, so that thousands of orders do not need thousands of bins. */
export const SINGLE_COUNTS = 32;
const GROWTH = 1.03;
const MAX_BINS = 1000;
/** A table of tail probabilities ends before the first one below this. */
export const NEGLIGIBLE_TAIL = 1e-5;

/** Counts 1, 2, ..., 32, then steps that grow by 3 %: bin k holds the counts from edge k up to, not including, edge k + 1. */
export const COUNT_EDGES: Float64Array = (() => {
  const edges: number[] = [];
  let m = 1;
  for (let i = 0; i < MAX_BINS && m < 1e12; i++) {
    edges.push(m);
    m = m < SINGLE_COUNTS ? m + 1 : Math.ceil(m * GROWTH);
  }
  return Float64Array.from(edges);
})();
