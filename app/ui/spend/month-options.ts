import type { Format } from "../format.ts";

export const MONTHS_BACK = 60;
export const MONTHS_AHEAD = 12;

/** The latest first. */
export const monthOptions = (from: number, to: number, format: Format) =>
  Array.from({ length: to - from + 1 }, (_, at) => ({
    value: String(to - at),
    label: format.month(to - at),
  }));
