import type { MembershipRow } from "../../db/queries/segments/membership.ts";
import type { ShopValuationRow } from "../../db/queries/valuation/customer-value-rows.ts";
import type { Rule } from "../rule.ts";
import { hashOfRule } from "./refresh.ts";
import { usedSegments } from "./uses.ts";

/** Whether the stored members are those of the present rule. */
export type MembershipState =
  /** They are still to be found, here or in a segment that this one uses. */
  | { readonly state: "calculating" }
  | {
      readonly state: "kept";
      /** Since when entries and exits are recorded. */
      readonly beganAt: string;
      /** Of the last look at customers who had changed. */
      readonly evaluatedAt: string;
      /** Figures have changed since, which the members do not show yet. */
      readonly isBehind: boolean;
    };

interface InUse {
  readonly key: string;
  /** Null where this version of the app cannot read it. */
  readonly rule: Rule | null;
  /** Of a shop's own, where it is asked whether it was ever counted. */
  readonly updatedAt?: string;
}

type Valuation = Pick<ShopValuationRow, "valued_at" | "as_of_day" | "model_id">;

/** What is known of the stored members of a shop's segments. */
export class Memberships {
  readonly #rules: ReadonlyMap<string, Rule | null>;
  readonly #rows: ReadonlyMap<string, MembershipRow>;
  readonly #savedAt: ReadonlyMap<string, string>;
  readonly #known = new Map<string, boolean>();

  constructor(segments: readonly InUse[], rows: readonly MembershipRow[]) {
    this.#rules = new Map(segments.map(({ key, rule }) => [key, rule]));
    this.#rows = new Map(rows.map((row) => [row.segmentKey, row]));
    this.#savedAt = new Map(segments.flatMap(({ key, updatedAt }) => (updatedAt ? [[key, updatedAt]] : [])));
  }

  /**
   * Whether the members are those of another rule than the present one, or those of a segment that this one uses, over any number
   * of segments in between. Of a segment that is not in use, whether its members are still to be forgotten.
   */
  isCalculating(key: string): boolean {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    // Ends a circle of segments, which no save lets in.
    this.#known.set(key, false);
    const [rule, row] = [this.#rules.get(key), this.#rows.get(key)];
    const answer = rule
      ? row?.ruleHash !== hashOfRule(rule) || usedSegments(rule).some((used) => this.isCalculating(used))
      : row !== undefined;
    this.#known.set(key, answer);
    return answer;
  }

  /** Whether it could not be counted when the members of others were last looked at: those that are stored are older ones. */
  isLeftOut(key: string): boolean {
    const row = this.#rows.get(key);
    return row !== undefined && [...this.#rows.values()].some((its) => its.evaluatedAt > row.evaluatedAt);
  }

  /**
   * Whether the members of others were looked at since it was saved, and none were found of it or of one that it uses: it cannot be
   * counted, and waiting does not help.
   */
  isNeverCounted(key: string): boolean {
    if (!this.isCalculating(key)) return false;
    const saved = this.#savedAt.get(key);
    const others = [...this.#rows.values()];
    if (saved && !this.#rows.has(key) && others.some(({ evaluatedAt }) => evaluatedAt.toISOString() > saved))
      return true;
    const rule = this.#rules.get(key);
    return rule ? usedSegments(rule).some((used) => used !== key && this.isNeverCounted(used)) : false;
  }

  /** Of a segment in use, beside the shop's present valuation. */
  stateOf(key: string, valuation: Valuation): MembershipState {
    const row = this.#rows.get(key);
    if (!row || this.isCalculating(key)) return { state: "calculating" };
    return {
      state: "kept",
      beganAt: row.beganAt.toISOString(),
      evaluatedAt: row.evaluatedAt.toISOString(),
      isBehind: !isOf(row, valuation),
    };
  }
}

/** Instants are names here: a valuation that began earlier can end later than the look at its customers. */
const isOf = (row: MembershipRow, valuation: Valuation): boolean =>
  row.valuedAt.getTime() === valuation.valued_at.getTime() &&
  row.asOfDay === valuation.as_of_day &&
  row.modelId === valuation.model_id;
