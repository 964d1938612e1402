import { discrepancyOf, type KeptGoods, ownDiscrepancy } from "./refund-discrepancy.ts";
import { roundHalfUp, spread } from "./rounding.ts";
import {
  keptOfLine,
  type LineKind,
  type OrderDoubt,
  paidFor,
  type StatedLine,
  type StatedOrder,
} from "./stated-order.ts";
import { shippingWithoutTax, taxOfLines } from "./tax-inside-prices.ts";
import { tipLines } from "./tip-lines.ts";

/** Money of a line without tax: gross sales - discounts - returns = net sales. What is no goods has only zeros. */
export interface LineMoney {
  readonly kind: LineKind;
  readonly grossSalesMinor: number;
  readonly discountsMinor: number;
  readonly returnsMinor: number;
  readonly netSalesMinor: number;
}

/** What a refund itself states that it took from net sales; null where it has to be read first. */
export interface RefundMoney {
  readonly returnsMinor: number | null;
  readonly discrepancyMinor: number | null;
}

export type Exclusion = "test" | "voided" | "expired" | "gift_card" | "cancelled";

export interface OrderMoney {
  readonly grossSalesMinor: number;
  readonly discountsMinor: number;
  /** Returned and removed goods, less `refundDiscrepancyMinor`. */
  readonly returnsMinor: number;
  readonly netSalesMinor: number;
  /** Kept by the merchant where positive, given back for goods that stay where negative. */
  readonly refundDiscrepancyMinor: number;
  readonly refundDiscrepancyTaxMinor: number;
  /** Still to be paid, or owed to the customer where negative, of everything that is left; nothing of a cancelled order is. */
  readonly outstandingMinor: number;
  readonly costMinor: number;
  readonly costKnownNetSalesMinor: number;
  /** What customers kept of tips and gift cards: part of Shopify's total, and no sales. */
  readonly tipsMinor: number;
  readonly giftCardsMinor: number;
  /** Inside or on top of all that is left, before any discrepancy. */
  readonly taxMinor: number;
  /** Shipping charged and not given back, without tax. */
  readonly shippingMinor: number;
  readonly lines: readonly LineMoney[];
  readonly refunds: readonly RefundMoney[];
  /** Why the order never counts; null when it does. */
  readonly exclusion: Exclusion | null;
  readonly doubts: readonly OrderDoubt[];
  /** The figures may change by some minor units, or be dated better, once the refunds are read. */
  readonly needsRefunds: boolean;
}

/**
 * THE definition of an order's money. Net sales = gross sales - discounts - returns over the goods lines (neither gift cards nor
 * tips), without tax and shipping; the lines add up to the order exactly, and refunds with what no refund explains to its returns.
 *
 * Tax inside prices is taken out per order: the sum of the lines' tax is right, its place may not be. A returned unit takes the
 * tax that its refund states, a unit removed by an edit its share of its line's. The refund discrepancy is spread over the goods
 * in proportion to what was paid for them.
 */
