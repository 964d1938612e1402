import { roundHalfUp, spread } from "../../clv/historic/rounding.ts";
import type { StatedLine, StatedOrder } from "../../clv/historic/stated-order.ts";
import { tipLines } from "../../clv/historic/tip-lines.ts";
import type { FileLine, FileTotals } from "./file-order.ts";
import { type RefundedUnits, refundedUnits, taxAt } from "./refunded-units.ts";

export interface StatedFileOrder {
  readonly stated: StatedOrder;
  /** The totals of the file contradict its lines. */
  readonly contradicts: boolean;
}

/**
 * An order of the file as the definition of its money takes it. What the file does not say is derived from its totals: whether prices contain tax,
 * the part of the order's discounts and tax that falls on each line, which lines are tips, and which units a refund was for.
 * `taxesIncluded`: the shop's own, for orders whose totals leave it open.
 */
export function statedFileOrder(order: FileTotals, taxesIncluded: boolean): StatedFileOrder {
  const { extraMinor, included } = extrasOf(order, taxesIncluded);
  const priced = order.lines.map((line) => pricedLine(line));
  const tips = extraMinor > 0 ? tipLines(priced, extraMinor) : NONE;
  const discounts = discountsOf(order, priced, tips ?? NONE);
  const untaxed: StatedLine[] = order.lines.map((line, at) => ({
    unitPriceMinor: line.unitPriceMinor,
    quantity: line.quantity,
    keptQuantity: line.quantity,
    discountMinor: discounts.byLine[at]!,
    taxMinor: 0,
    taxRate: order.taxRate,
    isGiftCard: priced[at]!.isGiftCard,
    hasProduct: priced[at]!.hasProduct && !tips?.has(at),
    unitCostMinor: null,
  }));
  const isTaxed = order.lines.map(
    (line, at) => line.isTaxable !== false && !untaxed[at]!.isGiftCard && !tips?.has(at),
  );
  const tax = taxOf(order, untaxed, isTaxed, included);
  const lines = untaxed.map((line, at) => ({ ...line, taxMinor: tax.byLine[at]! }));
  const refunded = refundedUnits(order, lines, {
    included,
    shippingTaxMinor: tax.shippingMinor,
    tips: tips ?? NONE,
  });
  return {
    stated: {
      ...withRefund(order, lines, refunded, {
        tips: tips ?? NONE,
        shippingTaxMinor: tax.shippingMinor,
        included,
      }),
      tipsReceivedMinor: tips && tips.size > 0 ? extraMinor : 0,
      // What else the total holds; the export has no column for additional fees.
      feesMinor: isOff(order) || (tips && tips.size > 0) ? 0 : Math.max(0, extraMinor),
    },
    contradicts: discounts.contradicts || extraMinor < 0,
  };
}

const NONE: ReadonlySet<number> = new Set();

/** What the total holds beyond goods, shipping, duties and tax; and whether the tax is inside prices, as the totals have it. */
function extrasOf(
  order: FileTotals,
  taxesIncluded: boolean,
): { readonly extraMinor: number; readonly included: boolean } {
  const beyond = order.totalMinor - order.subtotalMinor - order.shippingMinor - order.dutiesMinor;
  if (order.taxesMinor === 0) return { extraMinor: beyond, included: taxesIncluded };
  const onTop = { extraMinor: beyond - order.taxesMinor, included: false };
  const inside = { extraMinor: beyond, included: true };
  const [usual, other] = taxesIncluded ? [inside, onTop] : [onTop, inside];
  const lines = order.lines.map((line) => pricedLine(line));
  const fits = ({ extraMinor }: typeof onTop) =>
    extraMinor === 0 || (extraMinor > 0 && tipLines(lines, extraMinor) !== null);
  if (onTop.extraMinor === 0) return onTop;
  if (inside.extraMinor === 0) return inside;
  return [usual, other].find(fits) ?? (usual.extraMinor >= 0 ? usual : other);
}

const GIFT_CARD =
  /gift ?card|gift voucher|cadeau(?:bon|kaart)|geschenk(?:karte|gutschein)|carte[- ]cadeau|tarjeta de regalo/i;

/** The export does not mark gift cards: they are known by name, where nothing is taxed or shipped. */
function pricedLine(line: FileLine) {
  return {
    unitPriceMinor: line.unitPriceMinor,
    quantity: line.quantity,
    discountMinor: line.discountMinor,
    taxMinor: 0,
    isGiftCard: GIFT_CARD.test(line.title) && line.isTaxable !== true && line.isShipped !== true,
    hasProduct: line.vendor !== null || line.isShipped === true,
  };
}

/** What is missing from the subtotal after the lines' own discounts is the order's, over its goods in proportion to their price. */
function discountsOf(
  { lines, subtotalMinor }: FileTotals,
  priced: readonly ReturnType<typeof pricedLine>[],
  tips: ReadonlySet<number>,
): { readonly byLine: readonly number[]; readonly contradicts: boolean } {
  const own = lines.map((line) => line.discountMinor);
  const left = lines.map((line, at) => (tips.has(at) ? 0 : line.unitPriceMinor * line.quantity - own[at]!));
  const sum = (amounts: readonly number[]) => amounts.reduce((total, one) => total + one, 0);
  const ofOrderMinor = sum(left) - subtotalMinor;
  if (ofOrderMinor < 0 || left.some((amount) => amount < 0)) return { byLine: own, contradicts: true };
  const takes = (at: number) => !tips.has(at) && !priced[at]!.isGiftCard;
  const weights = left.map((amount, at) => (takes(at) ? amount : 0));
  if (ofOrderMinor > sum(weights)) return { byLine: own, contradicts: true };
  const shares = spread(
    ofOrderMinor,
    weights,
    weights.map((weight) => weight > 0),
  );
  return { byLine: own.map((amount, at) => amount + shares[at]!), contradicts: false };
}

