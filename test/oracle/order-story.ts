import fc from "fast-check";
import type { StatedLine, StatedOrder, StatedRefundLine } from "../../app/clv/historic/stated-order.ts";

/**
 * Orders told as stories: what was sold, what came back, what was given back or kept. Each story says two things of the order: what
 * Shopify would print of it, and its ledger, one entry an event, whose sum is what the customer in the end paid for goods. The
 * ledger never looks at what is printed.
 */
export interface Story {
  readonly stated: StatedOrder;
  readonly ledger: {
    readonly goodsSold: number;
    readonly goodsBack: number;
    readonly discrepancy: number;
    /** What was taken off the full prices, both without tax, not rounded. */
    readonly discounts: number;
  };
  readonly tipsKept: number;
  readonly giftCardsKept: number;
}

type Kind = "goods" | "gift_card" | "tip";
interface Sold {
  readonly kind: Kind;
  readonly price: number;
  readonly quantity: number;
  readonly discountShare: number;
  readonly rate: number;
}
type Event =
  | { readonly what: "return"; readonly line: number; readonly units: number }
  | { readonly what: "edit"; readonly line: number; readonly units: number }
  | { readonly what: "money_back" | "fee_kept" | "pending"; readonly amount: number }
  /** All that edits left owed is paid, stated as given back beyond the goods or not. */
  | { readonly what: "settle"; readonly isStated: boolean };

const sold: fc.Arbitrary<Sold> = fc.record({
  kind: fc.oneof(
    { weight: 8, arbitrary: fc.constant("goods" as const) },
    { weight: 1, arbitrary: fc.constantFrom("gift_card" as const, "tip" as const) },
  ),
  price: fc.integer({ min: 1, max: 50_000 }),
  quantity: fc.integer({ min: 1, max: 4 }),
  discountShare: fc.constantFrom(0, 0, 0.1, 0.333, 1),
  rate: fc.constantFrom(0, 0.09, 0.21),
});
const event: fc.Arbitrary<Event> = fc.oneof(
  fc.record({
    what: fc.constantFrom("return" as const, "edit" as const),
    line: fc.nat(3),
    units: fc.integer({ min: 1, max: 3 }),
  }),
  fc.record({
    what: fc.constantFrom("money_back" as const, "fee_kept" as const, "pending" as const),
    amount: fc.integer({ min: 1, max: 2_000 }),
  }),
  fc.record({ what: fc.constant("settle" as const), isStated: fc.boolean() }),
);

/** `taxAnywhere`: all tax may stand on one line; such a story has no edits, whose share of tax would be anybody's guess. */
export function stories(options: { readonly taxAnywhere: boolean }): fc.Arbitrary<Story> {
  return fc
    .record({
      taxesIncluded: fc.boolean(),
      lines: fc.array(sold, { minLength: 1, maxLength: 4 }),
      events: fc.array(event, { maxLength: 4 }),
      taxOn: options.taxAnywhere ? fc.nat(3) : fc.constant(null),
      uniformRate: fc.constantFrom(0.09, 0.21),
    })
    .map((told) => tell(told, options.taxAnywhere));
}

