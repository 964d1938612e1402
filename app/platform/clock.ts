/** The instant now, as business logic sees it. Tokens and timeouts use the machine's own clock. */
export type Clock = () => Date;

/** A clock that reads `start` at the moment of the call and runs on from there: for shops whose history is in the past. */
export function clockFrom(start: Date | undefined): Clock {
  if (!start) return () => new Date();
  const offsetMs = start.getTime() - Date.now();
  return () => new Date(Date.now() + offsetMs);
}

const DAY_MS = 86_400_000;

/** Offsets of one time zone from UTC, each UTC day looked at once: asking Intl for every instant costs more than all else of an order. */
interface Zone {
  readonly format: Intl.DateTimeFormat;
  /** By UTC day: the offset in milliseconds, or null where it changes within the day. */
  readonly offsets: Map<number, number | null>;
}

const zones = new Map<string, Zone>();
const dayTexts = new Map<number, string>();

function zoneOf(timeZone: string): Zone {
  let zone = zones.get(timeZone);
  if (!zone) {
    const format = new Intl.DateTimeFormat("en-CA", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    });
    zone = { format, offsets: new Map() };
    zones.set(timeZone, zone);
  }
  return zone;
}

/** The wall clock of an instant, read as if it were UTC, less the instant. */
function offsetAt({ format }: Zone, ms: number): number {
  const part: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(ms)) part[type] = Number(value);
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second) - ms;
}

/** The calendar day of an instant in a time zone, as YYYY-MM-DD. Throws RangeError for a time zone that Intl does not know. */
export function dayIn(timeZone: string, instant: Date): string {
  const zone = zoneOf(timeZone);
  const ms = instant.getTime();
  const utcDay = Math.floor(ms / DAY_MS);
  let offset = zone.offsets.get(utcDay);
  if (offset === undefined) {
    const first = offsetAt(zone, utcDay * DAY_MS);
    offset = first === offsetAt(zone, (utcDay + 1) * DAY_MS) ? first : null;
    zone.offsets.set(utcDay, offset);
  }
  const wholeSecond = Math.floor(ms / 1000) * 1000;
  const day = Math.floor((ms + (offset ?? offsetAt(zone, wholeSecond))) / DAY_MS);
  let text = dayTexts.get(day);
  if (text === undefined) {
    text = new Date(day * DAY_MS).toISOString().slice(0, 10);
    dayTexts.set(day, text);
  }
  return text;
}

export function isKnownTimeZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone });
    return true;
  } catch {
    return false;
  }
}
