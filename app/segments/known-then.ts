import { dayOfIso, isoOfDay } from "../clv/calendar.ts";
import { EVENT_DAYS } from "../db/queries/segments/history.ts";
import type { MembershipRow } from "../db/queries/segments/membership.ts";
import { dayIn } from "../platform/clock.ts";
import { PREDICTION_FACTS } from "./facts/prediction-facts.ts";
import type { FactName } from "./facts.ts";
import type { Condition, Rule } from "./rule.ts";

/**
 * What only today is known of a customer: no history is kept of it, and the figures of an earlier day would be a mixture of both days.
 * Costs are those of what was kept until today, whatever was sent back since. Everything else follows from orders, refunds and
 * entries into segments, each of which has its day.
 */
const ONLY_TODAY: ReadonlySet<FactName> = new Set<FactName>([
  ...(Object.keys(PREDICTION_FACTS) as (keyof typeof PREDICTION_FACTS)[]),
  "country",
  "consent",
  "smsConsent",
  "reachable",
  "tags",
  "shopifyRfmGroup",
  "shopifySpendTier",
  "grossMargin",
  "contribution",
  "grossMarginIn",
  "earlyGrossMargin",
  "costCoverage",
]);

export type NotKnownThen =
  | { readonly path: string; readonly why: "only_today" }
  /** Who was in the segment is known from this day on; null where it is not known at all. */
  | { readonly path: string; readonly why: "no_history"; readonly from: string | null };

export interface Then {
  /** The earlier day, YYYY-MM-DD. */
  readonly day: string;
  readonly today: string;
  readonly timeZone: string;
  readonly memberships: readonly MembershipRow[];
}

/** The conditions of a rule, by their paths, about which nobody knows what they said of the customers on an earlier day. */
export function notKnownThen(rule: Rule, then: Then, path = ""): NotKnownThen[] {
  const at = (key: string) => (path === "" ? key : `${path}.${key}`);
  if ("all" in rule) return rule.all.flatMap((part, i) => notKnownThen(part, then, at(`all.${i}`)));
  if ("any" in rule) return rule.any.flatMap((part, i) => notKnownThen(part, then, at(`any.${i}`)));
  if ("not" in rule) return notKnownThen(rule.not, then, at("not"));
  if (ONLY_TODAY.has(rule.fact)) return [{ path, why: "only_today" }];
  if (!("segment" in rule)) return [];
  const from = placesKnownFrom(rule, then);
  return from !== null && from <= then.day ? [] : [{ path, why: "no_history", from }];
}

type OfSegment = Extract<Condition, { segment: string }>;

function placesKnownFrom(rule: OfSegment, { day, today, timeZone, memberships }: Then): string | null {
  const row = memberships.find(({ segmentKey }) => segmentKey === rule.segment);
  if (!row || row.asOfDay < day) return null;
  const kept = (dayOfIso(today) ?? 0) - EVENT_DAYS;
  const began = dayIn(timeZone, row.beganAt);
  return began >= isoOfDay(kept) ? began : isoOfDay(kept + daysAsked(rule));
}

/** How many days of entries and exits a condition looks at: where it does not say, all that a whole history has. */
function daysAsked(rule: OfSegment): number {
  if (rule.fact === "member") return 0;
  return rule.is === "within_last_days" && typeof rule.days === "number" ? rule.days : EVENT_DAYS;
}
