import { isoOfDay } from "../../../app/clv/calendar.ts";
import type { SegmentHistory } from "../../../app/segments/membership/history.ts";
import type { SegmentView } from "../../../app/segments/read-segment.ts";
import type { Rule } from "../../../app/segments/rule.ts";
import type { RuleProblem } from "../../../app/segments/stored-rule.ts";
import type { SegmentChanges } from "../../../app/ui/segments/use-segment-change.ts";
import type { OwnSegment } from "../../../app/ui/segments/versions-card.tsx";
import { boughtRule } from "./rule-terms.ts";
import { cards, OWN, segmentViews } from "./segments.ts";

const name = "Regulars from Gent who like the autumn collection";
const rule = {
  all: [
    { fact: "orders", is: ">=", value: 3 },
    { fact: "country", is: "=", value: "BE" },
  ],
} as const;
const STAFF = "84910273";

export const noChanges: SegmentChanges = { busy: false, failure: null, made: 0, onChange: () => {} };

export const ownView: SegmentView = {
  ...segmentViews.full,
  segment: { ...cards[0], key: OWN, name, customers: 214, reachable: 150 },
  rule: null,
  conditions: rule,
  margins: { customers: 2_163, known: 2_163, coverage: 0.31, hasDefault: true },
};

const version = (revision: number, called: string, savedAt: string, its: Rule = rule) => ({
  ...{ rule: its, problem: null, revision, savedAt, currency: null },
  name: called,
  savedBy: STAFF,
});

export const ownSegment: OwnSegment = {
  segment: {
    ...{ rule, problem: null, key: OWN, name, revision: 3 },
    ...{ templateKey: null, order: "net_sales", formerCurrency: null },
    createdAt: "2026-01-04T09:12:00Z",
    updatedAt: "2026-03-20T15:40:00Z",
    updatedBy: STAFF,
    archivedAt: null,
  },
  versions: [
    version(3, name, "2026-03-20T15:40:00Z"),
    version(2, "Regulars from Gent", "2026-01-05T10:00:00Z", boughtRule),
    version(1, "Gent", "2026-01-04T09:12:00Z"),
  ],
};

export const archivedSegment: OwnSegment = {
  ...ownSegment,
  segment: { ...ownSegment.segment, archivedAt: "2026-03-25T08:00:00Z" },
};

export const unreadableSegment: OwnSegment = {
  ...ownSegment,
  segment: { ...ownSegment.segment, rule: null, problem: { code: "unknown_fact", fact: "shoeSize" } },
};

const FIRST_DAY = 20_460;
const days = Array.from({ length: 75 }, (_, i) => {
  const customers = 150 + i + Math.round(12 * Math.sin(i / 6));
  return {
    day: isoOfDay(FIRST_DAY + i),
    customers,
    netSalesMinor: customers * 28_600,
    expectedValueMinor: customers * 8_000,
    reachable: Math.round(customers * 0.7),
  };
});

const kept: SegmentHistory = {
  membership: {
    state: "kept",
    beganAt: "2026-01-07T02:21:00Z",
    evaluatedAt: "2026-03-31T09:30:00Z",
    isBehind: true,
  },
  days,
  events: [
    {
      customerId: 7_001,
      name: "Anouk van den Heuvel-Oosterhout",
      entered: true,
      cause: "order",
      at: "2026-03-31T09:30:00Z",
    },
    { customerId: 7_002, name: "Jérôme Lefèvre", entered: false, cause: "night", at: "2026-03-30T02:21:00Z" },
    { customerId: 7_003, name: null, entered: false, cause: "removed", at: "2026-03-29T16:02:00Z" },
    {
      customerId: 7_004,
      name: "inkoop@example.be",
      entered: true,
      cause: "rule",
      at: "2026-03-20T15:41:00Z",
    },
  ],
  movements: [
    { entered: true, cause: "order", customers: 41 },
    { entered: false, cause: "night", customers: 10 },
  ],
  overlaps: [
    { segment: { key: "vip", name: null }, customers: 96 },
    { segment: { key: "champions", name: null }, customers: 61 },
    { segment: { key: "lapsed", name: null }, customers: 2 },
  ],
};

export const histories = {
  kept,
  quiet: { ...kept, events: [], movements: [], overlaps: [] },
  calculating: { ...kept, membership: { state: "calculating" } },
} satisfies Record<string, SegmentHistory>;

export const problemSegment = (problem: RuleProblem): OwnSegment => ({
  ...ownSegment,
  segment: { ...ownSegment.segment, rule: null, problem },
});
