import { spread } from "./rounding.ts";
import { paidFor, type StatedLine, type StatedOrder } from "./stated-order.ts";

interface TaxOfLines {
  /** Inside what was paid for each line. */
  readonly tax: readonly number[];
  /** The part of each line's full price that is tax. */
  readonly shares: readonly number[];
}

/** The tax inside each line's price: as stated where each line can have it, else the order's tax over its goods; nothing else is taxed. */
export function taxOfLines(order: StatedOrder, goods: readonly boolean[]): TaxOfLines {
  const none = order.lines.map(() => 0);
  if (!order.taxesIncluded) return { tax: none, shares: none };
  const stated = order.lines.map((line) => line.taxMinor);
  const paid = order.lines.map(paidFor);
  if (order.lines.every((line, at) => (goods[at] ? canHaveTax(line, paid[at]!) : line.taxMinor === 0)))
    return { tax: stated, shares: order.lines.map((line, at) => taxShare(line, paid[at]!)) };
  const weights = paid.map((amount, at) => (goods[at] ? Math.max(0, amount) : 0));
  const sum = (amounts: readonly number[]) => amounts.reduce((total, one) => total + one, 0);
  const share = sum(weights) === 0 ? 0 : sum(stated) / sum(weights);
  return { tax: spread(sum(stated), weights, goods), shares: none.map(() => share) };
}

/** By the rate where that is the tax that is stated for what was paid: who was exempt has a rate and no tax. */
function taxShare({ taxMinor, taxRate, quantity }: StatedLine, paidMinor: number): number {
  const byRate = taxRate === null ? 0 : taxRate / (1 + taxRate);
  if (byRate > 0 && Math.abs(taxMinor - paidMinor * byRate) <= Math.max(1, quantity)) return byRate;
  return paidMinor > 0 ? taxMinor / paidMinor : 0;
}

/** Whether a price can contain the tax that is stated for it: no more than its rate says, to a minor unit for each unit sold. */
function canHaveTax({ taxMinor, taxRate, quantity }: StatedLine, paidMinor: number): boolean {
  if (taxMinor === 0) return true;
  if (taxRate === null) return 2 * taxMinor <= paidMinor;
  return taxMinor <= (paidMinor * taxRate) / (1 + taxRate) + Math.max(1, quantity);
}

/** An order's tax is the tax of its kept goods and of its shipping: the part that is not in the goods is in the shipping. */
export function shippingWithoutTax(order: StatedOrder, allTaxMinor: number, taxInGoodsMinor: number): number {
  if (!order.taxesIncluded) return order.shippingMinor;
  const taxMinor = Math.min(Math.max(0, allTaxMinor - taxInGoodsMinor), order.shippingMinor);
  return order.shippingMinor - taxMinor;
}
