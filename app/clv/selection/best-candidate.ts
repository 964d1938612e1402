import type { Candidate } from "./candidate.ts";
import { pairedStandardError } from "./error-measures.ts";
import type { ChoiceReason } from "./holdout-evaluation.ts";

/** Mean errors that differ by less than this share count as equal. */
const TIE = 0.005;
/**
 * So do errors that differ by at most this many standard errors of the paired difference. Without this rule a holdout of twenty
 * customers selects almost any candidate, and its later predictions are worse than those of the default.
 */
const STANDARD_ERRORS = 2;

/**
 * Selects among models of the same customers, given simpler ones first. Leading is the model with the lowest mean absolute error of
 * orders (`actual`) among those whose CRPS exceeds the lowest one by at most the share `within`. The result is the simplest model
 * whose error and CRPS equal those of the leading one, up to a tie or to noise. Null without models.
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

/** Whether a candidate's mean error is lower than another's by at least the noise margin; also true where both are the same. */
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
