import { range } from "d3-array";
import { scaleQuantile } from "d3-scale";
import type { CohortMeasure, CohortView } from "../../valuation/pages/cohorts.ts";

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
  /** Values at which the next darker colour begins, ascending. */
  readonly borders: readonly number[];
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

/** Measures per customer of the whole cohort; the others are totals of the cohort. */
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

export const HEAT_STEPS = 7;

/**
 * Equally many cells for each colour, so that one small cohort with a large value does not turn all others pale. Every cohort orders in
 * its first month by definition, so month 0 is left out, except for the cumulative value: it would take the darkest colour for itself.
 */
function bordersOf(rows: readonly CohortRow[], measure: CohortMeasure): number[] {
  const first = measure === "cumulative_clv" ? 0 : 1;
  const coloured = rows.flatMap((row) =>
    row.cells
      .filter((cell, index) => cell.mature && index >= first && cell.value > 0)
      .map((cell) => cell.value),
  );
  return coloured.length === 0 ? [] : scaleQuantile(coloured, range(1, HEAT_STEPS + 1)).quantiles();
}

/** The cells of one measure. */
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
  return {
    measure,
    rows,
    average: averageOf(known, measure, Math.max(0, ...rows.map((row) => row.cells.length))),
    borders: bordersOf(rows, measure),
  };
}

/** Step of colour, 1 (least) to HEAT_STEPS (most); 0 for nothing and -1 for below zero. */
export function heatStep({ borders }: Pick<CohortGrid, "borders">, value: number): number {
  if (value < 0) return -1;
  if (value === 0) return 0;
  return 1 + borders.filter((border) => border <= value).length;
}
