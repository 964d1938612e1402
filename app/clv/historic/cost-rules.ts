import { roundHalfUp } from "./rounding.ts";

/** What an order costs beside its goods. */
export const COST_KINDS = ["shipping", "payment", "fulfilment"] as const;
export type CostKind = (typeof COST_KINDS)[number];

/** A fixed amount per order, a share in basis points (290 = 2.9 %), both, or neither. */
export interface CostRule {
  readonly fixedMinor: number;
  readonly shareBp: number;
}

export interface CostRuleByCountry {
  readonly everywhere: CostRule;
  /** By ISO country code: in place of the rule for everywhere, and not on top of it. */
  readonly countries: Readonly<Record<string, CostRule>>;
}

export type CostRules = Readonly<Record<CostKind, CostRuleByCountry>>;

/** By what margins and contributions are made: another value changes those of every order. */
export interface CostBasis {
  /** Gross margin, in basis points of net sales, of goods of unknown cost; null where the shop states none. */
  readonly defaultMarginBp: number | null;
  readonly rules: CostRules;
}

/** An amount beyond it, of an order or of a unit, is a slip of the keyboard for sure. */
export const MOST_COST_MINOR = 1_000_000_000_000;

export const NO_COST: CostRule = { fixedMinor: 0, shareBp: 0 };
export const NO_COST_RULES: CostRules = {
  shipping: { everywhere: NO_COST, countries: {} },
  payment: { everywhere: NO_COST, countries: {} },
  fulfilment: { everywhere: NO_COST, countries: {} },
};

/** An order that counts, as far as its costs go. */
export interface ChargedOrder {
  readonly grossSalesMinor: number;
  readonly discountsMinor: number;
  /** Paid so far, before anything was given back. */
  readonly receivedMinor: number;
  /** Still to be paid; below 0 where it is owed to the customer. */
  readonly outstandingMinor: number;
  readonly countryCode: string | null;
  readonly isCancelled: boolean;
  /** Whether it went to an address; null where that was not read: then it did. */
  readonly isSent: boolean | null;
}

export type OrderCosts = Readonly<Record<CostKind, number>>;

export function ruleFor(rule: CostRuleByCountry, countryCode: string | null): CostRule {
  if (countryCode !== null && Object.hasOwn(rule.countries, countryCode)) {
    return rule.countries[countryCode] ?? rule.everywhere;
  }
  return rule.everywhere;
}

/**
 * What an order cost beside its goods. Refunds change none of it: the parcel went out, and whoever takes the payment keeps the fee.
 *
 * - Shipping and fulfilment: their share is of goods after discounts, before returns. Nothing where nothing was sent: goods without
 *   shipping, sales at the till, cancelled orders.
 * - Payment: its share is of all that was paid or is still to be paid, tax, shipping and tips included. Nothing where nothing is.
 */
export function costsOfOrder(order: ChargedOrder, rules: CostRules): OrderCosts {
  const paidMinor = Math.max(0, order.receivedMinor + Math.max(0, order.outstandingMinor));
  const soldMinor = order.grossSalesMinor - order.discountsMinor;
  const wasSent = !order.isCancelled && order.isSent !== false;
  const cost = (kind: CostKind, applies: boolean, baseMinor: number): number => {
    const { fixedMinor, shareBp } = ruleFor(rules[kind], order.countryCode);
    return applies ? fixedMinor + roundHalfUp((baseMinor * shareBp) / 10_000) : 0;
  };
  return {
    shipping: cost("shipping", wasSent, soldMinor),
    payment: cost("payment", paidMinor > 0, paidMinor),
    fulfilment: cost("fulfilment", wasSent, soldMinor),
  };
}
