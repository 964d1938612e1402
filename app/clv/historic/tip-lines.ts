interface PricedLine {
  readonly unitPriceMinor: number;
  readonly quantity: number;
  readonly discountMinor: number;
  readonly taxMinor: number;
  readonly isGiftCard: boolean;
  readonly hasProduct: boolean;
}

/** More lines without a product than this are not combined: each alone, or all of them. */
const COMBINED = 10;

/**
 * Which lines of an order are tips. Shopify makes a tip a line without a product, and says only what the tips of an order come to: of
 * the lines that can be one, those whose amounts add up to it, before or after discounts; untaxed ones first, then the fewest, then
 * the last. Null where no lines add up to the tips received.
 */
export function tipLines(lines: readonly PricedLine[], tipsMinor: number): ReadonlySet<number> | null {
  if (tipsMinor === 0) return NONE;
  const able: number[] = [];
  for (const [at, line] of lines.entries()) if (!line.hasProduct && !line.isGiftCard) able.push(at);
  let best: { readonly lines: number[]; readonly rank: number } | null = null;
  for (const some of combinations(able)) {
    const chosen = some.map((at) => lines[at]!);
    const priced = chosen.reduce((sum, line) => sum + line.unitPriceMinor * line.quantity, 0);
    const discounts = chosen.reduce((sum, line) => sum + line.discountMinor, 0);
    if (priced !== tipsMinor && priced - discounts !== tipsMinor) continue;
    const taxed = chosen.some((line) => line.taxMinor !== 0) ? 1 : 0;
    const rank = taxed * lines.length + some.length;
    // Combinations come in ascending order of their lines: of equals the last one stays.
    if (best === null || rank <= best.rank) best = { lines: some, rank };
  }
  return best && new Set(best.lines);
}

const NONE: ReadonlySet<number> = new Set();

function* combinations(able: readonly number[]): Generator<number[]> {
  if (able.length > COMBINED) {
    for (const at of able) yield [at];
    yield [...able];
    return;
  }
  for (let mask = 1; mask < 1 << able.length; mask++) yield able.filter((_, bit) => mask & (1 << bit));
}
