import { createHash } from "node:crypto";
import type { Db, Tx } from "../../db/client.ts";
import { segmentSums } from "../../db/queries/segments/members.ts";
import {
  dropOtherMembers,
  lockMembership,
  type MembershipRow,
  type Movement,
  membershipRows,
  stampMembership,
  takeDirtyCustomers,
  writeDay,
  writeMembers,
} from "../../db/queries/segments/membership.ts";
import { type ShopValuationRow, shopValuation } from "../../db/queries/valuation/customer-value-rows.ts";
import type { Clock } from "../../platform/clock.ts";
import type { ShopId, ShopRef } from "../../platform/ids.ts";
import type { Log } from "../../platform/log.ts";
import type { RuleContext } from "../context.ts";
import { segmentsOfShop } from "../find.ts";
import { readRuleContext } from "../prepare.ts";
import { type Rule, toStored } from "../rule.ts";
import { ruleSql } from "../sql.ts";
import { inOrderOfUse, usedSegments } from "./uses.ts";

/** What names a rule among those that a segment has had. */
export const hashOfRule = (rule: Rule): string =>
  createHash("sha256")
    .update(JSON.stringify(toStored(rule)))
    .digest("hex");

export interface MembershipHost {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Log;
}

export interface MembershipOutcome extends Movement {
  readonly segments: number;
  /** Of these everybody was looked at, of the others those who had changed. */
  readonly whole: number;
  readonly changedCustomers: number;
}

interface Its {
  readonly key: string;
  readonly rule: Rule;
  readonly state: MembershipRow | undefined;
}

/**
 * Makes the stored members of the shop's segments those of this moment, and records who entered, who left and why. Everybody is looked
 * at with `whole`, and for a segment whose rule, day or model is another than at the last such look; else those who have
 * changed. Segments that others use come before those. Null before the first valuation.
 */
export async function refreshMembership(
  { db, clock, log }: MembershipHost,
  shop: ShopRef,
  { whole }: { readonly whole: boolean },
): Promise<MembershipOutcome | null> {
  const startedMs = performance.now();
  const outcome = await db.transaction((tx) => refresh(tx, shop.shopId, clock(), whole));
  if (outcome) {
    const ms = Math.round(performance.now() - startedMs);
    log.info("segments.members.refreshed", { shop: shop.domain, ...outcome, ms });
  }
  return outcome;
}

async function refresh(
  tx: Tx,
  shop: ShopId,
  now: Date,
  everything: boolean,
): Promise<MembershipOutcome | null> {
  await lockMembership(tx, shop);
  const valuation = await shopValuation(tx, shop);
  if (!valuation) return null;
  const states = new Map((await membershipRows(tx, shop)).map((row) => [row.segmentKey, row]));
  const inUse = await segmentsOfShop(tx, shop);
  const readable = inUse.flatMap(({ key, rule }) => (rule ? [{ key, rule, state: states.get(key) }] : []));
  const context = await readRuleContext(
    tx,
    shop,
    valuation,
    readable.map(({ rule }) => rule),
  );
  const changedCustomers = await takeDirtyCustomers(tx, shop);
  const keys = readable.map(({ key }) => key);
  // One that this version of the app cannot read keeps its members for a version that can.
  const dropped = await dropOtherMembers(
    tx,
    shop,
    inUse.map(({ key }) => key),
  );

  // Who uses a segment that went out of use is another without anybody having changed.
  const wholeKeys = new Set(dropped);
  const moved = { entered: 0, left: 0 };
  for (const level of inOrderOfUse(readable)) {
    const isWhole = (its: Its) =>
      everything || isOutdated(its, valuation) || usedSegments(its.rule).some((key) => wholeKeys.has(key));
    const [all, some] = [level.filter(isWhole), level.filter((its) => !isWhole(its))];
    const ask = (segments: readonly Its[]) =>
      segments.map((its) => ({
        ...its,
        condition: ruleSql(its.rule, context),
        cause: causeOf(its, valuation),
      }));
    const movements = [await writeMembers(tx, shop, ask(all), "everybody", now, valuation.as_of_day)];
    if (changedCustomers > 0)
      movements.push(await writeMembers(tx, shop, ask(some), "taken", now, valuation.as_of_day));
    for (const { entered, left } of movements) {
      moved.entered += entered;
      moved.left += left;
    }
    for (const { key } of all) wholeKeys.add(key);
  }
  const wholes = readable.filter(({ key }) => wholeKeys.has(key));
  await keepSizes(tx, shop, wholes, context, valuation.as_of_day);
  const read = {
    asOfDay: valuation.as_of_day,
    modelId: valuation.model_id,
    valuedAt: valuation.valued_at,
  };
  const stamp = (of: readonly string[], hashes: readonly string[] | null) =>
    stampMembership(tx, shop, of, now, read, hashes);
  await stamp(
    wholes.map(({ key }) => key),
    wholes.map(({ rule }) => hashOfRule(rule)),
  );
  await stamp(
    keys.filter((key) => !wholeKeys.has(key)),
    null,
  );
  return { ...moved, segments: keys.length, whole: wholes.length, changedCustomers };
}

function isOutdated({ rule, state }: Its, valuation: ShopValuationRow): boolean {
  return (
    state === undefined ||
    state.ruleHash !== hashOfRule(rule) ||
    state.asOfDay !== valuation.as_of_day ||
    state.modelId !== valuation.model_id
  );
}

function causeOf({ rule, state }: Its, valuation: ShopValuationRow): string | null {
  if (!state) return null;
  if (state.ruleHash !== hashOfRule(rule)) return "rule";
  return state.asOfDay === valuation.as_of_day ? "figures" : "night";
}

async function keepSizes(
  tx: Tx,
  shop: ShopId,
  segments: readonly Its[],
  context: RuleContext,
  day: string,
): Promise<void> {
  const sums = await segmentSums(
    tx,
    shop,
    segments.map(({ rule }) => ruleSql(rule, context)),
  );
  await writeDay(
    tx,
    shop,
    day,
    sums.map((sum, i) => ({ key: segments[i]!.key, ...sum })),
  );
}
