import type { Day } from "../calendar.ts";

/**
 * One line of an order, shop currency, integer minor units, without tax. `discountMinor` is the discount of the whole line: its own
 * and its part of the order's discounts.
 */
export type OrderLine = {
  unitPriceMinor: number;
  quantity: number;
  /** Quantity after refunds and edits; 0 <= keptQuantity <= quantity. */
  keptQuantity: number;
  discountMinor: number;
  isGiftCard: boolean;
  /** Unit cost of the variant as seen at ingestion. */
  unitCostMinor: number | null;
  /** Unit cost that the merchant set for the product; used where the variant has none. */
  unitCostOverrideMinor: number | null;
};

/** Money given back for a quantity of a line, without tax. A quantity of 0 is money back for goods that stay. */
export type LineRefund = { day: Day; line: number; quantity: number; subtotalMinor: number };

export type Order = {
  day: Day;
  isTest: boolean;
  isVoided: boolean;
  isCancelled: boolean;
  /** Shipping charged to the customer, without tax, after discounts and refunds. */
  shippingMinor: number;
  lines: readonly OrderLine[];
  refunds: readonly LineRefund[];
};

/** A cost per order: a fixed amount, a share of net sales (0.029 = 2.9 %), both, or nothing. */
export type ChargeRule = { fixedMinor: number; shareOfNetSales: number };
export const NO_CHARGE: ChargeRule = { fixedMinor: 0, shareOfNetSales: 0 };

export type OrderRules = {
  countZeroValueOrders: boolean;
  refundDating: "day_of_order" | "day_of_refund";
  /** Gross margin as a share of net sales where no cost is known (0.4 = 40 %); null: such lines have no margin. */
  defaultMargin: number | null;
  shippingCost: ChargeRule;
  paymentFees: ChargeRule;
  fulfilmentCost: ChargeRule;
};

export const DEFAULT_ORDER_RULES: OrderRules = {
  countZeroValueOrders: false,
  refundDating: "day_of_order",
  defaultMargin: null,
  shippingCost: NO_CHARGE,
  paymentFees: NO_CHARGE,
  fulfilmentCost: NO_CHARGE,
};

/** The money of an order or of one of its lines. netSales = grossSales - discounts - returns, exactly. */
export type Sales = {
  grossSalesMinor: number;
  discountsMinor: number;
  returnsMinor: number;
  netSalesMinor: number;
  /** Cost of the kept goods: known costs, and the default margin where there is one. */
  costMinor: number;
  /** Net sales of the lines whose cost is known from the variant or the product override. */
  costKnownNetSalesMinor: number;
  /** Net sales of the lines that have no cost at all, not even by the default margin. */
  costMissingNetSalesMinor: number;
};

export type OrderMoney = Sales & {
  lines: Sales[];
  shippingMinor: number;
  /** Share of net sales with a known cost; null where net sales are 0. */
  costCoverage: number | null;
  /** Null where part of the net sales has no cost. */
  grossMarginMinor: number | null;
  contributionMinor: number | null;
};

const NOTHING: Sales = {
  grossSalesMinor: 0,
  discountsMinor: 0,
  returnsMinor: 0,
  netSalesMinor: 0,
  costMinor: 0,
  costKnownNetSalesMinor: 0,
  costMissingNetSalesMinor: 0,
};

/**
 * Money of an order: the sums of its lines, without gift cards, tax, tips and duties. Every amount is a whole number of minor units and the
 * lines add up to the order exactly.
 */
export function moneyOfOrder(order: Order, rules: OrderRules = DEFAULT_ORDER_RULES): OrderMoney {
  const lines = order.lines.map((line, index) => salesOfLine(line, refundsOfLine(order, index), rules));
  const total: Sales = { ...NOTHING };
  for (const line of lines) {
    for (const key of Object.keys(NOTHING) as (keyof Sales)[]) total[key] += line[key];
  }
  const { netSalesMinor, costMinor } = total;
  const grossMarginMinor = total.costMissingNetSalesMinor === 0 ? netSalesMinor - costMinor : null;
  const charges =
    chargeMinor(rules.shippingCost, netSalesMinor) +
    chargeMinor(rules.paymentFees, netSalesMinor) +
    chargeMinor(rules.fulfilmentCost, netSalesMinor);
  return {
    ...total,
    lines,
    shippingMinor: order.shippingMinor,
    costCoverage: netSalesMinor === 0 ? null : total.costKnownNetSalesMinor / netSalesMinor,
    grossMarginMinor,
    contributionMinor: grossMarginMinor === null ? null : grossMarginMinor + order.shippingMinor - charges,
  };
}

function refundsOfLine(order: Order, index: number): { quantity: number; subtotalMinor: number } {
  let quantity = 0;
  let subtotalMinor = 0;
  for (const refund of order.refunds) {
    if (refund.line !== index) continue;
    quantity += refund.quantity;
    subtotalMinor += refund.subtotalMinor;
  }
  return { quantity, subtotalMinor };
}

