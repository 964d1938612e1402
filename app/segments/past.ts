import { dayOfIso, isoOfDay } from "../clv/calendar.ts";
import type { Db, Tx } from "../db/client.ts";
import { firstDayOfOrders } from "../db/queries/pages/rfm-flow.ts";
import { membershipRows } from "../db/queries/segments/membership.ts";
import { readShop } from "../db/queries/source/shops.ts";
import { shopValuation } from "../db/queries/valuation/customer-value-rows.ts";
import { lockPast } from "../db/queries/valuation/past-tables.ts";
import type { ShopRef } from "../platform/ids.ts";
import { valuePast } from "../valuation/compute/value-past.ts";
import type { RuleContext } from "./context.ts";
import { PURCHASE_FACTS } from "./facts/purchase-facts.ts";
import { type NotKnownThen, notKnownThen } from "./known-then.ts";
import { usedSegments } from "./membership/uses.ts";
import { readRuleContext } from "./prepare.ts";
import { conditionsOf, type Rule } from "./rule.ts";

/** Why a rule cannot be asked of an earlier day. */
export type NoPast =
  | { readonly state: "not_valued" }
  /** Days that can be asked for; null where there is none. */
  | { readonly state: "no_such_day"; readonly days: { readonly first: string; readonly last: string } | null }
  | { readonly state: "not_known_then"; readonly conditions: readonly NotKnownThen[] };

/**
 * Asks a rule of the customers as they were at the end of an earlier day (YYYY-MM-DD). On the connection that `work` gets, the tables
 * that rules read hold that day, so that every reading of the rule there is one of that day.
 */
export async function asOf<T>(
  db: Db,
  { shopId }: ShopRef,
  rule: Rule,
  day: string,
  work: (tx: Tx, context: RuleContext) => Promise<T>,
): Promise<T | NoPast> {
  return db.transaction(async (tx): Promise<T | NoPast> => {
    await tx.query("set transaction isolation level repeatable read");
    await lockPast(tx, shopId);
    const today = await shopValuation(tx, shopId);
    if (!today) return { state: "not_valued" };
    const first = await firstDayOfOrders(tx, shopId);
    const last = isoOfDay((dayOfIso(today.as_of_day) ?? 0) - 1);
    const days = first !== null && first <= last ? { first, last } : null;
    if (!days || day < days.first || day > days.last) return { state: "no_such_day", days };
    const { timeZone } = (await readShop(tx, shopId)) ?? {};
    const conditions = notKnownThen(rule, {
      day,
      today: today.as_of_day,
      timeZone: timeZone ?? "UTC",
      memberships: await membershipRows(tx, shopId),
    });
    if (conditions.length > 0) return { state: "not_known_then", conditions };
    await valuePast(tx, shopId, {
      day,
      segments: usedSegments(rule),
      purchases: conditionsOf(rule).some(({ fact }) => fact in PURCHASE_FACTS),
      valuedAt: today.valued_at,
    });
    const then = await shopValuation(tx, shopId);
    if (!then) throw new Error("An earlier day was valued and not stamped.");
    return work(tx, await readRuleContext(tx, shopId, then, [rule]));
  });
}
