import type { Db, Queryable } from "../db/client.ts";
import { type MemberTotals, memberTotals, type SegmentSums } from "../db/queries/segments/members.ts";
import type { ShopValuationRow } from "../db/queries/valuation/customer-value-rows.ts";
import type { ShopId, ShopRef } from "../platform/ids.ts";
import { counted, type OnFailed } from "./compose.ts";
import type { ReadableSegment, SegmentName } from "./find.ts";
import { readRuleContext } from "./prepare.ts";
import type { SegmentContext } from "./segment-context.ts";
import type { TemplateKey } from "./segment-key.ts";
import { ruleSql } from "./sql.ts";
import { templateOf } from "./templates.ts";

export type SegmentCard = SegmentName & SegmentFigures;

interface SegmentFigures {
  readonly customers: number;
  readonly netSalesMinor: number;
  readonly shareOfNetSales: number | null;
  readonly expectedValueMinor: number | null;
  /** Customers whose e-mail state is SUBSCRIBED and who have a well-formed address. */
  readonly reachable: number;
  /** Expected value if alive x chance of losing each; null where nothing is predicted. */
  readonly valueAtStakeMinor: number | null;
  /** Members who are almost surely gone, by the prediction. */
  readonly almostGone: number;
  /** What is expected of a member with a prediction, where that is next to nothing; else null. */
  readonly expectsLittleMinor: number | null;
}

/** Members of a segment of the app in a shop that was valued, for a page that shows no more of it than their number. */
export async function readMemberTotals(
  on: Queryable,
  shop: ShopId,
  valuation: ShopValuationRow,
  key: TemplateKey,
): Promise<MemberTotals> {
  const { rule } = templateOf(key);
  return memberTotals(on, shop, ruleSql(rule, await readRuleContext(on, shop, valuation, [rule])));
}

/** The segments that can be counted, with their figures. */
export async function readCards(
  db: Db,
  shop: ShopRef,
  context: SegmentContext,
  segments: readonly ReadableSegment[],
  onFailed: OnFailed,
): Promise<SegmentCard[]> {
  const found = await counted(db.pool, shop.shopId, segments, context, onFailed);
  return found.map((segment) => cardOf(segment, segment.sums, context));
}

export const nameOf = (segment: SegmentName): SegmentName =>
  segment.name === null ? { key: segment.key, name: null } : { key: segment.key, name: segment.name };

/** A part of what is expected of the shop's average customer: less is next to nothing. */
const LITTLE = 0.1;

function cardOf(segment: SegmentName, sum: SegmentSums, context: SegmentContext): SegmentCard {
  const each = sum.predicted_customers === 0 ? null : sum.expected_value_minor / sum.predicted_customers;
  return {
    ...nameOf(segment),
    customers: sum.customers,
    netSalesMinor: sum.net_sales_minor,
    shareOfNetSales: context.netSalesMinor === 0 ? null : sum.net_sales_minor / context.netSalesMinor,
    expectedValueMinor: sum.predicted_customers === 0 ? null : sum.expected_value_minor,
    reachable: sum.reachable,
    valueAtStakeMinor: sum.predicted_customers === 0 ? null : sum.value_at_stake_minor,
    almostGone: sum.almost_gone,
    expectsLittleMinor:
      each !== null && each < LITTLE * context.expectedValueEachMinor ? Math.round(each) : null,
  };
}
