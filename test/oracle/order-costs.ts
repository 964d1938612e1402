/**
 * What an order costs and leaves, after the definitions of docs/clv.md and nothing else: no code of the app. Whole minor units in
 * `bigint`, so that no product and no half is lost.
 */

export interface PlainCostLine {
  readonly net: number;
  readonly kept: number;
  readonly unitCost: number | null;
  /** What the merchant says of the product. */
  readonly productCost: number | null;
}

export interface PlainCharge {
  readonly fixed: number;
  /** In hundredths of a percent. */
  readonly bp: number;
}

export interface PlainCosts {
  readonly defaultMarginBp: number | null;
  readonly charges: Readonly<
    Record<
      "shipping" | "payment" | "fulfilment",
      { readonly all: PlainCharge; readonly of: ReadonlyMap<string, PlainCharge> }
    >
  >;
}

export interface PlainCostOrder {
  readonly gross: number;
  readonly discounts: number;
  readonly lines: readonly PlainCostLine[];
  readonly shipping: number;
  readonly received: number;
  readonly outstanding: number;
  readonly country: string | null;
  readonly cancelled: boolean;
  readonly sent: boolean | null;
}

export interface PlainMargin {
  readonly net: number;
  readonly known: number;
  readonly cost: number;
  readonly margin: number | null;
  readonly shippingCost: number;
  readonly paymentFee: number;
  readonly fulfilmentCost: number;
  readonly contribution: number | null;
}

/** Nearest whole unit of `amount` x `bp` / 10,000; a half goes away from zero. */
function share(amount: number, bp: number): number {
  const twice = BigInt(Math.abs(amount)) * BigInt(bp) * 2n;
  const rounded = (twice + 10_000n) / 20_000n;
  return amount < 0 ? -Number(rounded) || 0 : Number(rounded);
}

export function plainMargin(order: PlainCostOrder, costs: PlainCosts): PlainMargin {
  let net = 0;
  let known = 0;
  let cost = 0;
  for (const line of order.lines) {
    net += line.net;
    const unit = line.unitCost === null ? line.productCost : line.unitCost;
    if (unit === null && line.kept > 0) continue;
    known += line.net;
    cost += (unit ?? 0) * line.kept;
  }
  let assumed: number | null = 0;
  if (net !== known) {
    if (costs.defaultMarginBp === null) assumed = null;
    else {
      assumed = net - known - share(net - known, costs.defaultMarginBp);
      if (assumed < 0) assumed = 0;
    }
  }
  const charge = (kind: "shipping" | "payment" | "fulfilment", amount: number): number => {
    const { all, of } = costs.charges[kind];
    const { fixed, bp } = (order.country === null ? undefined : of.get(order.country)) ?? all;
    return fixed + share(amount, bp);
  };
  const sent = !order.cancelled && order.sent !== false;
  const sold = order.gross - order.discounts;
  const paid = order.received + Math.max(order.outstanding, 0);
  const shippingCost = sent ? charge("shipping", sold) : 0;
  const paymentFee = paid > 0 ? charge("payment", paid) : 0;
  const fulfilmentCost = sent ? charge("fulfilment", sold) : 0;
  const margin = assumed === null ? null : net - cost - assumed;
  const contribution =
    margin === null ? null : margin + order.shipping - shippingCost - paymentFee - fulfilmentCost;
  return { net, known, cost, margin, shippingCost, paymentFee, fulfilmentCost, contribution };
}
