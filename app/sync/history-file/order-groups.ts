import type { CsvRecord } from "../../csv/records.ts";
import type { ExportColumn, Places } from "./export-columns.ts";

type FileRecord = Pick<CsvRecord, "line" | "cells">;

/** One row of the export. */
export interface ExportRow {
  readonly line: number;
  /** Without spaces around it; empty where the file has none. */
  cell(column: ExportColumn): string;
  /** Of all its cells, also those of columns that are not read. */
  text(): string;
  /** It has content beyond the last header: something moved its cells. */
  readonly isShifted: boolean;
}

/** The rows of one order; only the first says what belongs to the whole order. */
export interface OrderGroup {
  readonly rows: readonly [ExportRow, ...ExportRow[]];
  /** Whether its first row is in the file. */
  readonly isWhole: boolean;
}

const MOST_ROWS = 10_000;

/** Puts the rows of an order together, which follow each other in an export. */
export class OrderGroups {
  readonly #places: Places;
  readonly #columns: number;
  #rows: [ExportRow, ...ExportRow[]] | null = null;
  #isWhole = true;

  constructor(places: Places, columns: number) {
    this.#places = places;
    this.#columns = columns;
  }

  /** The order before, where the record begins another one. */
  add(record: FileRecord): OrderGroup | null {
    const row = this.#rowOf(record);
    const begins = row.cell("id") !== "" || row.cell("total") !== "";
    if (!begins && this.#rows !== null && this.#rows[0].cell("name") === row.cell("name")) {
      // An order has no more lines than that; the rest of what has its name is none of it.
      if (this.#rows.length < MOST_ROWS) {
        this.#rows.push(row);
        return null;
      }
    }
    const before = this.end();
    this.#rows = [row];
    this.#isWhole = begins;
    return before;
  }

  /** The last order. */
  end(): OrderGroup | null {
    const rows = this.#rows;
    this.#rows = null;
    return rows && { rows, isWhole: this.#isWhole };
  }

  #rowOf({ line, cells }: FileRecord): ExportRow {
    const places = this.#places;
    return {
      line,
      cell: (column) => cells[places.get(column) ?? -1]?.trim() ?? "",
      text: () => cells.join("\n"),
      isShifted: cells.slice(this.#columns).some((cell) => cell.trim() !== ""),
    };
  }
}
