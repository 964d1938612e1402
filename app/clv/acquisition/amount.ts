/**
 * What an amount of money is made of: `revenue` is what the customer pays (net sales), `margin` what is left of it after the costs of
 * the goods. The two are never added without saying so.
 */
export const BASES = ["revenue", "margin"] as const;
export type Basis = (typeof BASES)[number];

export interface Amount {
  readonly minor: number;
  readonly basis: Basis;
}

/** Shares are whole parts per million, so that 3 % of 10,000 is 300 and not 299.99... */
export const MILLION = 1_000_000;

export const partOf = (whole: number, ppm: number): number => (whole * ppm) / MILLION;

/** null where there is nothing to divide by. */
export const quotient = (over: number, under: number): number | null => (under === 0 ? null : over / under);

/** Time of one's own, at what an hour costs. */
export interface OwnTime {
  readonly hours: number;
  readonly rateMinor: number;
}

export const costOfTime = ({ hours, rateMinor }: OwnTime): number => hours * rateMinor;

/** A range around an expectation, in parts per million of it: 900,000 to 1,150,000 is 10 % less to 15 % more. */
export interface RelativeRange {
  readonly lowPpm: number;
  readonly highPpm: number;
}

export interface Range {
  readonly lowMinor: number;
  readonly highMinor: number;
}
