import { type Day, dayOfIso } from "../clv/calendar.ts";
import { dayIn } from "../platform/clock.ts";
import { type DateOrder, type DateText, dayInOrder, parseDateText } from "./date-text.ts";
import { type DayNumbers, dayNumbersOfColumn } from "./day-numbers.ts";
import { isSmallShare } from "./refusal.ts";

/** How the dates of a column are read. */
export interface DateColumn {
  /** For example "DD-MM-YYYY". */
  readonly label: string;
  /** Day of each text that is a date in this column. */
  readonly days: ReadonlyMap<string, Day>;
}

/** A text of the column, the number of rows that have it and the line of the first. */
export interface ColumnText {
  rows: number;
  readonly line: number;
}

export interface DateColumnOptions {
  readonly given: DateOrder | null;
  /** Zone in which an instant (a date with an offset) gets its day; null: the day as it is written. */
  readonly timeZone: string | null;
  readonly today: Day;
}

interface Reading {
  readonly order: DateOrder;
  readonly days: ReadonlyMap<string, Day>;
  readonly rows: number;
  /** Those of them with a year of two digits and a day that is still to come. */
  readonly rowsAhead: number;
}

/** Of orders that do equally well the first is taken to be the one: a year of two digits rarely stands first. */
export const DATE_ORDERS: readonly DateOrder[] = ["DMY", "MDY", "YMD"];
/** Evidence against a reading counts as mistakes only where there is this much more for it. */
const OVERWHELMING = 20;

/** A reading of the dates, and what of the column only it can read, or reads as that day. */
export interface OrderProof {
  readonly order: DateOrder;
  readonly text: string;
  readonly line: number;
  readonly day: Day;
}

/** The dates do not prove one order of day, month and year: each of two reads texts that the other does not, or both read one text differently. */
export class UnprovenOrder extends Error {
  readonly best: OrderProof;
  readonly other: OrderProof;
  constructor(best: OrderProof, other: OrderProof) {
    super("the dates prove no order of day, month and year");
    this.name = "UnprovenOrder";
    this.best = best;
    this.other = other;
  }
}

/**
 * The one order of day, month and year under which most rows are dates. Throws UnprovenOrder where two orders do equally well and give
 * other days, or where the column proves both.
 */
export function dateColumn(
  texts: ReadonlyMap<string, ColumnText>,
  { given, timeZone, today }: DateColumnOptions,
): DateColumn {
  const numbers = given === null ? dayNumbersOfColumn(texts) : null;
  if (numbers) return numbered(texts, numbers, timeZone);
  const parsed = new Map<string, DateText>();
  for (const text of texts.keys()) {
    const parts = parseDateText(text);
    if (parts) parsed.set(text, parts);
  }
  const readings = (given ? [given] : DATE_ORDERS).map((order) => readingOf(order, parsed, texts, today));
  // Two digits of a year can also be a day: the order that sends the log into the future is not the one.
  const inTime = readings.filter(({ rows, rowsAhead }) => isSmallShare(rowsAhead, rows));
  const ranked = (inTime.length > 0 ? inTime : readings).toSorted((left, right) => right.rows - left.rows);
  const best = ranked[0]!;
  const others = ranked.slice(1);
  // That a file contradicts itself says more than that it leaves something open.
  for (const other of others) assertNotBoth(best, other, texts);
  for (const other of others) assertDecided(best, other, texts);
  const days = timeZone === null ? best.days : daysInZone(best.days, parsed, timeZone);
  return { label: labelOf(best, parsed), days };
}

function numbered(
  texts: ReadonlyMap<string, ColumnText>,
  { label, looks, dayOf, areMoments }: DayNumbers,
  timeZone: string | null,
): DateColumn {
  const days = new Map<string, Day>();
  for (const text of texts.keys()) {
    const day = looks.test(text) ? dayOf(text, timeZone) : null;
    if (day !== null) days.set(text, day);
  }
  return { label: areMoments && timeZone === null ? `${label} (days of UTC)` : label, days };
}