export function moneyOfOrder(order: StatedOrder): OrderMoney {
  const doubts = new Set<OrderDoubt>();
  const kinds = kindsOf(order, doubts);
  const goods = order.lines.map((_, at) => kinds[at] === "goods");
  const { tax, shares } = taxOfLines(order, goods);
  const sold = order.lines.map((line, at) => paidFor(line) - tax[at]!);

  const refundLinesKnown = order.refunds.every((refund) => refund.lines !== null);
  const returned = returnsOfLines(order, sold, goods, refundLinesKnown);
  const keptOf = (kind: LineKind) =>
    order.lines.reduce(
      (total, line, at) => total + (kinds[at] === kind ? keptOfLine(order, line, at) : 0),
      0,
    );
  const discrepancy = goods.includes(true)
    ? discrepancyOf(order, kinds, keptGoods(order, keptOf("goods"), sold, returned.byLine, goods), doubts)
    : { minor: 0, taxMinor: 0 };
  const discrepancies = spread(
    discrepancy.minor,
    sold.map((amount, at) => (goods[at] ? Math.max(0, amount) : 0)),
    goods,
  );

  const lines = order.lines.map((line, at): LineMoney => {
    const kind = kinds[at]!;
    if (kind !== "goods")
      return { kind, grossSalesMinor: 0, discountsMinor: 0, returnsMinor: 0, netSalesMinor: 0 };
    // Without the tax that it took off, as in Shopify's sales reports, so that gross sales are the full price without tax.
    const discountsMinor = line.discountMinor - roundHalfUp(line.discountMinor * shares[at]!);
    const returnsMinor = returned.byLine[at]! - discrepancies[at]!;
    return {
      kind,
      grossSalesMinor: sold[at]! + discountsMinor,
      discountsMinor,
      returnsMinor,
      netSalesMinor: sold[at]! - returnsMinor,
    };
  });
  const sum = (key: Exclude<keyof LineMoney, "kind">) => lines.reduce((total, line) => total + line[key], 0);
  const netSalesMinor = sum("netSalesMinor");

  const taxMinor = order.currentTaxMinor - returned.taxLeftMinor;
  const needsRefunds = !refundLinesKnown && !isCertain(order, tax, goods);

  let costMinor = 0;
  let costKnownNetSalesMinor = 0;
  for (const [at, line] of order.lines.entries()) {
    if (!goods[at] || line.unitCostMinor === null) continue;
    costMinor += line.unitCostMinor * line.keptQuantity;
    costKnownNetSalesMinor += lines[at]!.netSalesMinor;
  }
  if (!totalsAgree(order, kinds)) doubts.add("totals_disagree");
  return {
    grossSalesMinor: sum("grossSalesMinor"),
    discountsMinor: sum("discountsMinor"),
    returnsMinor: sum("returnsMinor"),
    netSalesMinor,
    refundDiscrepancyMinor: discrepancy.minor,
    refundDiscrepancyTaxMinor: discrepancy.taxMinor,
    outstandingMinor: order.isCancelled ? 0 : order.outstandingMinor,
    costMinor,
    costKnownNetSalesMinor,
    tipsMinor: kinds.includes("tip") ? keptOf("tip") : order.tipsReceivedMinor,
    giftCardsMinor: keptOf("gift_card"),
    taxMinor,
    shippingMinor: shippingWithoutTax(order, taxMinor, keptOf("goods") - (netSalesMinor - discrepancy.minor)),
    lines,
    refunds: order.refunds.map((refund, at) => ({
      returnsMinor: needsRefunds ? null : returned.byRefund[at]!,
      discrepancyMinor: needsRefunds ? null : ownDiscrepancy(order, refund).minor,
    })),
    exclusion: exclusionOf(order, kinds, netSalesMinor),
    doubts: [...doubts].sort(),
    needsRefunds,
  };
}

function kindsOf(order: StatedOrder, doubts: Set<OrderDoubt>): LineKind[] {
  const tips = tipLines(order.lines, order.tipsReceivedMinor);
  if (tips === null) doubts.add("tip_without_line");
  return order.lines.map((line, at) => (line.isGiftCard ? "gift_card" : tips?.has(at) ? "tip" : "goods"));
}

/** What is left of the goods; tax that is not inside prices is shared with shipping. */
function keptGoods(
  order: StatedOrder,
  printedMinor: number,
  sold: readonly number[],
  returned: readonly number[],
  goods: readonly boolean[],
): KeptGoods {
  const minor = sold.reduce((sum, amount, at) => sum + (goods[at] ? amount - returned[at]! : 0), 0);
  if (order.taxesIncluded) return { minor, taxMinor: printedMinor - minor };
  const taxedMinor = minor + order.shippingMinor;
  return { minor, taxMinor: taxedMinor <= 0 ? 0 : roundHalfUp((order.currentTaxMinor * minor) / taxedMinor) };
}

interface Returned {
  readonly byLine: number[];
  readonly byRefund: (number | null)[];
  /**
   * Shopify takes a removed unit's tax off by what is written on its line. Where the order's tax stands on other lines, this much too
   * much is left of it (below 0: too little).
   */
  readonly taxLeftMinor: number;
}

