import { type Day, dateOfDay, dayOfDate } from "../clv/calendar.ts";

/** Order of day, month and year in a date of three numbers. */
export type DateOrder = "DMY" | "MDY" | "YMD";

/** Parts of a text that has the shape of a date, before it is known which number is the day. */
export interface DateText {
  /** As written; in a date with the name of a month: day, month as a number, year. */
  readonly numbers: readonly [string, string, string];
  readonly separator: string;
  readonly namedMonth: boolean;
  /** Minutes since midnight, or null where there is no time. */
  readonly minutes: number | null;
  readonly hasSeconds: boolean;
  /** Minutes ahead of UTC, or null where the text does not say. */
  readonly offsetMinutes: number | null;
}

const TIME =
  /^(.*?\S)(?:[Tt]|,?\s+(?:@\s*)?)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*([AaPp]\.?[Mm]\.?)?\s*(Z|(?:UTC|GMT)?[+-]\d{2}(?::?\d{2})?|UTC|GMT)?$/;
const NUMBERS = /^(\d{1,4})([-/. ])\s?(\d{1,2})[-/. ]\s?(\d{1,4})$/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})$/;
const DAY_FIRST_NAME = /^(\d{1,2})[-/. ]+(\p{L}{3,})[-/., ]+(\d{2}|\d{4})$/u;
const MONTH_FIRST_NAME = /^(\p{L}{3,})[-/. ]+(\d{1,2})(?:st|nd|rd|th)?[-/., ]+(\d{4})$/u;

/** Beginnings of the months' names in English, Dutch, German and French without accents, enough to tell them apart. */
const MONTHS: readonly RegExp[] = [
  /^jan/,
  /^(feb|fev)/,
  /^(mar|maa|mrt|mrz)/,
  /^(apr|avr)/,
  /^(may|mei|mai)/,
  /^(jun|juin)/,
  /^(jul|juil)/,
  /^(aug|aou)/,
  /^sep/,
  /^(oct|okt)/,
  /^nov/,
  /^(dec|dez)/,
];

/** No date is longer in characters. */
const LONGEST = 90;

/** As in "Sun, 07 Jan 2024" (RFC 2822), in English, Dutch, German and French. */
const WEEKDAY =
  /^(?:mon|tue|wed|thu|fri|sat|sun|ma|di|wo|do|vr|za|zo|mo|mi|fr|sa|so|lun|mar|mer|jeu|ven|sam|dim)\p{L}*\.?,?\s+(?=[\p{L}\d])/iu;
/** As in "10:00:00 GMT+0100 (Central European Standard Time)". */
const ZONE_NAME = /(?<=\d)\s+\([^()]*\)$/;

/** Null where the text has not the shape of a date. */
export function parseDateText(text: string): DateText | null {
  if (text.length > LONGEST) return null;
  const zoneless = text.replace(ZONE_NAME, "");
  return partsOf(zoneless) ?? (WEEKDAY.test(zoneless) ? partsOf(zoneless.replace(WEEKDAY, "")) : null);
}

function partsOf(text: string): DateText | null {
  const timed = TIME.exec(text);
  const date = timed?.[1] ?? text;
  const time = timed ? timeOf(timed) : { minutes: null, hasSeconds: false, offsetMinutes: null };
  if (!time) return null;
  const compact = COMPACT.exec(date);
  if (compact) return { ...time, numbers: triple(compact, 1, 2, 3), separator: "", namedMonth: false };
  const numbers = NUMBERS.exec(date);
  if (numbers) {
    return { ...time, numbers: triple(numbers, 1, 3, 4), separator: numbers[2] ?? "", namedMonth: false };
  }
  const dayFirst = DAY_FIRST_NAME.exec(date);
  const named = dayFirst ?? MONTH_FIRST_NAME.exec(date);
  if (!named) return null;
  const [dayAt, monthAt] = dayFirst ? [1, 2] : [2, 1];
  const month = monthOfName(named[monthAt] ?? "");
  if (month === null) return null;
  return {
    ...time,
    numbers: [named[dayAt] ?? "", String(month), named[3] ?? ""],
    separator: " ",
    namedMonth: true,
  };
}

/** 1 for "januari", "Jan", "JANUARY"; null for no month. */
export function monthOfName(name: string): number | null {
  const plain = name.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const month = MONTHS.findIndex((start) => start.test(plain)) + 1;
  return month === 0 ? null : month;
}

const triple = (match: RegExpExecArray, a: number, b: number, c: number): [string, string, string] => [
  match[a] ?? "",
  match[b] ?? "",
  match[c] ?? "",
];

function timeOf([, , hours, minutes, seconds, half, zone]: RegExpExecArray): Pick<
  DateText,
  "minutes" | "hasSeconds" | "offsetMinutes"
> | null {
  let hour = Number(hours);
  if (half) {
    if (hour < 1 || hour > 12) return null;
    hour = (hour % 12) + (/^p/i.test(half) ? 12 : 0);
  }
  if (hour > 23 || Number(minutes) > 59 || Number(seconds ?? 0) > 60) return null;
  return {
    minutes: 60 * hour + Number(minutes),
    hasSeconds: seconds !== undefined,
    offsetMinutes: zone === undefined ? null : offsetOf(zone),
  };
}

function offsetOf(zone: string): number {
  const parts = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone.replace(/^(?:UTC|GMT)/, ""));
  if (!parts) return 0;
  return (parts[1] === "-" ? -1 : 1) * (60 * Number(parts[2]) + Number(parts[3] ?? 0));
}

/** Two-digit years from this one on are of the last century, as POSIX has it. */
const FIRST_YEAR_OF_1900S = 69;

/** The day as written, with the numbers in that order; null where there is no such date. */
export function dayInOrder({ numbers, namedMonth }: DateText, order: DateOrder): Day | null {
  const letters = namedMonth ? "DMY" : order;
  const yearText = numbers[letters.indexOf("Y")]!;
  const monthText = numbers[letters.indexOf("M")]!;
  const dateText = numbers[letters.indexOf("D")]!;
  if (dateText.length > 2 || monthText.length > 2) return null;
  if (yearText.length !== 4 && yearText.length !== 2) return null;
  let year = Number(yearText);
  if (yearText.length === 2) year += year < FIRST_YEAR_OF_1900S ? 2000 : 1900;
  const month = Number(monthText);
  const date = Number(dateText);
  if (month < 1 || month > 12 || date < 1) return null;
  const day = dayOfDate(year, month, date);
  const real = dateOfDay(day);
  return real.month === month && real.date === date ? day : null;
}
