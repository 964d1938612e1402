import { dayOfIso, isoOfDay } from "../../clv/calendar.ts";
import type { Db } from "../../db/client.ts";
import {
  latestEvents,
  movementsSince,
  overlaps,
  type SegmentDayRow,
  segmentDays,
} from "../../db/queries/segments/history.ts";
import { type MembershipRow, membershipRows } from "../../db/queries/segments/membership.ts";
import { placesInSegments } from "../../db/queries/segments/places.ts";
import { shopValuation } from "../../db/queries/valuation/customer-value-rows.ts";
import type { ShopRef } from "../../platform/ids.ts";
import { type SegmentName, segmentsOfShop } from "../find.ts";
import { readRuleContext } from "../prepare.ts";
import type { Rule } from "../rule.ts";
import type { SegmentKey } from "../segment-key.ts";
import { ruleSql } from "../sql.ts";
import { hashOfRule } from "./refresh.ts";

/** Why somebody entered a segment or left it, as far as the app can tell. */
export const CAUSES = ["order", "refund", "consent", "new", "removed", "figures", "night", "rule"] as const;
export type Cause = (typeof CAUSES)[number];
/** What a later version of the app writes is a change of figures to this one. */
const causeOf = (text: string): Cause => CAUSES.find((cause) => cause === text) ?? "figures";

const SHOWN_DAYS = 400;
const SHOWN_EVENTS = 25;
const SHOWN_OVERLAPS = 8;
/** Entries and exits are summed up over so many days. */
export const RECENT_DAYS = 30;
const DAY_MS = 86_400_000;

/** Whether the stored members are those of the present rule. */
export type MembershipState =
  /** They are still to be found. */
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

export interface SegmentEventView {
  readonly customerId: number;
  /** Null of a customer who is gone or has neither name nor address. */
  readonly name: string | null;
  readonly entered: boolean;
  readonly cause: Cause;
  readonly at: string;
}

export interface Movement {
  readonly entered: boolean;
  readonly cause: Cause;
  readonly customers: number;
}

export interface Overlap {
  readonly segment: SegmentName;
  readonly customers: number;
}

export interface SegmentHistory {
  readonly membership: MembershipState;
  /** Oldest first, one for each day on which everybody was looked at. */
  readonly days: readonly SegmentDayRow[];
  readonly events: readonly SegmentEventView[];
  /** Of the last 30 days, the most frequent first. */
  readonly movements: readonly Movement[];
  /** Other segments that the members are in, those with most of them first. */
  readonly overlaps: readonly Overlap[];
}

function stateOf(row: MembershipRow | undefined, rule: Rule, valuedAt: Date): MembershipState {
  if (!row || row.ruleHash !== hashOfRule(rule)) return { state: "calculating" };
  return {
    state: "kept",
    beganAt: row.beganAt.toISOString(),
    evaluatedAt: row.evaluatedAt.toISOString(),
    isBehind: row.evaluatedAt < valuedAt,
  };
}

/** What is known of a segment beside its members of this moment; null before the first valuation. */
export async function readSegmentHistory(
  db: Db,
  shop: ShopRef,
  key: SegmentKey,
  rule: Rule,
  now: Date,
): Promise<SegmentHistory | null> {
  const { shopId } = shop;
  const valuation = await shopValuation(db.pool, shopId);
  if (!valuation) return null;
  const readable = (await segmentsOfShop(db.pool, shopId)).flatMap((segment) =>
    segment.rule && segment.key !== key ? [{ name: nameOf(segment), rule: segment.rule }] : [],
  );
  const rules = [rule, ...readable.map((other) => other.rule)];
  const context = await readRuleContext(db.pool, shopId, valuation, rules);
  const conditions = readable.map((other) => ruleSql(other.rule, context));
  const from = isoOfDay((dayOfIso(valuation.as_of_day) ?? 0) - SHOWN_DAYS);
  const recently = new Date(now.getTime() - RECENT_DAYS * DAY_MS);
  const [memberships, days, events, movements, both] = await Promise.all([
    membershipRows(db.pool, shopId),
    segmentDays(db.pool, shopId, key, from),
    latestEvents(db.pool, shopId, key, SHOWN_EVENTS),
    movementsSince(db.pool, shopId, key, recently),
    overlaps(db.pool, shopId, ruleSql(rule, context), conditions),
  ]);
  const own = memberships.find(({ segmentKey }) => segmentKey === key);
  return {
    membership: stateOf(own, rule, valuation.valued_at),
    days,
    events: events.map(({ customerId, name, email, entered, cause, at }) => ({
      ...{ customerId, name: name ?? email, entered },
      cause: causeOf(cause),
      at: at.toISOString(),
    })),
    movements: movements.map((movement) => ({ ...movement, cause: causeOf(movement.cause) })),
    overlaps: readable
      .map(({ name: segment }, i) => ({ segment, customers: both[i] ?? 0 }))
      .filter(({ customers }) => customers > 0)
      .sort((a, b) => b.customers - a.customers)
      .slice(0, SHOWN_OVERLAPS),
  };
}

export interface CustomerSegment {
  readonly segment: SegmentName;
  /** When it was seen that the customer is in. */
  readonly since: string;
  /** The customer was in it when its history began, and may have been for long. */
  readonly isFromStart: boolean;
}

/** The segments that a customer is in by the stored members, the latest first. */
export async function readSegmentsOfCustomer(
  db: Db,
  { shopId }: ShopRef,
  customerId: number,
): Promise<CustomerSegment[]> {
  const [places, segments] = await Promise.all([
    placesInSegments(db.pool, shopId, [customerId]),
    segmentsOfShop(db.pool, shopId),
  ]);
  const names = new Map<string, SegmentName>(segments.map((segment) => [segment.key, nameOf(segment)]));
  return places
    .flatMap(({ key, since, enteredDay }) => {
      const segment = names.get(key);
      return segment && since
        ? [{ segment, since: since.toISOString(), isFromStart: enteredDay === null }]
        : [];
    })
    .reverse();
}

const nameOf = ({ key, name }: SegmentName): SegmentName => ({ key, name }) as SegmentName;
