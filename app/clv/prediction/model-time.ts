import type { Day } from "../calendar.ts";
import type { CustomerSummaryColumns } from "../data/customer-summary.ts";
import { operationalColumns, operationalWeeks, type SeasonClock, seasonClock } from "../season/clock.ts";
import type { SeasonFactors } from "../season/factors.ts";

/** Histories and a horizon in the time that a model runs in: calendar weeks, or weeks of its season's clock. */
export type ModelTime = { columns: CustomerSummaryColumns; weeks: number; clock: SeasonClock | null };

/** `endDay` is the day at whose end all rows are observed; throws a RangeError where a season needs it and it is missing. */
export function modelTime(
  season: SeasonFactors | null,
  columns: CustomerSummaryColumns,
  endDay: Day | undefined,
  horizonWeeks: number,
): ModelTime {
  if (!season) return { columns, weeks: horizonWeeks, clock: null };
  if (endDay === undefined)
    throw new RangeError("a model with a season needs the day that its customers are seen on");
  const clock = seasonClock(season);
  const firstDay = Float64Array.from(columns.T, (T) => endDay - Math.round(T * 7));
  return {
    columns: operationalColumns(clock, columns, firstDay, endDay),
    weeks: operationalWeeks(clock, endDay, endDay + 7 * horizonWeeks),
    clock,
  };
}
