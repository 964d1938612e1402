import type { CustomerView } from "../../../app/valuation/pages/customers/customer.ts";
import type { OrderContribution } from "../../../app/valuation/pages/customers/order-contribution.ts";
import { shop } from "./shop.ts";

const order = (
  number: number,
  orderDay: string,
  grossSalesMinor: number,
  rest: Partial<OrderContribution> = {},
): OrderContribution => {
  const { discountsMinor = 0, returnedGoodsMinor = 0, moneyBackMinor = 0, keptMinor = 0 } = rest;
  const returnsMinor = returnedGoodsMinor + moneyBackMinor - keptMinor;
  return {
    orderId: 5_482_910_000 + number,
    name: `#${number}`,
    orderDay,
    isFromFile: false,
    channel: "Online Store",
    grossSalesMinor,
    discountsMinor,
    returnsMinor,
    returnedGoodsMinor,
    moneyBackMinor,
    keptMinor,
    longUnpaidMinor: 0,
    chargeback: null,
    netSalesMinor: grossSalesMinor - discountsMinor - returnsMinor,
    exclusion: null,
    refunds: [],
    ...rest,
  };
};

const orders: readonly OrderContribution[] = [
  order(4_912, "2026-03-18", 8_450),
  order(4_655, "2026-02-02", 4_500, { exclusion: "gift_card", channel: "Point of Sale" }),
  order(4_401, "2025-12-09", 21_900, {
    discountsMinor: 2_190,
    returnedGoodsMinor: 6_495,
    keptMinor: 500,
    refunds: [
      {
        refundDay: "2025-12-29",
        refundedMinor: 7_254,
        parts: { goodsMinor: 6_495, keptMinor: 500, backMinor: 0, otherMinor: 1_259 },
      },
    ],
  }),
  order(4_377, "2025-12-09", 9_900, { exclusion: "cancelled" }),
  order(3_802, "2025-09-14", 8_250, {
    discountsMinor: 725,
    moneyBackMinor: 1_000,
    chargeback: "lost",
    refunds: [
      {
        refundDay: "2025-09-21",
        refundedMinor: 1_000,
        parts: { goodsMinor: 0, keptMinor: 0, backMinor: 1_000, otherMinor: 0 },
      },
    ],
  }),
  order(3_120, "2025-05-30", 11_400, { longUnpaidMinor: 11_400 }),
  order(2_604, "2025-01-22", 6_300, {
    refunds: [{ refundDay: "2025-02-03", refundedMinor: 500, parts: null }],
  }),
  order(2_210, "2024-10-02", 9_000, { exclusion: "expired" }),
  order(1_977, "2024-08-11", 5_950),
];

function timelineOf(counted: readonly OrderContribution[]) {
  let cumulativeMinor = 0;
  return counted
    .filter((o) => o.exclusion === null)
    .toReversed()
    .map((o) => {
      cumulativeMinor += o.netSalesMinor;
      return { day: o.orderDay, cumulativeMinor };
    });
}

const timeline = timelineOf(orders);
const netSalesMinor = timeline.at(-1)?.cumulativeMinor ?? 0;

export const fullCustomer: CustomerView = {
  shop,
  asOfDay: "2026-03-31",
  customer: {
    customerId: 7_100_221_340,
    name: "Noor van den Berg",
    email: "noor.van.den.berg@example.com",
    countryCode: "NL",
    consent: "SUBSCRIBED",
    group: "CHAMPIONS",
    orders: 6,
    netSalesMinor,
    lastOrderDay: "2026-03-18",
    expectedValueMinor: 23_410,
    valueLowMinor: 6_200,
    valueHighMinor: 44_900,
    pAlive: 0.94,
    valueAtStakeMinor: 1_494.3,
    firstOrderDay: "2024-08-11",
    tags: ["wholesale-interest", "newsletter", "linen"],
    shopifyRfmGroup: "LOYAL",
    shopifySpendTier: "HIGH",
    rfm: { recency: 5, frequency: 5, monetary: 4 },
  },
  basis: { chosen: "revenue", used: "revenue", costCoverage: 0.72 },
  historic: {
    valueMinor: netSalesMinor,
    netSalesMinor,
    grossSalesMinor: 62_250,
    discountsMinor: 2_915,
    returnsMinor: 6_995,
    orders: 6,
    averageOrderValueMinor: netSalesMinor / 6,
    firstOrderValueMinor: 5_950,
    firstOrderMultiple: netSalesMinor / 5_950,
    medianGapDays: 107,
    grossMarginMinor: 26_700,
    costCoverage: 0.72,
    costs: { shippingChargedMinor: 1_485, shippingMinor: 3_210, paymentMinor: 1_966, fulfilmentMinor: 1_080 },
    contributionMinor: 21_929,
    windows: [
      { days: 14, valueMinor: 5_950 },
      { days: 30, valueMinor: 5_950 },
      { days: 60, valueMinor: 5_950 },
      { days: 90, valueMinor: 5_950 },
      { days: 180, valueMinor: 12_250 },
      { days: 365, valueMinor: 23_650 },
    ],
  },
  prediction: {
    state: "ready",
    averageOrders: false,
    pAlive: 0.94,
    churnProbability: 0.12,
    expectedOrders: 2.7,
    ordersLow: 1,
    ordersHigh: 5,
    expectedValueMinor: 23_410,
    valueLowMinor: 6_200,
    valueHighMinor: 44_900,
    nextOrderFrom: "2026-04-12",
    nextOrderTo: "2026-10-03",
    inputs: { x: 5, tx: 83.4, T: 85.3, meanValueMinor: 9_278 },
  },
  timeline,
  orders,
  concerns: { openChargebacks: 0, lostChargebacks: 1, longUnpaidMinor: 11_400 },
  ordersShown: 9,
  ordersTotal: 9,
  unreadOrders: 1,
};

