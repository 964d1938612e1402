import type { Day } from "../../clv/calendar.ts";
import type { AmountCell } from "../../csv/amount-column.ts";
import type { DateColumn } from "../../csv/date-column.ts";
import type { CsvRecord, Delimiter } from "../../csv/records.ts";
import type { SpendColumn, SpendHeader } from "./headings.ts";

export type SpendRecord = Pick<CsvRecord, "line" | "cells">;

/** A table of spend whose columns are known. */
export interface SpendTable {
  readonly delimiter: Delimiter;
  readonly header: SpendHeader;
  readonly rows: readonly SpendRecord[];
  /** The period that the lines above the header name. */
  readonly titlePeriod: { readonly firstDay: Day; readonly lastDay: Day } | null;
}

/** How the days are read, and which columns have them. */
export interface SpendDates {
  readonly first: DateColumn;
  readonly last: DateColumn | null;
  readonly by: "day" | "week" | "month" | "range";
}

/** Of the rows that have a place in the table. */
export function cellsOf({ header, rows }: SpendTable, column: SpendColumn): AmountCell[] {
  const at = header.places.get(column);
  return at === undefined ? [] : rows.map(({ cells, line }) => ({ text: (cells[at] ?? "").trim(), line }));
}
