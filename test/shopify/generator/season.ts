const DAY_MS = 86_400_000;
/** Weight of each month, January first: a quiet summer, the weeks before Christmas at twice the mean. */
const MONTHS = [0.84, 0.8, 0.86, 0.9, 0.96, 0.88, 0.78, 0.82, 0.92, 1.0, 1.5, 1.74];

/**
 * Business time: it runs faster where the shop is busier, so that a process with constant rates in it has the
 * season's rhythm on the calendar. Positions are days from `startMs`.
 */
export class Season {
  readonly startMs: number;
  readonly days: number;
  /** Business days passed before each calendar day. */
  readonly #passed: Float64Array;

  constructor(startMs: number, endMs: number) {
    this.startMs = startMs;
    this.days = Math.floor((endMs - startMs) / DAY_MS);
    this.#passed = new Float64Array(this.days + 1);
    for (let day = 0; day < this.days; day++)
      this.#passed[day + 1] = this.#passed[day]! + weightOf(new Date(startMs + day * DAY_MS));
  }

  get total(): number {
    return this.#passed[this.days]!;
  }

  businessDaysAt(day: number): number {
    const whole = Math.min(this.days, Math.floor(day));
    const next = Math.min(this.days, whole + 1);
    return this.#passed[whole]! + (this.#passed[next]! - this.#passed[whole]!) * (day - whole);
  }

  /** The calendar day of a moment in business time; beyond the end for one that has not come yet. */
  calendarDayAt(businessDays: number): number {
    if (businessDays >= this.total) return this.days + (businessDays - this.total);
    let low = 0;
    let high = this.days;
    while (low + 1 < high) {
      const middle = (low + high) >> 1;
      if (this.#passed[middle]! <= businessDays) low = middle;
      else high = middle;
    }
    return low + (businessDays - this.#passed[low]!) / (this.#passed[low + 1]! - this.#passed[low]!);
  }
}

function weightOf(date: Date): number {
  const month = MONTHS[date.getUTCMonth()]!;
  // Black Friday's week stands out.
  const late = date.getUTCMonth() === 10 && date.getUTCDate() >= 23 && date.getUTCDate() <= 29;
  const afterChristmas = date.getUTCMonth() === 11 && date.getUTCDate() > 22;
  return late ? month * 1.6 : afterChristmas ? 0.7 : month;
}