function returnsOfLines(
  order: StatedOrder,
  sold: readonly number[],
  goods: readonly boolean[],
  refundLinesKnown: boolean,
): Returned {
  const byLine = order.lines.map(() => 0);
  const refundedUnits = order.lines.map(() => 0);
  const byRefund: (number | null)[] = [];
  for (const refund of order.refunds) {
    let sum = 0;
    for (const { line, quantity, subtotalMinor, taxMinor } of (refundLinesKnown && refund.lines) || []) {
      if (!goods[line]) continue;
      const amount = order.taxesIncluded ? subtotalMinor - taxMinor : subtotalMinor;
      byLine[line]! += amount;
      refundedUnits[line]! += quantity;
      sum += amount;
    }
    byRefund.push(refundLinesKnown ? sum : null);
  }
  let taxLeftMinor = 0;
  for (const [at, line] of order.lines.entries()) {
    const removed = line.quantity - line.keptQuantity - refundedUnits[at]!;
    if (!goods[at] || removed <= 0) continue;
    const taxMinor = partOf(paidFor(line) - sold[at]!, removed, line);
    byLine[at]! += partOf(paidFor(line), removed, line) - taxMinor;
    if (order.taxesIncluded && refundLinesKnown)
      taxLeftMinor += taxMinor - partOf(line.taxMinor, removed, line);
  }
  if (refundLinesKnown) settleRounding(order, sold, goods, byLine, byRefund);
  else if (order.refunds.length === 1 && !order.isEdited) {
    byRefund[0] = byLine.reduce((total, one) => total + one, 0);
  }
  return { byLine, byRefund, taxLeftMinor };
}

/** An amount of a line for some of its units: price and tax round each for itself, as Shopify's own. */
function partOf(amountMinor: number, units: number, { quantity }: StatedLine): number {
  return roundHalfUp((amountMinor * units) / quantity);
}

/** Where nothing is kept, nothing is left: what rounding left over goes to the last refund. */
function settleRounding(
  order: StatedOrder,
  sold: readonly number[],
  goods: readonly boolean[],
  byLine: number[],
  byRefund: (number | null)[],
): void {
  if (order.refunds.length === 0 || order.lines.some((line, at) => goods[at] && line.keptQuantity > 0))
    return;
  let left = 0;
  for (const [at, amount] of sold.entries()) if (goods[at]) left += amount - byLine[at]!;
  const parts = order.refunds.reduce((total, refund) => total + (refund.lines?.length ?? 0), 0);
  if (left === 0 || Math.abs(left) > parts) return;
  byLine[goods.lastIndexOf(true)]! += left;
  byRefund[byRefund.length - 1]! += left;
}

/**
 * Whether the lines come to Shopify's own current subtotal. Its documentation does not say whether it contains tips, gift cards
 * and a refund discrepancy, so each of these readings is accepted, within a minor unit for each line.
 */
function totalsAgree(order: StatedOrder, kinds: readonly LineKind[]): boolean {
  const kept = { goods: 0, gift_card: 0, tip: 0 };
  for (const [at, line] of order.lines.entries()) kept[kinds[at]!] += keptOfLine(order, line, at);
  const tolerance = order.lines.length + order.refunds.length;
  const without = [0, kept.gift_card, kept.tip, kept.gift_card + kept.tip];
  const discrepancies = [0, order.refundDiscrepancyMinor];
  return without.some((other) =>
    discrepancies.some(
      (discrepancy) => Math.abs(order.currentSubtotalMinor - kept.goods - other - discrepancy) <= tolerance,
    ),
  );
}

/** Whether a single refund is certain without its lines: Shopify's totals moved by just what the kept quantities say. */
function isCertain(order: StatedOrder, tax: readonly number[], goods: readonly boolean[]): boolean {
  if (order.refunds.length !== 1 || order.isEdited || order.refundDiscrepancyMinor !== 0) return false;
  let removedMinor = 0;
  let removedTaxMinor = 0;
  for (const [at, line] of order.lines.entries()) {
    const removed = line.quantity - line.keptQuantity;
    if (removed === 0) continue;
    if (!goods[at]) return false;
    removedMinor += partOf(paidFor(line), removed, line);
    removedTaxMinor += partOf(tax[at]!, removed, line);
  }
  const paidMinor = order.lines.reduce((total, line) => total + paidFor(line), 0);
  return (
    order.currentSubtotalMinor === paidMinor - removedMinor &&
    (!order.taxesIncluded || order.totalTaxMinor - order.currentTaxMinor === removedTaxMinor)
  );
}

function exclusionOf(
  order: StatedOrder,
  kinds: readonly LineKind[],
  netSalesMinor: number,
): Exclusion | null {
  if (order.isTest) return "test";
  if (order.financialStatus === "VOIDED") return "voided";
  if (order.financialStatus === "EXPIRED" && order.receivedMinor === 0) return "expired";
  if (kinds.length > 0 && !kinds.includes("goods")) return "gift_card";
  return order.isCancelled && netSalesMinor === 0 ? "cancelled" : null;
}
