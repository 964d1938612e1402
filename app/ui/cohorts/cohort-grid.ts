import type { CohortMeasure, CohortView } from "../../valuation/views.ts";

export interface CohortCell {
  /** Minor units, counts or a share from 0 to 1, by the measure; minor units may have a fraction here. */
  readonly value: number;
  /** The month has fully passed. */
  readonly mature: boolean;
}

export interface CohortRow {
  /** year * 12 + month0 of the first order */
  readonly month: number;
  readonly customers: number;
  readonly cells: readonly CohortCell[];
}

export interface CohortGrid {
  readonly measure: CohortMeasure;
  readonly rows: readonly CohortRow[];
  /** By months since the first order; null where no cohort has completed the month. */
  readonly average: readonly (number | null)[];
  /** Smallest and largest value that the colours tell apart. */
  readonly low: number;
  readonly high: number;
}

type Cohort = CohortView["cohorts"][number];
type SourceCell = Cohort["cells"][number];

const amountOf: Readonly<Record<CohortMeasure, (cell: SourceCell) => number>> = {
  cumulative_clv: (cell) => cell.cumulativeMinor,
  net_sales: (cell) => cell.netSalesMinor,
  customers: (cell) => cell.activeCustomers,
  retention: (cell) => cell.activeCustomers,
  orders: (cell) => cell.orders,
};

/** Per original customer, whoever came back; the others are totals of the cohort. */
export const isPerCustomer = (measure: CohortMeasure) =>
  measure === "cumulative_clv" || measure === "retention";

/**
 * Average by months since the first order, over the cells whose month has fully passed. A measure per customer is the sum over the
 * cohorts divided by the sum of their customers, so that small cohorts do not weigh as much as large ones; a total is the mean a cohort.
 */
function averageOf(cohorts: readonly Cohort[], measure: CohortMeasure, length: number): (number | null)[] {
  return Array.from({ length }, (_, index) => {
    let amount = 0;
    let divisor = 0;
    for (const cohort of cohorts) {
      const cell = cohort.cells[index];
      if (!cell?.mature) continue;
      amount += amountOf[measure](cell);
      divisor += isPerCustomer(measure) ? cohort.customers : 1;
    }
    return divisor === 0 ? null : amount / divisor;
  });
}

/**
 * The cells of one measure. Every cohort orders in its first month by definition, so month 0 is left out of the range of colours, except
 * for the cumulative value: it would drown all that follows.
 */
export function cohortGrid(cohorts: readonly Cohort[], measure: CohortMeasure): CohortGrid {
  const known = cohorts.filter((cohort) => cohort.customers > 0);
  const rows = known.map((cohort) => ({
    month: cohort.month,
    customers: cohort.customers,
    cells: cohort.cells.map((cell) => ({
      value: amountOf[measure](cell) / (isPerCustomer(measure) ? cohort.customers : 1),
      mature: cell.mature,
    })),
  }));
  const firstColoured = measure === "cumulative_clv" ? 0 : 1;
  const coloured = rows.flatMap((row) =>
    row.cells.filter((cell, index) => cell.mature && index >= firstColoured).map((cell) => cell.value),
  );
  return {
    measure,
    rows,
    average: averageOf(known, measure, Math.max(0, ...rows.map((row) => row.cells.length))),
    low: coloured.length === 0 ? 0 : Math.min(...coloured),
    high: coloured.length === 0 ? 0 : Math.max(...coloured),
  };
}

export const HEAT_STEPS = 7;

/** Step of colour, 1 (least) to HEAT_STEPS (most); 0 for nothing and -1 for below zero. */
export function heatStep(grid: Pick<CohortGrid, "low" | "high">, value: number): number {
  if (value < 0) return -1;
  if (value === 0) return 0;
  const floor = Math.max(0, grid.low);
  if (grid.high <= floor) return HEAT_STEPS;
  const share = (value - floor) / (grid.high - floor);
  return Math.min(HEAT_STEPS, Math.max(1, Math.ceil(share * HEAT_STEPS)));
}