function readingOf(
  order: DateOrder,
  parsed: ReadonlyMap<string, DateText>,
  texts: ReadonlyMap<string, ColumnText>,
  today: Day,
): Reading {
  const days = new Map<string, Day>();
  let rows = 0;
  let rowsAhead = 0;
  for (const [text, parts] of parsed) {
    const day = dayInOrder(parts, order);
    if (day === null) continue;
    days.set(text, day);
    const { rows: had } = texts.get(text)!;
    rows += had;
    if (day > today && parts.numbers.every((number) => number.length < 4)) rowsAhead += had;
  }
  return { order, days, rows, rowsAhead };
}

const isApart = (best: Reading, other: Reading): string | undefined =>
  [...best.days].find(([text, day]) => (other.days.get(text) ?? day) !== day)?.[0];

type Texts = ReadonlyMap<string, ColumnText>;

const proof = ({ order, days }: Reading, text: string, texts: Texts): OrderProof => ({
  order,
  text,
  line: texts.get(text)!.line,
  day: days.get(text)!,
});

/** Some rows are dates under the one order alone, and so many under the other alone that they are no mistakes. */
function assertNotBoth(best: Reading, other: Reading, texts: Texts): void {
  const haveOneShape = best.order !== "YMD" && other.order !== "YMD";
  if (!haveOneShape && isApart(best, other) === undefined) return;
  const forBest = only(best, other, texts);
  const forOther = only(other, best, texts);
  if (forOther.rows * OVERWHELMING <= forBest.rows) return;
  throw new UnprovenOrder(proof(best, forBest.first, texts), proof(other, forOther.first, texts));
}

function assertDecided(best: Reading, other: Reading, texts: Texts): void {
  const text = isApart(best, other);
  if (text === undefined) return;
  if (only(best, other, texts).rows > 0 || only(other, best, texts).rows > 0) return;
  throw new UnprovenOrder(proof(best, text, texts), proof(other, text, texts));
}

function only(
  { days }: Reading,
  other: Reading,
  texts: ReadonlyMap<string, ColumnText>,
): { rows: number; first: string } {
  let rows = 0;
  let first = "";
  for (const text of days.keys()) {
    if (other.days.has(text)) continue;
    first ||= text;
    rows += texts.get(text)!.rows;
  }
  return { rows, first };
}

/** How a date of that order is written. */
export const example = (order: DateOrder): string =>
  ({ YMD: "YYYY-MM-DD", DMY: "DD-MM-YYYY", MDY: "MM-DD-YYYY" })[order];

const MINUTES_A_DAY = 1_440;

function daysInZone(
  days: ReadonlyMap<string, Day>,
  parsed: ReadonlyMap<string, DateText>,
  timeZone: string,
): Map<string, Day> {
  const zoned = new Map<string, Day>();
  for (const [text, day] of days) {
    const { minutes, offsetMinutes } = parsed.get(text)!;
    if (minutes === null || offsetMinutes === null) zoned.set(text, day);
    else {
      const instant = new Date((day * MINUTES_A_DAY + minutes - offsetMinutes) * 60_000);
      zoned.set(text, dayOfIso(dayIn(timeZone, instant)) ?? day);
    }
  }
  return zoned;
}

/** Shape of the dates as people write it: "D/M/YYYY H:MM". */
function labelOf({ order, days }: Reading, parsed: ReadonlyMap<string, DateText>): string {
  const [first] = days.keys();
  const shown = first === undefined ? undefined : parsed.get(first);
  if (!shown) return example(order);
  const isShort = (at: number): boolean => {
    for (const text of days.keys()) if (parsed.get(text)!.numbers[at]!.length === 1) return true;
    return false;
  };
  const date = shown.namedMonth
    ? "D month YYYY"
    : [...order]
        .map((letter, at) => {
          if (letter === "Y") return "Y".repeat(shown.numbers[at]!.length);
          return isShort(at) ? letter : letter + letter;
        })
        .join(shown.separator);
  if (shown.minutes === null) return date;
  return `${date} HH:MM${shown.hasSeconds ? ":SS" : ""}${shown.offsetMinutes === null ? "" : " with offset"}`;
}
