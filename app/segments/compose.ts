import type { Queryable } from "../db/client.ts";
import { failedByItself, inParts, tookTooLong } from "../db/queries/segments/in-parts.ts";
import { type SegmentSums, segmentSums } from "../db/queries/segments/members.ts";
import type { ShopId, ShopRef } from "../platform/ids.ts";
import type { Log } from "../platform/log.ts";
import { BorderNotRead, type RuleContext } from "./context.ts";
import type { Rule } from "./rule.ts";
import { ruleSql } from "./sql.ts";
import type { RuleProblem } from "./stored-rule.ts";

interface WithRule {
  readonly key: string;
  readonly rule: Rule;
}

/** A segment that is asked about is not counted, and so neither is the one that asks. */
export class UsesUncounted extends Error {
  readonly used: { readonly key: string; readonly name: string | null };

  constructor(used: UsesUncounted["used"]) {
    super(`The segment ${used.key}, which is asked about, cannot be counted.`);
    this.name = "UsesUncounted";
    this.used = used;
  }
}

/** Told of each segment that cannot be counted. */
export type OnFailed = (segment: { readonly key: string }, error: unknown) => void;

/** Whether a segment alone is to blame: its rule cannot be composed, or what is composed of it fails. */
export const cannotBeCounted = (error: unknown): boolean =>
  error instanceof BorderNotRead ||
  error instanceof UsesUncounted ||
  failedByItself(error) ||
  tookTooLong(error);

/** What to say of a segment that cannot be counted for this reason. */
export function problemOf(error: unknown): RuleProblem {
  if (tookTooLong(error)) return { code: "took_too_long" };
  if (!(error instanceof UsesUncounted)) return { code: "cannot_be_counted" };
  const { key, name } = error.used;
  return { code: "uses_uncounted", key, name };
}

/** Names it in the log by its key. */
export const logFailed =
  (log: Pick<Log, "warn">, shop: Pick<ShopRef, "domain">): OnFailed =>
  ({ key }, error) =>
    log.warn("segments.cannot_be_counted", {
      shop: shop.domain,
      segment: key,
      code: error instanceof Error && "code" in error ? String(error.code) : String(error),
    });

/** The segments with their conditions, without those of which none can be composed. */
export function composed<S extends WithRule>(
  segments: readonly S[],
  context: RuleContext,
  onFailed: OnFailed,
): (S & { readonly condition: ReturnType<typeof ruleSql> })[] {
  return segments.flatMap((segment) => {
    try {
      return [{ ...segment, condition: ruleSql(segment.rule, context) }];
    } catch (error) {
      if (!cannotBeCounted(error)) throw error;
      onFailed(segment, error);
      return [];
    }
  });
}

/** The segments that can be counted, with their sums: together, and apart where one of them fails. */
export async function counted<S extends WithRule>(
  on: Queryable,
  shop: ShopId,
  segments: readonly S[],
  context: RuleContext,
  onFailed: OnFailed,
): Promise<(S & { readonly sums: SegmentSums })[]> {
  const asked = composed(segments, context, onFailed);
  const ask = (some: typeof asked) =>
    segmentSums(
      on,
      shop,
      some.map(({ condition }) => condition),
    );
  const sums = await inParts(on, asked, (some) => ask([...some]), onFailed);
  return asked.flatMap((segment, i) => {
    const its = sums[i];
    return its ? [{ ...segment, sums: its }] : [];
  });
}
