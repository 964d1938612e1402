import type { CustomerComparison } from "../../../app/valuation/pages/comparison/customer.ts";
import type {
  ComparedMonth,
  ComparedPeriod,
  ComparisonView,
} from "../../../app/valuation/pages/comparison/months.ts";
import { shop } from "./shop.ts";

/** A period of any size, in which everything occurs once. */
function periodOf(size: number): ComparedPeriod {
  const at = (minor: number) => Math.round(minor * size);
  const down = [
    { key: "test", minor: -at(2_500), orders: 1 },
    { key: "voided", minor: -at(7_450), orders: 2 },
    { key: "cancelled", minor: -at(31_900), orders: 4 },
    { key: "zero_value", minor: -at(6_000), orders: 3 },
  ] as const;
  const shared = [
    { key: "money_back", minor: -at(4_400), orders: null },
    { key: "fees_kept", minor: at(500), orders: null },
  ] as const;
  const gross = [
    ...down,
    { key: "discounts", minor: -at(212_340), orders: null },
    { key: "returned_goods", minor: -at(118_905), orders: null },
    ...shared,
  ] as const;
  const total = [
    ...down,
    { key: "tax", minor: -at(604_411), orders: null },
    { key: "shipping", minor: -at(184_250), orders: null },
    { key: "tips", minor: -at(3_000), orders: null },
    { key: "gift_cards", minor: -at(45_000), orders: null },
    ...shared,
  ] as const;
  const netSalesMinor = at(2_876_043);
  const startOf = (steps: readonly { readonly minor: number }[]) =>
    steps.reduce((start, { minor }) => start - minor, netSalesMinor);
  return {
    orders: at(541),
    countedOrders: at(531),
    grossSalesMinor: startOf(gross),
    totalMinor: startOf(total),
    netSalesMinor,
    unexplainedMinor: 0,
    unassignedMinor: at(114_020),
    outstandingMinor: at(38_115),
    fromGross: { startMinor: startOf(gross), steps: gross, unexplainedMinor: 0, netSalesMinor },
    fromTotal: { startMinor: startOf(total), steps: total, unexplainedMinor: 0, netSalesMinor },
  };
}

const months: readonly ComparedMonth[] = [2, 1, 0].map((month0) => ({
  month: 2026 * 12 + month0,
  ...periodOf(0.9 + month0 * 0.06),
}));

export const fullComparison: Extract<ComparisonView, { state: "full" }> = {
  state: "full",
  shop,
  asOfDay: "2026-03-31",
  updating: false,
  historyFrom: null,
  years: [2026, 2025, 2024, 2023],
  year: 2026,
  months,
  month: null,
  period: periodOf(2.88),
};

const unexplained = (period: ComparedPeriod): ComparedPeriod => ({
  ...period,
  unexplainedMinor: -1_250,
  fromTotal: {
    ...period.fromTotal,
    startMinor: period.fromTotal.startMinor + 1_250,
    unexplainedMinor: -1_250,
  },
});

/** Orders are still being counted, and older ones cannot be read. */
export const unexplainedComparison: ComparisonView = {
  ...fullComparison,
  updating: true,
  historyFrom: "2026-01-30",
  months: months.map((month) => ({ ...month, ...(month.month % 12 === 2 && unexplained(month)) })),
  period: unexplained(fullComparison.period),
};

export const spentComparison: CustomerComparison = {
  shop,
  asOfDay: "2026-03-31",
  historyFrom: null,
  customer: { customerId: 7_100_221_340, name: "Noor van den Berg", email: "noor@example.com" },
  shopifyOrders: 9,
  countedOrders: 7,
  netSalesMinor: 52_340,
  ladder: {
    startMinor: 60_311,
    steps: [
      { key: "gift_card", minor: -4_500, orders: 1 },
      { key: "tax", minor: -10_991, orders: null },
      { key: "shipping", minor: -2_480, orders: null },
      { key: "unpaid", minor: 6_050, orders: null },
      { key: "guests", minor: 3_950, orders: 1 },
    ],
    unexplainedMinor: 0,
    netSalesMinor: 52_340,
  },
};

export const unreadComparison: CustomerComparison = {
  ...spentComparison,
  historyFrom: "2026-01-30",
  shopifyOrders: null,
  ladder: null,
};
