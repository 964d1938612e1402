import { roundHalfUp } from "../../clv/historic/rounding.ts";
import { paidFor, type StatedLine, type StatedRefundLine } from "../../clv/historic/stated-order.ts";
import type { FileTotals } from "./file-order.ts";

export interface RefundedUnits {
  readonly lines: readonly StatedRefundLine[];
  /** Shipping that was given back; with tax where prices contain it. */
  readonly shippingMinor: number;
  /** Money that no units explain: it is taken as given back for goods that stay. */
  readonly unexplainedMinor: number;
}

interface Known {
  readonly included: boolean;
  readonly shippingTaxMinor: number;
  readonly tips: ReadonlySet<number>;
}

/** More ways to take units back than this are not tried. */
const MOST_WAYS = 5_000;
/** By so much tax that was rounded for the order can differ from tax that was rounded for a part of it. */
const ROUNDING_MINOR = 1;

/**
 * Which units the refunded amount is the price of, with their tax: all that was sold, else the fewest units that come to it, without shipping before
 * with it. The file says only the amount. An amount that no units come to lowers net sales by what it is, as a refund without lines does, up to
 * the goods; what is beyond them was shipping.
 */
export function refundedUnits(order: FileTotals, lines: readonly StatedLine[], known: Known): RefundedUnits {
  const { refundedMinor, shippingMinor } = order;
  if (refundedMinor === 0) return { lines: [], shippingMinor: 0, unexplainedMinor: 0 };
  const all = lines.map((line) => line.quantity);
  if (refundedMinor >= order.totalMinor) {
    return { lines: partsOf(lines, all, known.included), shippingMinor, unexplainedMinor: 0 };
  }
  const worth = (units: readonly number[]) =>
    partsOf(lines, units, known.included).reduce(
      (sum, part) => sum + part.subtotalMinor + (known.included ? 0 : part.taxMinor),
      0,
    );
  const most = all.map((quantity, at) => (known.tips.has(at) ? 0 : quantity));
  for (const offMinor of [0, ROUNDING_MINOR]) {
    for (const shippingBackMinor of shippingWays(order, known)) {
      const target = refundedMinor - shippingBackMinor;
      if (target < 0) continue;
      const units = target === 0 ? all.map(() => 0) : unitsWorth(target, most, worth, offMinor);
      if (!units) continue;
      const parts = partsOf(lines, units, known.included);
      return {
        lines: parts,
        shippingMinor: shippingBackMinor > 0 ? shippingMinor : 0,
        unexplainedMinor: 0,
      };
    }
  }
  const goodsMinor = worth(most);
  const unexplainedMinor = Math.min(refundedMinor, goodsMinor);
  return {
    lines: [],
    shippingMinor: Math.min(shippingMinor, refundedMinor - unexplainedMinor),
    unexplainedMinor,
  };
}

/** What a refund can have given back for shipping: nothing, or all. Without a rate nobody knows whether shipping is taxed: then without its tax too. */
function shippingWays(
  { shippingMinor, taxRate }: FileTotals,
  { included, shippingTaxMinor }: Known,
): readonly number[] {
  if (shippingMinor === 0) return [0];
  const taxOnTopMinor = included ? 0 : shippingTaxMinor;
  const ways = [0, shippingMinor + taxOnTopMinor];
  return taxRate === null && taxOnTopMinor > 0 ? [...ways, shippingMinor] : ways;
}

/** The fewest units that come to the amount, or miss it by no more than `offMinor`; null for none, and where there are too many ways to look. */
function unitsWorth(
  target: number,
  most: readonly number[],
  worth: (units: readonly number[]) => number,
  offMinor: number,
): readonly number[] | null {
  const comesTo = (units: readonly number[]) => Math.abs(worth(units) - target) <= offMinor;
  if (most.reduce((ways, quantity) => ways * (quantity + 1), 1) > MOST_WAYS) {
    return comesTo(most) ? most : null;
  }
  let best: { readonly units: readonly number[]; readonly count: number } | null = null;
  for (const units of waysUpTo(most)) {
    const count = units.reduce((sum, one) => sum + one, 0);
    if (count === 0 || (best && best.count <= count) || !comesTo(units)) continue;
    best = { units, count };
  }
  return best?.units ?? null;
}

function* waysUpTo(most: readonly number[]): Generator<readonly number[]> {
  const units = most.map(() => 0);
  for (;;) {
    yield [...units];
    let at = 0;
    while (at < units.length && units[at] === most[at]) units[at++] = 0;
    if (at === units.length) return;
    units[at]! += 1;
  }
}

/** What units of lines are worth: the difference between a line and what is left of it, so that all of them are the line exactly. */
function partsOf(
  lines: readonly StatedLine[],
  units: readonly number[],
  included: boolean,
): StatedRefundLine[] {
  return lines.flatMap((line, at) => {
    const quantity = units[at]!;
    if (quantity === 0) return [];
    const left = (amount: number) => roundHalfUp((amount * (line.quantity - quantity)) / line.quantity);
    const paidMinor = paidFor(line);
    const taxLeftMinor = isByRate(line, included)
      ? taxAt(line.taxRate ?? 0, left(paidMinor), included)
      : left(line.taxMinor);
    return [
      {
        line: at,
        quantity,
        subtotalMinor: paidMinor - left(paidMinor),
        taxMinor: line.taxMinor - taxLeftMinor,
      },
    ];
  });
}

/** Whether the line's tax is what its rate says, so that the tax of a part of it is as well. */
const isByRate = (line: StatedLine, included: boolean): boolean =>
  line.taxRate !== null && line.taxMinor === taxAt(line.taxRate, paidFor(line), included);

/** Tax at a rate, inside an amount or on top of it. */
export function taxAt(rate: number, minor: number, included: boolean): number {
  return included ? minor - roundHalfUp(minor / (1 + rate)) : roundHalfUp(minor * rate);
}
