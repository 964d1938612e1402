import type { Day } from "../../clv/calendar.ts";
import type { DecimalMark } from "../../csv/amount-column.ts";
import type { DateOrder } from "../../csv/date-text.ts";
import type { OtherFile } from "../../csv/file-kind.ts";
import type { SpendColumn, SpendSource } from "./headings.ts";

/** Why nothing of a file can be used as it is; the page has the words, and what would be right. */
export type SpendFileRefusal =
  | OtherFile
  | "not_text"
  | "unclosed_quote"
  /** Columns of the amounts, or of what they are of, are not found. */
  | "no_header"
  | "no_rows"
  | "other_currency"
  | "two_currencies"
  | "too_many_rows"
  /** Periods of so many months in all that they are no spend. */
  | "too_many_months"
  /** Questions, which an answer along with the file settles. */
  | "no_period"
  | "no_channel"
  | "open_dates"
  | "open_amounts"
  /** One row names no campaign, and may add up the others. */
  | "open_total";

export type SpendRowReason =
  | "shifted"
  | "bad_date"
  | "reversed"
  | "future"
  | "too_long"
  | "bad_amount"
  | "negative"
  | "too_much"
  | "other_currency"
  | "no_channel";

/** A row that does not count, by the cell that is to blame. */
export interface RefusedSpendRow {
  readonly line: number;
  readonly column: string;
  readonly value: string;
  readonly reason: SpendRowReason;
}

/** What somebody says of a file that does not say it itself. */
export interface SpendFileAnswers {
  readonly channel: string | null;
  readonly period: { readonly firstDay: Day; readonly lastDay: Day } | null;
  readonly dateOrder: DateOrder | null;
  readonly decimal: DecimalMark | null;
  /** What the one row is that names no campaign. */
  readonly unnamed: "total" | "spend" | null;
}

export const NO_ANSWERS: SpendFileAnswers = {
  channel: null,
  period: null,
  dateOrder: null,
  decimal: null,
  unnamed: null,
};

export interface SpendFileContext {
  readonly currency: string;
  readonly decimals: number;
  readonly today: Day;
  readonly answers: SpendFileAnswers;
}

/** Rows of one kind, channel, campaign and period, added up. */
export interface FileSpend {
  readonly kind: "import" | "own_time";
  /** Of the first of them. */
  readonly line: number;
  readonly channel: string;
  readonly campaign: string;
  readonly firstDay: Day;
  readonly lastDay: Day;
  readonly amountMinor: number;
}

export interface SpendFile {
  readonly source: SpendSource;
  readonly delimiter: string;
  /** What is read from which heading. */
  readonly columns: readonly { readonly column: SpendColumn; readonly heading: string }[];
  /** For example "DD-MM-YYYY"; null where the period comes from elsewhere. */
  readonly dates: string | null;
  readonly decimal: DecimalMark | null;
  /** As the file states it; null where it states none. */
  readonly statedCurrency: string | null;
  readonly rows: number;
  /** Rows that say that nothing was spent. */
  readonly nothing: number;
  /** Rows that add others up, which are not counted; and the largest of their amounts. */
  readonly totals: number;
  readonly statedTotalMinor: number | null;
  readonly spend: readonly FileSpend[];
  readonly totalMinor: number;
  readonly refused: readonly RefusedSpendRow[];
}

/** Why nothing of a file can be used; thrown while it is read. */
export class Unusable extends Error {
  readonly code: SpendFileRefusal;
  readonly detail: readonly string[];
  constructor(code: SpendFileRefusal, ...detail: readonly string[]) {
    super(code);
    this.code = code;
    this.detail = detail;
  }
}

export type SpendFileReading =
  | { readonly ok: true; readonly file: SpendFile }
  | { readonly ok: false; readonly code: SpendFileRefusal; readonly detail: readonly string[] };
