import { type CentredSums, centred, type GroupSums } from "./group-sums.ts";

/** A difference of means per person, sent less held out, and the variance of that difference. */
export type Difference = { readonly difference: number; readonly variance: number };

/**
 * Difference of the means of y - slope x, which takes out what chance put into one of the groups. Any slope is right on the average, for
 * x was fixed before the groups were drawn; the one within both groups together is the least uncertain. Null with fewer than two
 * people in a group.
 *
 * The variance is the larger of two: of groups with variances of their own (Neyman), and of groups with a common one. A small group
 * without a large order would else seem more certain than it is. Formulas: docs/clv.md, "Difference per person".
 */
export function adjustedDifference(sent: GroupSums, heldOut: GroupSums): Difference | null {
  if (sent.people < 2 || heldOut.people < 2) return null;
  const one = centred(sent);
  const other = centred(heldOut);
  const xx = one.xx + other.xx;
  return differenceWith(xx > 0 ? (one.xy + other.xy) / xx : 0, one, other);
}

/** The same without the covariate. */
export function plainDifference(sent: GroupSums, heldOut: GroupSums): Difference | null {
  if (sent.people < 2 || heldOut.people < 2) return null;
  return differenceWith(0, centred(sent), centred(heldOut));
}

/**
 * What all people who were sent to brought together in several experiments, whose lots are independent of each other, so that variances
 * add up. Not per person: an experiment that begins later would then lower the variance of all, and the interval of every look needs one
 * that never falls. Null without any.
 */
export function totalDifference(
  experiments: readonly (Difference & { readonly sent: number })[],
): Difference | null {
  if (experiments.length === 0) return null;
  return {
    difference: experiments.reduce((sum, one) => sum + one.sent * one.difference, 0),
    variance: experiments.reduce((sum, one) => sum + one.sent ** 2 * one.variance, 0),
  };
}

function differenceWith(slope: number, one: CentredSums, other: CentredSums): Difference {
  const squares = ({ yy, xy, xx }: CentredSums): number =>
    Math.max(0, yy - 2 * slope * xy + slope * slope * xx);
  const own =
    squares(one) / (one.people - 1) / one.people + squares(other) / (other.people - 1) / other.people;
  const common = (squares(one) + squares(other)) / (one.people + other.people - 2);
  return {
    difference: one.meanY - other.meanY - slope * (one.meanX - other.meanX),
    variance: Math.max(own, common * (1 / one.people + 1 / other.people)),
  };
}