function salesOfLine(
  line: OrderLine,
  refunded: { quantity: number; subtotalMinor: number },
  rules: OrderRules,
): Sales {
  if (line.isGiftCard) return { ...NOTHING };
  const grossSalesMinor = line.unitPriceMinor * line.quantity;
  const soldMinor = grossSalesMinor - line.discountMinor;
  // Quantities taken off by an edit were never paid back as a refund: they leave at the line's price after discounts.
  const removed = Math.max(0, line.quantity - line.keptQuantity - refunded.quantity);
  const removedMinor = line.quantity === 0 ? 0 : roundHalfUp((soldMinor * removed) / line.quantity);
  const returnsMinor = refunded.subtotalMinor + removedMinor;
  const netSalesMinor = soldMinor - returnsMinor;
  const unitCost = line.unitCostMinor ?? line.unitCostOverrideMinor;
  const base = { grossSalesMinor, discountsMinor: line.discountMinor, returnsMinor, netSalesMinor };
  if (unitCost !== null) {
    return {
      ...base,
      costMinor: unitCost * line.keptQuantity,
      costKnownNetSalesMinor: netSalesMinor,
      costMissingNetSalesMinor: 0,
    };
  }
  if (rules.defaultMargin !== null) {
    const costMinor = roundHalfUp(netSalesMinor * (1 - rules.defaultMargin));
    return { ...base, costMinor, costKnownNetSalesMinor: 0, costMissingNetSalesMinor: 0 };
  }
  return { ...base, costMinor: 0, costKnownNetSalesMinor: 0, costMissingNetSalesMinor: netSalesMinor };
}

function chargeMinor(rule: ChargeRule, netSalesMinor: number): number {
  return rule.fixedMinor + roundHalfUp(netSalesMinor * rule.shareOfNetSales);
}

/** Nearest whole minor unit, halves away from zero, so that a refund rounds as the sale did. */
export function roundHalfUp(amount: number): number {
  const rounded = Math.sign(amount) * Math.round(Math.abs(amount));
  return rounded === 0 ? 0 : rounded;
}

export type NotCountedReason = "test" | "voided" | "cancelled" | "gift_cards_only" | "zero_value";
export type Counted = { counts: true } | { counts: false; reason: NotCountedReason };

/**
 * Whether an order counts, and why not. A cancelled order counts only as far as money of it stays. An order is worth zero where nothing was
 * paid for its goods in the first place (gross sales = discounts): goods sent back later leave an order that counts.
 */
export function countOrder(
  order: Order,
  money: Pick<Sales, "grossSalesMinor" | "discountsMinor" | "netSalesMinor">,
  rules: OrderRules = DEFAULT_ORDER_RULES,
): Counted {
  if (order.isTest) return { counts: false, reason: "test" };
  if (order.isVoided) return { counts: false, reason: "voided" };
  if (order.isCancelled && money.netSalesMinor === 0) return { counts: false, reason: "cancelled" };
  if (order.lines.length > 0 && order.lines.every((line) => line.isGiftCard)) {
    return { counts: false, reason: "gift_cards_only" };
  }
  if (!rules.countZeroValueOrders && money.grossSalesMinor === money.discountsMinor) {
    return { counts: false, reason: "zero_value" };
  }
  return { counts: true };
}

/** A dated part of a customer's value. Only the events with `isOrder` are orders; the others are money given back later. */
export type ValueEvent = { day: Day; netSalesMinor: number; isOrder: boolean };

/**
 * What an order adds to its customer's value and when: one event on the order's day, or with refund dating by the day of the refund also one
 * event a day with refunds. The events add up to the order's net sales exactly. Empty where the order does not count.
 */
export function valueEventsOfOrder(order: Order, rules: OrderRules = DEFAULT_ORDER_RULES): ValueEvent[] {
  const money = moneyOfOrder(order, rules);
  if (!countOrder(order, money, rules).counts) return [];
  if (rules.refundDating === "day_of_order") {
    return [{ day: order.day, netSalesMinor: money.netSalesMinor, isOrder: true }];
  }
  const laterMinor = new Map<Day, number>();
  for (const refund of order.refunds) {
    const line = order.lines[refund.line];
    if (!line || line.isGiftCard || refund.day === order.day) continue;
    laterMinor.set(refund.day, (laterMinor.get(refund.day) ?? 0) - refund.subtotalMinor);
  }
  let later = 0;
  for (const amount of laterMinor.values()) later += amount;
  const events: ValueEvent[] = [
    { day: order.day, netSalesMinor: money.netSalesMinor - later, isOrder: true },
  ];
  for (const [day, netSalesMinor] of [...laterMinor].sort((left, right) => left[0] - right[0])) {
    events.push({ day, netSalesMinor, isOrder: false });
  }
  return events;
}
