/**
 * Calendar of the shop as whole numbers, without clocks and time zones: a day is the number of days since 1970-01-01 (proleptic
 * Gregorian), a month is year * 12 + (month - 1). Source of the arithmetic: days-from-civil, with years that start in March.
 */
export type Day = number;
export type MonthIndex = number;

/** 0001-01-01 and 9999-12-31: what counts or lists days of a log has an end. */
export const FIRST_DAY: Day = -719_162;
export const LAST_DAY: Day = 2_932_896;

export function isDay(value: unknown): value is Day {
  return typeof value === "number" && Number.isInteger(value) && value >= FIRST_DAY && value <= LAST_DAY;
}

export type CalendarPeriod = "week" | "month" | "quarter" | "year";

/** Day number of a date; `month` 1 to 12. A `date` beyond the end of the month counts on into the next month. */
export function dayOfDate(year: number, month: number, date: number): Day {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + date - 1;
  return (
    era * 146_097 +
    yearOfEra * 365 +
    Math.floor(yearOfEra / 4) -
    Math.floor(yearOfEra / 100) +
    dayOfYear -
    719_468
  );
}

export function dateOfDay(day: Day): { year: number; month: number; date: number } {
  const z = day + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    date: dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1,
  };
}

/** Day number of a text like 1997-01-31, or null where it is not such a date. */
export function dayOfIso(text: string): Day | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return null;
  const day = dayOfDate(Number(match[1]), Number(match[2]), Number(match[3]));
  return isoOfDay(day) === text ? day : null;
}

export function isoOfDay(day: Day): string {
  const { year, month, date } = dateOfDay(day);
  return `${isoYear(year)}-${two(month)}-${two(date)}`;
}

export function monthOfDay(day: Day): MonthIndex {
  const { year, month } = dateOfDay(day);
  return year * 12 + month - 1;
}

export function isoOfMonth(month: MonthIndex): string {
  return `${isoYear(Math.floor(month / 12))}-${two((((month % 12) + 12) % 12) + 1)}`;
}

export function firstDayOfMonth(month: MonthIndex): Day {
  return dayOfDate(Math.floor(month / 12), (((month % 12) + 12) % 12) + 1, 1);
}

/** Running number of the period that a day is in; weeks start on Monday. Neighbouring periods differ by 1. */
export function periodOfDay(day: Day, period: CalendarPeriod): number {
  switch (period) {
    case "week":
      return Math.floor((day + 3) / 7);
    case "month":
      return monthOfDay(day);
    case "quarter":
      return Math.floor(monthOfDay(day) / 3);
    case "year":
      return dateOfDay(day).year;
  }
}

/** First day of a period; the day before the next period's first day is its last. */
export function firstDayOfPeriod(index: number, period: CalendarPeriod): Day {
  switch (period) {
    case "week":
      return index * 7 - 3;
    case "month":
      return firstDayOfMonth(index);
    case "quarter":
      return firstDayOfMonth(index * 3);
    case "year":
      return dayOfDate(index, 1, 1);
  }
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}

function isoYear(year: number): string {
  return String(year).padStart(4, "0");
}