const only = orders.slice(-1);

export const oneOrderCustomer: CustomerView = {
  ...fullCustomer,
  customer: {
    ...fullCustomer.customer,
    name: null,
    consent: "UNSUBSCRIBED",
    group: "NEW",
    tags: [],
    shopifyRfmGroup: null,
    shopifySpendTier: null,
    firstOrderDay: "2026-03-31",
    orders: 1,
  },
  historic: {
    ...fullCustomer.historic,
    valueMinor: 5_950,
    netSalesMinor: 5_950,
    grossSalesMinor: 5_950,
    discountsMinor: 0,
    returnsMinor: 0,
    orders: 1,
    averageOrderValueMinor: 5_950,
    firstOrderMultiple: 1,
    medianGapDays: null,
    windows: fullCustomer.historic.windows.map(({ days }) => ({ days, valueMinor: null })),
  },
  prediction: { state: "learning", reason: "too_few_customers" },
  timeline: [{ day: "2026-03-31", cumulativeMinor: 5_950 }],
  concerns: { openChargebacks: 0, lostChargebacks: 0, longUnpaidMinor: 0 },
  orders: only.map((o) => ({ ...o, orderDay: "2026-03-31" })),
  ordersShown: 1,
  ordersTotal: 1,
};

/** Returned more than was bought in the time that Shopify shows. */
export const negativeCustomer: CustomerView = {
  ...fullCustomer,
  customer: { ...fullCustomer.customer, group: "AT_RISK", consent: "INVALID" },
  historic: {
    ...fullCustomer.historic,
    valueMinor: -2_300,
    netSalesMinor: -2_300,
    firstOrderMultiple: null,
    orders: 3,
  },
  prediction: {
    ...(fullCustomer.prediction.state === "ready" ? fullCustomer.prediction : never()),
    pAlive: 0.08,
    churnProbability: 0.95,
    expectedOrders: 0.1,
    ordersLow: 0,
    ordersHigh: 0,
    expectedValueMinor: 640,
    valueLowMinor: 0,
    valueHighMinor: 0,
    nextOrderFrom: null,
    nextOrderTo: null,
  },
  timeline: [
    { day: "2023-02-11", cumulativeMinor: 8_000 },
    { day: "2023-03-20", cumulativeMinor: 1_200 },
    { day: "2024-01-05", cumulativeMinor: -2_300 },
  ],
  ordersTotal: 312,
};

/** A single order long ago: the group says gone, the model says still there. */
export const dormantCustomer: CustomerView = {
  ...oneOrderCustomer,
  customer: {
    ...oneOrderCustomer.customer,
    name: "Jonas Becker",
    email: "jonas.becker@example.com",
    group: "DORMANT",
    firstOrderDay: "2024-08-11",
    lastOrderDay: "2024-08-11",
    rfm: { recency: 1, frequency: 1, monetary: 2 },
  },
  historic: {
    ...oneOrderCustomer.historic,
    grossMarginMinor: 2_450,
    contributionMinor: -120,
    windows: fullCustomer.historic.windows.map(({ days }) => ({ days, valueMinor: 5_950 })),
  },
  prediction: {
    ...(fullCustomer.prediction.state === "ready" ? fullCustomer.prediction : never()),
    pAlive: 1,
    churnProbability: 0.71,
    expectedOrders: 0.4,
    ordersLow: 0,
    ordersHigh: 1,
    expectedValueMinor: 2_310,
    valueLowMinor: 0,
    valueHighMinor: 6_480,
    nextOrderFrom: null,
    nextOrderTo: null,
    inputs: { x: 0, tx: 0, T: 85.3, meanValueMinor: null },
  },
  timeline: [{ day: "2024-08-11", cumulativeMinor: 5_950 }],
  orders: only,
};

/** No model did better than a plain rule. */
export const averageCustomer: CustomerView = {
  ...fullCustomer,
  prediction: {
    ...(fullCustomer.prediction.state === "ready" ? fullCustomer.prediction : never()),
    averageOrders: true,
    pAlive: 1,
  },
};

function never(): never {
  throw new Error("The full customer has a prediction");
}

export const prospect: CustomerView = {
  ...oneOrderCustomer,
  customer: {
    ...oneOrderCustomer.customer,
    name: "Ada Okafor",
    group: "PROSPECTS",
    consent: "PENDING",
    orders: 0,
    firstOrderDay: null,
    lastOrderDay: null,
    rfm: null,
  },
  historic: {
    ...oneOrderCustomer.historic,
    valueMinor: 0,
    netSalesMinor: 0,
    grossSalesMinor: 0,
    orders: 0,
    averageOrderValueMinor: null,
    firstOrderValueMinor: null,
    firstOrderMultiple: null,
    grossMarginMinor: null,
    contributionMinor: null,
    costCoverage: null,
  },
  prediction: { state: "no_orders" },
  timeline: [],
  orders: [],
  ordersShown: 0,
  ordersTotal: 0,
};

/** On what is left after all costs. */
export const contributionCustomer: CustomerView = {
  ...fullCustomer,
  basis: { chosen: "contribution", used: "contribution", costCoverage: 0.72 },
  historic: {
    ...fullCustomer.historic,
    valueMinor: 21_929,
    firstOrderValueMinor: 2_110,
    firstOrderMultiple: 10.393,
  },
  timeline: fullCustomer.timeline.map(({ day, cumulativeMinor }) => ({
    day,
    cumulativeMinor: Math.round((cumulativeMinor * 21_929) / netSalesMinor),
  })),
};
