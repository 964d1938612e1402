import type { Candidate } from "./candidate.ts";
import { pairedStandardError } from "./error-measures.ts";
import type { ChoiceReason } from "./holdout-evaluation.ts";

/** A mean error that is lower by less than this share is the same. */
const TIE = 0.005;
/**
 * So is one that chance explains, up to so many standard errors of the difference. Without it a holdout of twenty customers picks almost any
 * candidate, and the pick errs more in the time after than the default would.
 */
const STANDARD_ERRORS = 2;

/**
 * Of models that predicted the same customers, simpler ones first: the one with the lowest mean error of orders (`actual`) among those whose
 * ranked probability score is within a share `within` of the best one's; then the simplest of all that is as good in both, or would be but
 * for chance. Null without models.
 */
export function bestModel(
  models: readonly Candidate[],
  actual: Float64Array,
  within: number,
): { one: Candidate; reason: ChoiceReason } | null {
  const soundest = lowest(models, scoreOf);
  if (!soundest) return null;
  const near = within * scoreOf(soundest);
  const sound = models.filter((one) => scoreOf(one) - scoreOf(soundest) <= near);
  const leading = lowest(sound, errorOf) ?? soundest;
  const errors = errorsOf(leading, actual);
  const simplest = models.find((one) => {
    if (one === leading) return true;
    const worse = scoreOf(one) - scoreOf(soundest);
    if (worse > near && !(worse <= noiseMargin(one.scores, soundest.scores))) return false;
    const more = errorOf(one) - errorOf(leading);
    return more <= TIE * errorOf(leading) || more <= noiseMargin(errorsOf(one, actual), errors);
  });
  if (!simplest || simplest === leading) return { one: leading, reason: "lowest_error" };
  return { one: simplest, reason: "simpler_of_equals" };
}

/** Whether a candidate's mean error is lower than another's, by more than chance explains; or the same. */
export function isBetter(one: Candidate, other: Candidate, actual: Float64Array): boolean {
  const less = errorOf(other) - errorOf(one);
  return less >= 0 && less >= noiseMargin(errorsOf(one, actual), errorsOf(other, actual));
}

const errorOf = ({ report }: Candidate): number => report.orders.mae;
const scoreOf = ({ report }: Candidate): number => report.crps ?? Number.POSITIVE_INFINITY;

function errorsOf({ orders }: Candidate, actual: Float64Array): Float64Array {
  return orders.map((count, i) => Math.abs(count - actual[i]!));
}

function noiseMargin(left: Float64Array | null, right: Float64Array | null): number {
  return left && right ? STANDARD_ERRORS * pairedStandardError(left, right) : 0;
}

function lowest(models: readonly Candidate[], measure: (one: Candidate) => number): Candidate | undefined {
  return models.reduce<Candidate | undefined>(
    (best, one) => (best && measure(best) <= measure(one) ? best : one),
    undefined,
  );
}
