import { dayOfIso, isoOfDay } from "../../clv/calendar.ts";
import type { Db } from "../../db/client.ts";
import {
  EVENT_DAYS,
  latestEvents,
  movementsSince,
  overlaps,
  type SegmentDayRow,
  segmentDays,
} from "../../db/queries/segments/history.ts";
import { membershipRows } from "../../db/queries/segments/membership.ts";
import { placesInSegments } from "../../db/queries/segments/places.ts";
import { shopValuation } from "../../db/queries/valuation/customer-value-rows.ts";
import type { ShopRef } from "../../platform/ids.ts";
import { type SegmentName, segmentsOfShop } from "../find.ts";
import type { Rule } from "../rule.ts";
import type { SegmentKey } from "../segment-key.ts";
import { type MembershipState, Memberships } from "./state.ts";

/** Why somebody entered a segment or left it, as far as the app can tell. */
export const CAUSES = ["order", "refund", "consent", "new", "removed", "figures", "night", "rule"] as const;
export type Cause = (typeof CAUSES)[number];
/** What a later version of the app writes is a change of figures to this one. */
const causeOf = (text: string): Cause => CAUSES.find((cause) => cause === text) ?? "figures";

const SHOWN_EVENTS = 25;
const SHOWN_OVERLAPS = 8;
/** Entries and exits are summed up over so many days. */
export const RECENT_DAYS = 30;
const DAY_MS = 86_400_000;

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
  /** Other segments that the stored members are in, those with most of them first. */
  readonly overlaps: readonly Overlap[];
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
  const segments = await segmentsOfShop(db.pool, shopId);
  const from = isoOfDay((dayOfIso(valuation.as_of_day) ?? 0) - EVENT_DAYS);
  const recently = new Date(now.getTime() - RECENT_DAYS * DAY_MS);
  const [memberships, days, events, movements, both] = await Promise.all([
    membershipRows(db.pool, shopId),
    segmentDays(db.pool, shopId, key, from),
    latestEvents(db.pool, shopId, key, SHOWN_EVENTS),
    movementsSince(db.pool, shopId, key, recently),
    overlaps(db.pool, shopId, key),
  ]);
  const state = new Memberships([...segments, { key, rule }], memberships);
  const isCalculating = state.isCalculating(key);
  const others = new Map<string, SegmentName>(
    segments
      .filter((other) => other.rule && other.key !== key && !isCalculating && !state.isCalculating(other.key))
      .map((other) => [other.key, nameOf(other)]),
  );
  return {
    membership: state.stateOf(key, valuation),
    days,
    events: events.map(({ customerId, name, email, entered, cause, at }) => ({
      ...{ customerId, name: name ?? email, entered },
      cause: causeOf(cause),
      at: at.toISOString(),
    })),
    movements: movements.map((movement) => ({ ...movement, cause: causeOf(movement.cause) })),
    overlaps: both
      .flatMap(({ key: other, customers }) => {
        const segment = others.get(other);
        return segment ? [{ segment, customers }] : [];
      })
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

export interface CustomerSegments {
  /** The segments that the customer is in, the latest first. */
  readonly memberOf: readonly CustomerSegment[];
  /** Of these it is not known yet who is in: a rule has changed, their own or that of one they use. */
  readonly calculating: readonly SegmentName[];
  /** The segments that the customer is not in. */
  readonly others: readonly SegmentName[];
  /** Of these nobody will know: they cannot be counted. */
  readonly uncounted: readonly SegmentName[];
}

/** What the stored members say of a customer. */
export async function readSegmentsOfCustomer(
  db: Db,
  { shopId }: ShopRef,
  customerId: number,
): Promise<CustomerSegments> {
  const [segments, memberships] = await Promise.all([
    segmentsOfShop(db.pool, shopId),
    membershipRows(db.pool, shopId),
  ]);
  // Read after what is known of them: members that are replaced in between are those of a newer rule, never of an older one.
  const places = await placesInSegments(db.pool, shopId, [customerId]);
  const state = new Memberships(segments, memberships);
  const kept = new Map<string, SegmentName>(
    segments.filter(({ key }) => !state.isCalculating(key)).map((segment) => [segment.key, nameOf(segment)]),
  );
  const memberOf = places.flatMap(({ key, since, enteredDay }) => {
    const segment = kept.get(key);
    return segment && since
      ? [{ segment, since: since.toISOString(), isFromStart: enteredDay === null }]
      : [];
  });
  const waiting = segments.filter(({ key, rule }) => rule && state.isCalculating(key));
  const [uncounted = [], calculating = []] = [true, false].map((never) =>
    waiting.filter(({ key }) => state.isNeverCounted(key) === never).map(nameOf),
  );
  const inside = new Set<string>(memberOf.map(({ segment }) => segment.key));
  const others = segments
    .filter(({ key, rule }) => rule && kept.has(key) && !inside.has(key))
    .map((segment) => nameOf(segment));
  return { memberOf: memberOf.reverse(), others, calculating, uncounted };
}

const nameOf = ({ key, name }: SegmentName): SegmentName => ({ key, name }) as SegmentName;
