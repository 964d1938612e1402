/**
 * What is known of a group of people, as sums that are made in one pass and added up: by parts, by days, by the database. `x` is the
 * covariate, fixed before the groups were drawn (the predicted value), `y` the outcome since. Any unit, one unit throughout.
 */
export type GroupSums = {
  readonly people: number;
  readonly x: number;
  readonly xx: number;
  readonly y: number;
  readonly yy: number;
  readonly xy: number;
};

export const NO_SUMS: GroupSums = { people: 0, x: 0, xx: 0, y: 0, yy: 0, xy: 0 };

export function addSums(one: GroupSums, other: GroupSums): GroupSums {
  return {
    people: one.people + other.people,
    x: one.x + other.x,
    xx: one.xx + other.xx,
    y: one.y + other.y,
    yy: one.yy + other.yy,
    xy: one.xy + other.xy,
  };
}

/** Sums of squares and products around the group's own means. */
export type CentredSums = {
  readonly people: number;
  readonly meanX: number;
  readonly meanY: number;
  readonly xx: number;
  readonly yy: number;
  readonly xy: number;
};

/**
 * Rounding must not leave a variance where all values are equal: what is below 1e-9 of the plain sum is 0 (money of up to 1e7 minor
 * units a person keeps 16 digits, and the sums of millions of people still ten).
 */
export function centred({ people, x, xx, y, yy, xy }: GroupSums): CentredSums {
  const meanX = people > 0 ? x / people : 0;
  const meanY = people > 0 ? y / people : 0;
  const squares = (sum: number, mean: number): number => {
    const around = sum - people * mean * mean;
    return around > 1e-9 * sum ? around : 0;
  };
  return {
    people,
    meanX,
    meanY,
    xx: squares(xx, meanX),
    yy: squares(yy, meanY),
    xy: xy - people * meanX * meanY,
  };
}
