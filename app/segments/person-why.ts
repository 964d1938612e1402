import type { Db, Tx } from "../db/client.ts";
import { membershipRows } from "../db/queries/segments/membership.ts";
import { placesInSegments } from "../db/queries/segments/places.ts";
import { shopValuation } from "../db/queries/valuation/customer-value-rows.ts";
import type { ShopRef } from "../platform/ids.ts";
import { cannotBeCounted, problemOf } from "./compose.ts";
import { readFactRows } from "./fact-rows.ts";
import { findSegment, segmentsOfShop } from "./find.ts";
import { Memberships } from "./membership/state.ts";
import { readRuleContext } from "./prepare.ts";
import type { Rule } from "./rule.ts";
import { type RuleTerms, readRuleTerms } from "./rule-terms.ts";
import type { SegmentKey } from "./segment-key.ts";
import type { RuleProblem } from "./stored-rule.ts";
import { type Reason, why } from "./why.ts";

/** Why a customer is in a segment, or what keeps the customer out. */
export type PersonWhy =
  /** There are no figures yet to ask for. */
  | { readonly state: "not_valued" }
  | { readonly state: "uncounted"; readonly problem: RuleProblem }
  | {
      readonly state: "full";
      /** By the figures of now, with the thresholds and borders that the members are found with. */
      readonly met: boolean;
      readonly reason: Reason;
      readonly terms: RuleTerms;
      /** What the stored members say; null as long as they are to be found. */
      readonly kept: KeptPlace | null;
    };

export interface KeptPlace {
  readonly isMember: boolean;
  /** When customers who had changed were last looked at. */
  readonly evaluatedAt: string;
  /** Figures have changed since, which the members do not show yet. */
  readonly isBehind: boolean;
}

/** Null where the shop has no such segment. */
export async function readPersonWhy(
  db: Db,
  shop: ShopRef,
  key: SegmentKey,
  customerId: number,
): Promise<PersonWhy | null> {
  try {
    return await db.transaction(async (tx) => {
      // The members and the figures of one moment: a look at members in between would seem to contradict them.
      await tx.query("set transaction isolation level repeatable read");
      return read(tx, shop, key, customerId);
    });
  } catch (error) {
    if (!cannotBeCounted(error)) throw error;
    return { state: "uncounted", problem: problemOf(error) };
  }
}

async function read(tx: Tx, shop: ShopRef, key: SegmentKey, customerId: number): Promise<PersonWhy | null> {
  const { shopId } = shop;
  const segment = await findSegment(tx, shopId, key);
  if (!segment) return null;
  const { rule } = segment;
  if (!rule) return { state: "uncounted", problem: segment.problem };
  const valuation = await shopValuation(tx, shopId);
  if (!valuation) return { state: "not_valued" };
  const row = (await readFactRows(tx, shopId, [customerId], rule)).get(customerId);
  if (!row) return { state: "not_valued" };
  const context = await readRuleContext(tx, shopId, valuation, [rule]);
  const { met, reason } = why(rule, row, context);
  const terms = await readRuleTerms(tx, shopId, [rule], context.thresholds);
  const state = await stateOf(tx, shop, { key, rule }, valuation);
  if (state.state === "calculating") return { state: "full", met, reason, terms, kept: null };
  const places = await placesInSegments(tx, shopId, [customerId]);
  const isMember = places.some((place) => place.key === key && place.isMember);
  const { evaluatedAt, isBehind } = state;
  return { state: "full", met, reason, terms, kept: { isMember, evaluatedAt, isBehind } };
}

async function stateOf(
  tx: Tx,
  { shopId }: ShopRef,
  segment: { readonly key: SegmentKey; readonly rule: Rule },
  valuation: Parameters<Memberships["stateOf"]>[1],
) {
  const others = (await segmentsOfShop(tx, shopId)).filter(({ key }) => key !== segment.key);
  return new Memberships([...others, segment], await membershipRows(tx, shopId)).stateOf(
    segment.key,
    valuation,
  );
}
