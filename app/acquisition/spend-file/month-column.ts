import { type Day, dayOfDate } from "../../clv/calendar.ts";
import {
  type ColumnText,
  type DateColumn,
  type DateColumnOptions,
  dateColumn,
} from "../../csv/date-column.ts";
import { monthOfName } from "../../csv/date-text.ts";

/** "2026-09", "2026/9", "202609" */
const YEAR_FIRST = /^(\d{4})[-/. ]?(\d{1,2})$/;
/** "09-2026", "9/2026" */
const YEAR_LAST = /^(\d{1,2})[-/. ](\d{4})$/;
/** "September 2026", "sep-26", "mei 2026" */
const NAMED = /^(\p{L}{3,})[-/., ]+(\d{4}|\d{2})$/u;
const CENTURY = 2000;

/** A column of months, by name or number, or by a day in each. Throws UnprovenOrder as `dateColumn` does. */
export function monthColumn(texts: ReadonlyMap<string, ColumnText>, options: DateColumnOptions): DateColumn {
  const months = new Map<string, Day>();
  const others = new Map<string, ColumnText>();
  for (const [text, seen] of texts) {
    const day = firstDayOf(text);
    if (day === null) others.set(text, seen);
    else months.set(text, day);
  }
  if (months.size === 0) return dateColumn(others, options);
  const { days } = dateColumn(others, options);
  const [first = ""] = months.keys();
  return {
    label: NAMED.test(first) ? "month YYYY" : first.replace(/\d{4}/, "YYYY").replace(/\d{1,2}/, "MM"),
    days: new Map([...days, ...months]),
  };
}

function firstDayOf(text: string): Day | null {
  const named = NAMED.exec(text);
  if (named) {
    const [, name = "", year = ""] = named;
    const month = monthOfName(name);
    return month === null ? null : dayOfDate(Number(year) + (year.length === 2 ? CENTURY : 0), month, 1);
  }
  const first = YEAR_FIRST.exec(text);
  const last = YEAR_LAST.exec(text);
  const [year, month] = first ? [first[1], first[2]] : [last?.[2], last?.[1]];
  const number = Number(month);
  return year !== undefined && number >= 1 && number <= 12 ? dayOfDate(Number(year), number, 1) : null;
}
