import { PREDICTION_FACTS } from "../facts/prediction-facts.ts";
import { conditionsOf, type Rule } from "../rule.ts";

/** Keys of the segments that a rule asks about. */
export function usedSegments(rule: Rule): string[] {
  if ("fact" in rule) return "segment" in rule && typeof rule.segment === "string" ? [rule.segment] : [];
  const parts = "not" in rule ? [rule.not] : "all" in rule ? rule.all : rule.any;
  return [...new Set(parts.flatMap(usedSegments))];
}

/** Whether a rule asks about products that were bought, which products and collections can change without anybody buying. */
export const asksWhatWasBought = (rule: Rule): boolean =>
  conditionsOf(rule).some((condition) => "of" in condition || "first" in condition);

/** The keys of the segments whose rule asks the prediction, itself or by way of segments that it asks about. */
export function askingPrediction(segments: readonly WithRule[]): Set<string> {
  const asking = new Set<string>();
  const asks = ({ rule }: WithRule): boolean =>
    conditionsOf(rule).some(({ fact }) => Object.hasOwn(PREDICTION_FACTS, fact)) ||
    usedSegments(rule).some((key) => asking.has(key));
  for (let before = -1; before < asking.size; ) {
    before = asking.size;
    for (const segment of segments) if (asks(segment)) asking.add(segment.key);
  }
  return asking;
}

interface WithRule {
  readonly key: string;
  readonly rule: Rule;
}

/**
 * The segments in rows, of which each uses only those of earlier rows, and segments that are not among them. Those that use each
 * other in a circle, which no save lets in, come last.
 */
export function inOrderOfUse<S extends WithRule>(segments: readonly S[]): S[][] {
  const levels: S[][] = [];
  let left = segments;
  while (left.length > 0) {
    const waiting = new Set(left.map(({ key }) => key));
    const ready = left.filter(({ rule }) => !usedSegments(rule).some((key) => waiting.has(key)));
    levels.push(ready.length > 0 ? [...ready] : [...left]);
    left = ready.length > 0 ? left.filter((segment) => !ready.includes(segment)) : [];
  }
  return levels;
}

/** The keys of a circle that begins and ends at `key`, in the order of use; null where there is none. */
export function circleThrough(key: string, ruleOf: (key: string) => Rule | null): string[] | null {
  const seen = new Set<string>();
  const follow = (at: string): string[] | null => {
    const rule = ruleOf(at);
    for (const next of rule ? usedSegments(rule) : []) {
      if (next === key) return [at];
      if (seen.has(next)) continue;
      seen.add(next);
      const rest = follow(next);
      if (rest) return [at, ...rest];
    }
    return null;
  };
  return follow(key);
}
