import { type Day, isoOfDay } from "../../app/clv/calendar.ts";
import { NoTransactionFile } from "../../app/csv/refusal.ts";

const DAYS_A_YEAR = 365.25;
/** A gap longer than this parts days that belong to different histories. */
const LONGEST_GAP_DAYS = 730;
/** Below this many rows a long gap says nothing. */
const FEWEST_ROWS = 20;
/** Share of the rows that may lie alone beyond such a gap; one row may in any log. */
const LONE_SHARE = 0.005;
/** First day that a shop's log can name; earlier ones are empty cells that a program made a date of. */
const FIRST_DAY: Day = 1;
const MOST_YEARS = 50;

/**
 * Why single days of a log are put aside: days after today, days of 1970-01-01 and before, and the few rows that are more than two years away from
 * all others. A log that lies ahead as a whole is taken as it is.
 */
export function farDays(days: readonly Day[], today: Day): ReadonlyMap<Day, string> {
  const reasons = new Map<Day, string>();
  const rowsOn = new Map<Day, number>();
  for (const day of days) rowsOn.set(day, (rowsOn.get(day) ?? 0) + 1);
  const isBeyond = (day: Day): boolean => day > today + 1 || day < FIRST_DAY;
  const beyond = days.reduce((rows, day) => rows + (isBeyond(day) ? 1 : 0), 0);
  let distinct = [...rowsOn.keys()].sort((left, right) => left - right);
  if (2 * beyond <= days.length) {
    for (const day of distinct.filter(isBeyond)) {
      reasons.set(day, day > today ? "lies in the future" : "is before any shop's log");
    }
    distinct = distinct.filter((day) => !isBeyond(day));
  }
  const rowsOf = (island: readonly Day[]): number => island.reduce((rows, day) => rows + rowsOn.get(day)!, 0);
  const islands = islandsOf(distinct);
  const main = islands.reduce((left, right) => (rowsOf(right) > rowsOf(left) ? right : left), []);
  const inMain = rowsOf(main);
  const lone = islands.filter((island) => island !== main);
  const inLone = lone.reduce((rows, island) => rows + rowsOf(island), 0);
  if (inMain < FEWEST_ROWS || inLone > Math.max(1, LONE_SHARE * days.length)) return reasons;
  for (const day of lone.flat()) {
    const gap = day < main[0]! ? main[0]! - day : day - main.at(-1)!;
    const side = day < main[0]! ? "before" : "after";
    reasons.set(day, `is ${(gap / DAYS_A_YEAR).toFixed(1)} years ${side} all other rows`);
  }
  return reasons;
}

function islandsOf(sorted: readonly Day[]): Day[][] {
  const islands: Day[][] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const day of sorted) {
    if (day - last > LONGEST_GAP_DAYS) islands.push([]);
    islands.at(-1)!.push(day);
    last = day;
  }
  return islands;
}

/** Throws NoTransactionFile for a log that no shop can have kept. */
export function assertPlausibleSpan(file: string, days: readonly Day[]): void {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const day of days) {
    if (day < first) first = day;
    if (day > last) last = day;
  }
  if (last - first <= MOST_YEARS * DAYS_A_YEAR) return;
  throw new NoTransactionFile(
    `${file} goes from ${isoOfDay(first)} to ${isoOfDay(last)}, more than ${MOST_YEARS} years: are those dates right?`,
  );
}
