import { type Day, dayOfIso } from "../clv/calendar.ts";
import { dayIn } from "../platform/clock.ts";

/** A way in which programs count days or moments. */
export interface DayNumbers {
  readonly label: string;
  readonly dayOf: (text: string, timeZone: string | null) => Day | null;
  readonly looks: RegExp;
  /** Their day depends on a time zone. */
  readonly areMoments: boolean;
}

/** Number of 1970-01-01 in Excel, which begins before 1900. */
const EXCEL_1970 = 25_569;
/** 1954 to 2064 in Excel. */
const EXCEL_NUMBER = /^[2-5]\d{4}(?:[.,]\d+)?$/;

const momentOf = (ms: number, timeZone: string | null): Day | null =>
  dayOfIso(dayIn(timeZone ?? "UTC", new Date(ms)));

const KINDS: readonly DayNumbers[] = [
  {
    label: "Excel's numbers of days",
    looks: EXCEL_NUMBER,
    areMoments: false,
    dayOf: (text) => Math.floor(Number(text.replace(",", "."))) - EXCEL_1970,
  },
  {
    label: "seconds since 1970",
    areMoments: true,
    looks: /^1\d{9}(?:\.\d+)?$/,
    dayOf: (text, timeZone) => momentOf(1_000 * Number(text), timeZone),
  },
  {
    label: "milliseconds since 1970",
    areMoments: true,
    looks: /^1\d{12}$/,
    dayOf: (text, timeZone) => momentOf(Number(text), timeZone),
  },
];

/** What a text that is no date looks like. */
export const dayNumbersOf = (text: string): DayNumbers | null =>
  KINDS.find(({ looks }) => looks.test(text)) ?? null;

/** From this share of the rows on, numbers are how a column writes its days. */
const MOST = 0.9;

/** The one kind of numbers in which a column writes its days; null for a column of dates. */
export function dayNumbersOfColumn(texts: ReadonlyMap<string, { readonly rows: number }>): DayNumbers | null {
  let all = 0;
  const rowsOf = new Map<DayNumbers, number>();
  for (const [text, { rows }] of texts) {
    if (text === "") continue;
    all += rows;
    const kind = dayNumbersOf(text);
    if (kind) rowsOf.set(kind, (rowsOf.get(kind) ?? 0) + rows);
  }
  for (const [kind, rows] of rowsOf) if (rows >= MOST * all) return kind;
  return null;
}
