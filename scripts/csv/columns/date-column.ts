import { type Day, dateOfDay } from "../../../app/clv/calendar.ts";
import {
  type ColumnText,
  DATE_ORDERS,
  type DateColumn,
  type DateColumnOptions,
  dateColumn,
  example,
  UnprovenOrder,
} from "../../../app/csv/date-column.ts";
import { dayInOrder, parseDateText } from "../../../app/csv/date-text.ts";
import { dayNumbersOf } from "../../../app/csv/day-numbers.ts";
import { NoTransactionFile } from "../../../app/csv/refusal.ts";

/** The dates of a log. Throws NoTransactionFile where they prove no order of day, month and year, with the options that say it. */
export function logDates(
  texts: ReadonlyMap<string, ColumnText>,
  { file, ...options }: DateColumnOptions & { readonly file: string },
): DateColumn {
  try {
    return dateColumn(texts, options);
  } catch (error) {
    if (!(error instanceof UnprovenOrder)) throw error;
    throw new NoTransactionFile(unproven(error, file));
  }
}

function unproven({ best, other }: UnprovenOrder, file: string): string {
  const [one, two] = [example(best.order), example(other.order)];
  const options = `--date-format ${one} or --date-format ${two}`;
  if (best.text === other.text) {
    return (
      `${file}: "${best.text}" (line ${best.line}) can be ${said(best.day)} (${one}) or ${said(other.day)} (${two}), ` +
      `and no row of the file decides; give ${options}`
    );
  }
  return (
    `${file} has dates in two orders: "${best.text}" (line ${best.line}) is a date only as ${one}, ` +
    `"${other.text}" (line ${other.line}) only as ${two}; write all in one order, or give ${options}`
  );
}

/** Why a text is no date of the column, and what would be one. */
export function notADate(text: string, { label }: DateColumn): string {
  if (text === "") return "no date";
  const kind = dayNumbersOf(text);
  const hint = kind
    ? `it looks like one of ${kind.label}, and other rows have dates: write all in one way`
    : (HINTS.find(({ looks }) => looks.test(text))?.hint ?? otherFormat(text));
  return `"${text}" is no date (${label})${hint === null ? "" : `; ${hint}`}`;
}

const HINTS = [
  { looks: /^\d{4}-?W\d{1,2}$/i, hint: "a week is no day: give each order its own, or the week's Monday" },
  {
    looks: /^(?:\d{4}[-/.]\d{1,2}|\d{1,2}[-/.]\d{4}|\p{L}{3,}[-/. ]\d{4})$/u,
    hint: "a month is no day: give each order its own",
  },
];

const otherFormat = (text: string): string | null => {
  const parts = parseDateText(text);
  if (!parts || !DATE_ORDERS.some((order) => dayInOrder(parts, order) !== null)) return null;
  return "it is a date in another format than the others, where a spreadsheet may have changed day and month: take the file from the program that made it, or write all in one format";
};

const MONTHS = "January February March April May June July August September October November December".split(
  " ",
);

function said(day: Day): string {
  const { year, month, date } = dateOfDay(day);
  return `${date} ${MONTHS[month - 1]} ${year}`;
}
