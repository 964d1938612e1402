import { dayOfIso } from "../../../clv/calendar.ts";
import type { Basis } from "../../../clv/historic/basis.ts";
import { costCoverage } from "../../../clv/historic/margin.ts";
import { WINDOWS, type WindowDays } from "../../../clv/historic/windows.ts";
import type { CustomerDetailRow } from "../../../db/queries/pages/customer-detail.ts";
import type { ShopValuationRow } from "../../../db/queries/valuation/customer-value-rows.ts";
import { BASIS_COLUMNS, windowColumn } from "../../../db/queries/valuation/window-columns.ts";
import { multipleOf } from "../summary.ts";
import type { TimelineDay } from "./order-contribution.ts";

/** What a customer has been worth. */
export interface HistoricValue {
  /** On the basis; so are first order, multiple and windows. */
  readonly valueMinor: number;
  readonly netSalesMinor: number;
  readonly grossSalesMinor: number;
  readonly discountsMinor: number;
  readonly returnsMinor: number;
  readonly orders: number;
  readonly averageOrderValueMinor: number | null;
  readonly firstOrderValueMinor: number | null;
  readonly firstOrderMultiple: number | null;
  readonly medianGapDays: number | null;
  readonly grossMarginMinor: number | null;
  readonly costCoverage: number | null;
  /** What the orders cost beside their goods, and the shipping that was charged for them. */
  readonly costs: {
    readonly shippingChargedMinor: number;
    readonly shippingMinor: number;
    readonly paymentMinor: number;
    readonly fulfilmentMinor: number;
  };
  readonly contributionMinor: number | null;
  /** `valueMinor` is null until the customer has been observed for that many days. */
  readonly windows: readonly { readonly days: WindowDays; readonly valueMinor: number | null }[];
}

/** An amount on the basis. */
interface DatedAmount {
  readonly day: string;
  readonly minor: number;
}

/** Cumulative value after each day on which it changed. */
export function cumulative(dated: readonly DatedAmount[]): TimelineDay[] {
  let cumulativeMinor = 0;
  return dated
    .filter(({ minor }) => minor !== 0)
    .map(({ day, minor }) => {
      cumulativeMinor += minor;
      return { day, cumulativeMinor };
    });
}

interface ExpectedValue {
  readonly expectedValueMinor: number;
  readonly valueLowMinor: number;
  readonly valueHighMinor: number;
}

/** What is expected in net sales, as what is left of it: as much as of the shop's net sales so far. */
export function leftOf(expected: ExpectedValue, share: number): ExpectedValue {
  const left = (minor: number) => Math.round(minor * share);
  const bounds = [left(expected.valueLowMinor), left(expected.valueHighMinor)];
  return {
    expectedValueMinor: left(expected.expectedValueMinor),
    valueLowMinor: Math.min(...bounds),
    valueHighMinor: Math.max(...bounds),
  };
}

const FIRST_ORDER = {
  revenue: "first_order_value_minor",
  margin: "first_order_margin_minor",
  contribution: "first_order_contribution_minor",
} as const satisfies Record<Basis, keyof CustomerDetailRow>;

/** `dated`: the amounts of each day, where the basis is not net sales. */
export function historicOf(
  detail: CustomerDetailRow,
  valuation: ShopValuationRow,
  used: Basis,
  dated: readonly DatedAmount[] | null,
): HistoricValue {
  const { orders, net_sales_minor: netSalesMinor } = detail;
  const firstOrderValueMinor = detail[FIRST_ORDER[used]];
  const valueMinor = detail[BASIS_COLUMNS[used]] ?? 0;
  const withinMinor = (days: WindowDays): number | null =>
    dated
      ? dated.reduce(
          (sum, { day, minor }) =>
            daysBetween(detail.first_order_day ?? day, day) < days ? sum + minor : sum,
          0,
        )
      : detail[windowColumn(days)];
  const costs = {
    netSalesMinor,
    costKnownNetSalesMinor: detail.cost_known_net_sales_minor,
  };
  const observedDays = detail.first_order_day
    ? daysBetween(detail.first_order_day, valuation.as_of_day) + 1
    : 0;
  return {
    valueMinor,
    netSalesMinor,
    grossSalesMinor: detail.gross_sales_minor,
    discountsMinor: detail.discounts_minor,
    returnsMinor: detail.returns_minor,
    orders,
    averageOrderValueMinor: orders === 0 ? null : netSalesMinor / orders,
    firstOrderValueMinor,
    firstOrderMultiple: multipleOf(valueMinor, firstOrderValueMinor ?? 0),
    medianGapDays: detail.median_gap_days,
    grossMarginMinor: detail.gross_margin_minor,
    costCoverage: costCoverage(costs),
    costs: {
      shippingChargedMinor: detail.shipping_minor,
      shippingMinor: detail.shipping_cost_minor,
      paymentMinor: detail.payment_cost_minor,
      fulfilmentMinor: detail.fulfilment_cost_minor,
    },
    contributionMinor: detail.contribution_minor,
    windows: WINDOWS.map((days) => ({
      days,
      valueMinor: observedDays >= days ? withinMinor(days) : null,
    })),
  };
}

function daysBetween(from: string, to: string): number {
  return (dayOfIso(to) ?? 0) - (dayOfIso(from) ?? 0);
}