interface TaxOfFile {
  readonly byLine: readonly number[];
  readonly shippingMinor: number;
}

/**
 * The order's tax, over lines and shipping. By its one rate where there is one: shipping is taxed or it is not, whichever leaves for the goods what
 * their own tax comes to. Else in proportion to what was paid.
 */
function taxOf(
  order: FileTotals,
  lines: readonly StatedLine[],
  isTaxed: readonly boolean[],
  included: boolean,
): TaxOfFile {
  const { taxesMinor, taxRate, shippingMinor } = order;
  const paid = lines.map((line, at) =>
    isTaxed[at] ? Math.max(0, line.unitPriceMinor * line.quantity - line.discountMinor) : 0,
  );
  const paidMinor = paid.reduce((sum, one) => sum + one, 0);
  const over = (goodsMinor: number, weights: readonly number[]): TaxOfFile => ({
    byLine: spread(
      goodsMinor,
      weights,
      weights.map((weight) => weight > 0),
    ),
    shippingMinor: taxesMinor - goodsMinor,
  });
  if (taxesMinor === 0 || paidMinor + shippingMinor === 0) return over(0, paid);
  if (paidMinor === 0) return { byLine: paid, shippingMinor: taxesMinor };
  if (taxRate === null)
    return over(roundHalfUp((taxesMinor * paidMinor) / (paidMinor + shippingMinor)), paid);
  const taxOn = (minor: number) => taxAt(taxRate, minor, included);
  const own = paid.map(taxOn);
  const ownMinor = own.reduce((sum, one) => sum + one, 0);
  const distance = (shippingTax: number) => Math.abs(taxesMinor - shippingTax - ownMinor);
  const shippingTaxMinor =
    distance(taxOn(shippingMinor)) <= distance(0) ? Math.min(taxOn(shippingMinor), taxesMinor) : 0;
  return over(taxesMinor - shippingTaxMinor, ownMinor === 0 ? paid : own);
}

function withRefund(
  order: FileTotals,
  lines: readonly StatedLine[],
  refunded: RefundedUnits,
  known: {
    readonly tips: ReadonlySet<number>;
    readonly shippingTaxMinor: number;
    readonly included: boolean;
  },
): Omit<StatedOrder, "tipsReceivedMinor" | "feesMinor"> {
  const { status, refundedMinor } = order;
  const { shippingTaxMinor, included } = known;
  const isOpen = status === "PENDING" || status === "AUTHORIZED";
  const off = isOff(order);
  const back = refunded.lines.filter((one) => !known.tips.has(one.line));
  const backMinor = back.reduce((sum, one) => sum + one.subtotalMinor, 0);
  const taxBackMinor = refunded.lines.reduce((sum, one) => sum + one.taxMinor, 0);
  const shippingBackMinor = off ? order.shippingMinor : refunded.shippingMinor;
  const discrepancyMinor = off ? 0 : -refunded.unexplainedMinor;
  const kept = lines.map((line, at) => {
    const units = refunded.lines.reduce((sum, one) => sum + (one.line === at ? one.quantity : 0), 0);
    return { ...line, keptQuantity: off ? 0 : line.quantity - units };
  });
  const keptTaxMinor = off
    ? 0
    : order.taxesMinor - taxBackMinor - (shippingBackMinor > 0 ? shippingTaxMinor : 0);
  return {
    taxesIncluded: included,
    isTest: order.isTest,
    isCancelled: order.cancelledAt !== null,
    isEdited: false,
    financialStatus: status,
    lines: kept,
    refunds:
      refundedMinor === 0
        ? []
        : [
            {
              lines: off ? [] : refunded.lines,
              adjustments:
                discrepancyMinor === 0 ? [] : [{ amountMinor: discrepancyMinor, taxMinor: 0, reason: null }],
              pendingMinor: 0,
            },
          ],
    refundDiscrepancyMinor: discrepancyMinor,
    shippingMinor: order.shippingMinor - shippingBackMinor,
    dutiesMinor: off ? 0 : order.dutiesMinor,
    totalTaxMinor: order.taxesMinor,
    currentTaxMinor: Math.max(0, keptTaxMinor),
    currentSubtotalMinor: off ? 0 : order.subtotalMinor - backMinor,
    receivedMinor: receivedOf(order),
    refundedMinor,
    outstandingMinor: order.outstandingMinor ?? (isOpen && !off ? order.totalMinor : 0),
  };
}

function receivedOf({ status, totalMinor, outstandingMinor }: FileTotals): number {
  if (["PENDING", "AUTHORIZED", "VOIDED", "EXPIRED"].includes(status)) return 0;
  return totalMinor - (status === "PARTIALLY_PAID" ? (outstandingMinor ?? 0) : 0);
}

/** Units of a cancelled order are off, whatever went back for them; where all the money stays, the goods do too. */
function isOff(order: FileTotals): boolean {
  return order.cancelledAt !== null && (order.refundedMinor > 0 || receivedOf(order) === 0);
}