function tell(
  told: {
    taxesIncluded: boolean;
    lines: readonly Sold[];
    events: readonly Event[];
    taxOn: number | null;
    uniformRate: number;
  },
  taxAnywhere: boolean,
): Story {
  const { taxesIncluded } = told;
  const lines = told.lines.map((line) => {
    const rate = line.kind === "goods" ? (taxAnywhere ? told.uniformRate : line.rate) : 0;
    const discount = line.kind === "goods" ? Math.round(line.price * line.quantity * line.discountShare) : 0;
    const paid = line.price * line.quantity - discount;
    const tax = Math.round(taxesIncluded ? (paid * rate) / (1 + rate) : paid * rate);
    return { ...line, rate, discount, paid, tax, left: line.quantity, paidLeft: paid, taxLeft: tax };
  });
  const goods = lines.filter((line) => line.kind === "goods");
  const ledger = {
    goodsSold: goods.reduce((sum, line) => sum + line.paid - (taxesIncluded ? line.tax : 0), 0),
    goodsBack: 0,
    discrepancy: 0,
    discounts: goods.reduce((sum, line) => sum + line.discount / (taxesIncluded ? 1 + line.rate : 1), 0),
  };
  const refunds: StatedOrder["refunds"][number][] = [];
  let isEdited = false;
  let refundDiscrepancyMinor = 0;
  // All was paid at once; an edit leaves its units' money owed, and every refund moves its own money.
  const payments = { received: 0, refunded: 0, owed: 0 };
  for (const line of lines) payments.received += line.paid + (taxesIncluded ? 0 : line.tax);
  for (const one of told.events) {
    if (one.what === "return" || one.what === "edit") {
      const line = lines[one.line % lines.length]!;
      const units = Math.min(one.units, line.left);
      if (units === 0 || (one.what === "edit" && (taxAnywhere || line.kind !== "goods"))) continue;
      if (one.what === "edit") {
        // Units leave by edits before any of the line was refunded: later ones would share what Shopify has left of it.
        if (line.left < line.quantity) continue;
        isEdited = true;
        const priced = (line.paid * units) / line.quantity;
        const without = ((line.paid - (taxesIncluded ? line.tax : 0)) * units) / line.quantity;
        const tax = Math.round((line.tax * units) / line.quantity);
        line.left -= units;
        line.paidLeft -= Math.round(priced);
        line.taxLeft -= tax;
        payments.owed += Math.round(priced) + (taxesIncluded ? 0 : tax);
        ledger.goodsBack += Math.round(without);
        continue;
      }
      const all = units === line.left;
      const subtotal = all ? line.paidLeft : Math.round((line.paidLeft * units) / line.left);
      const tax = all ? line.taxLeft : Math.round((line.taxLeft * units) / line.left);
      line.left -= units;
      line.paidLeft -= subtotal;
      line.taxLeft -= tax;
      if (line.kind === "goods") ledger.goodsBack += subtotal - (taxesIncluded ? tax : 0);
      const entry: StatedRefundLine = {
        line: lines.indexOf(line),
        quantity: units,
        subtotalMinor: subtotal,
        taxMinor: tax,
      };
      refunds.push({ lines: [entry], adjustments: [], pendingMinor: 0 });
      payments.refunded += subtotal + (taxesIncluded ? 0 : tax);
      continue;
    }
    if (one.what === "settle") {
      if (payments.owed === 0) continue;
      const amountMinor = one.isStated ? -payments.owed : 0;
      const adjustment = { amountMinor, taxMinor: 0, reason: "REFUND_DISCREPANCY" };
      refunds.push({ lines: [], adjustments: one.isStated ? [adjustment] : [], pendingMinor: 0 });
      refundDiscrepancyMinor += amountMinor;
      payments.refunded += payments.owed;
      payments.owed = 0;
      continue;
    }
    const amount = one.what === "money_back" ? -one.amount : one.amount;
    const reason = one.what === "pending" ? "PENDING_REFUND_DISCREPANCY" : "REFUND_DISCREPANCY";
    const pendingMinor = one.what === "pending" ? one.amount : 0;
    const stated = { amountMinor: amount, taxMinor: 0, reason };
    // Money on its way for goods that stay is stated as given back, and taken back until it has arrived.
    const given = { amountMinor: -amount, taxMinor: 0, reason: "REFUND_DISCREPANCY" };
    refunds.push({ lines: [], adjustments: pendingMinor > 0 ? [given, stated] : [stated], pendingMinor });
    if (pendingMinor > 0) continue;
    refundDiscrepancyMinor += amount;
    payments.refunded -= amount;
    if (goods.length > 0) ledger.discrepancy += amount;
  }
  const taxes = lines.map((line) => line.tax);
  const rates = lines.map((line) => line.rate);
  if (told.taxOn !== null) {
    const at = told.taxOn % lines.length;
    const all = taxes.reduce((sum, one) => sum + one, 0);
    taxes.fill(0);
    rates.fill(0);
    taxes[at] = all;
    rates[at] = told.uniformRate;
  }
  const keptOf = (kind: Kind) =>
    lines.filter((line) => line.kind === kind).reduce((sum, line) => sum + line.paidLeft, 0);
  const stated: StatedOrder = {
    taxesIncluded,
    isTest: false,
    isCancelled: false,
    isEdited,
    financialStatus: "PAID",
    lines: lines.map(
      (line, at): StatedLine => ({
        unitPriceMinor: line.price,
        quantity: line.quantity,
        keptQuantity: line.left,
        discountMinor: line.discount,
        taxMinor: taxes[at]!,
        taxRate: rates[at]!,
        isGiftCard: line.kind === "gift_card",
        hasProduct: line.kind !== "tip",
        unitCostMinor: null,
      }),
    ),
    refunds,
    refundDiscrepancyMinor,
    tipsReceivedMinor: lines
      .filter((line) => line.kind === "tip")
      .reduce((sum, line) => sum + line.price * line.quantity, 0),
    shippingMinor: 0,
    dutiesMinor: 0,
    feesMinor: 0,
    totalTaxMinor: lines.reduce((sum, line) => sum + line.tax, 0),
    currentTaxMinor: lines.reduce((sum, line) => sum + line.taxLeft, 0),
    currentSubtotalMinor: keptOf("goods") + keptOf("gift_card"),
    receivedMinor: payments.received,
    refundedMinor: payments.refunded,
    outstandingMinor: 0 - payments.owed,
  };
  return { stated, ledger, tipsKept: keptOf("tip"), giftCardsKept: keptOf("gift_card") };
}
