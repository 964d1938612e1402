import type { BuilderView } from "../../../app/segments/builder.ts";
import type { PreviewPart, RulePreview, SampleMember } from "../../../app/segments/preview.ts";
import type { DraftRule } from "../../../app/ui/segment-builder/draft.ts";
import type { AskPreview } from "../../../app/ui/segment-builder/use-preview.ts";
import { fullList } from "./customers.ts";
import { boughtRule, offeredFacts, ruleTerms } from "./rule-terms.ts";
import { shop } from "./shop.ts";

export const builderView: BuilderView = {
  shop,
  facts: offeredFacts.map(([name, type, canBeMissing, parameters = []]) => ({
    name,
    type,
    canBeMissing,
    parameters: parameters.map((each) => ({ name: each.replace("?", ""), isOptional: each.endsWith("?") })),
  })),
  moneyThresholds: [
    { name: "vipFromMinor", value: 21_780 },
    { name: "highValueFromMinor", value: 12_450 },
  ],
  dayThresholds: [
    { name: "lapsedAfterDays", value: 180 },
    { name: "championsWithinDays", value: 41 },
    { name: "atRiskSinceDays", value: 152 },
  ],
  earlierDays: { first: "2023-11-21", last: "2026-03-27" },
  countries: ["BE", "DE", "NL", "SE"],
  segments: [
    { key: "vip", name: null },
    { key: "lapsed", name: null },
    { key: "019ac5a0-0000-7000-8000-000000000001", name: "Regulars from Gent" },
  ],
  names: ruleTerms.names,
  learning: null,
};

/** Any figures that could be the parts' of a shop of 12,408 customers. */
function partsOf(rule: DraftRule, path = ""): PreviewPart[] {
  const at = (key: string) => (path === "" ? key : `${path}.${key}`);
  const size = path.length * 137;
  const own = { path, meeting: 8_204 - size, deciding: 310 + size };
  if ("not" in rule) return [own, ...partsOf(rule.not as DraftRule, at("not"))];
  const by = "all" in rule ? "all" : "any";
  const inside = by in rule ? (rule as Record<string, readonly DraftRule[]>)[by]! : [];
  return [own, ...inside.flatMap((part, i) => partsOf(part, at(`${by}.${i}`)))];
}

type Reason = SampleMember["reasons"][number];
type Person = SampleMember["person"];

const spent = ({ netSalesMinor }: Person): Reason => ({
  kind: "condition",
  at: ["all", 0],
  condition: { fact: "netSales", is: ">=", value: { threshold: "vipFromMinor" } },
  type: "money",
  value: netSalesMinor,
  relation: netSalesMinor < 21_780 ? "<" : ">=",
  asked: { is: ">=", value: 21_780 },
  met: netSalesMinor >= 21_780,
});
const ordered = ({ lastOrderDay }: Person): Reason => ({
  kind: "condition",
  at: ["all", 2],
  condition: { fact: "lastOrderDay", is: "within_last_days", days: 90 },
  type: "day",
  value: lastOrderDay,
  relation: lastOrderDay === null ? "unknown" : ">=",
  asked: { is: ">=", value: "2025-12-28" },
  met: lastOrderDay !== null,
});
const soldLately = ({ netSalesMinor }: Person): Reason => ({
  kind: "condition",
  at: ["all", 1],
  condition: {
    fact: "netSalesIn",
    period: { lastDays: { threshold: "lapsedAfterDays" } },
    is: ">=",
    value: 5_000,
  },
  type: "money",
  value: netSalesMinor,
  relation: ">=",
  asked: { is: ">=", value: 5_000 },
  met: true,
});
const sample = fullList.rows.slice(0, 5).map((person, i) => ({
  person,
  reasons: [spent(person), ordered(person)],
  moreReasons: i,
}));

const figures: Omit<RulePreview, "parts"> = {
  everybody: 12_408,
  customers: 1_204,
  netSalesMinor: 41_288_410,
  expectedValueMinor: 6_120_300,
  reachable: 861,
  excludes: null,
  margins: null,
  sample,
  past: null,
};

const past: NonNullable<RulePreview["past"]> = {
  day: "2025-12-28",
  thresholds: { vipFromMinor: 19_540, lapsedAfterDays: 164 },
  members: { customers: 1_204, buyers: 389, orders: 604, net_sales_minor: 7_340_250 },
  everybody: { customers: 11_377, buyers: 1_260, orders: 1_702, net_sales_minor: 11_880_000 },
};

const answered =
  (preview: Omit<RulePreview, "parts">): AskPreview =>
  async (rule) => ({ state: "full", preview: { ...preview, parts: partsOf(rule) } });

const nobody = { customers: 0, netSalesMinor: 0, expectedValueMinor: null, reachable: 0, sample: [] };

export const previews = {
  full: answered(figures),
  little: answered({ ...figures, expectedValueMinor: 46_800 }),
  nobody: answered({ ...figures, ...nobody, excludes: "all.1" }),
  counting: () => new Promise<never>(() => {}),
  past: async (rule, day) => ({
    state: "full",
    preview: {
      ...figures,
      everybody: past.everybody.customers,
      expectedValueMinor: null,
      sample: sample.map((member) => ({
        ...member,
        reasons: [spent(member.person), soldLately(member.person)],
        person: { ...member.person, expectedValueMinor: null },
      })),
      parts: partsOf(rule),
      past: day === null ? null : { ...past, day },
    },
  }),
  notKnown: async (_, day) =>
    day === null
      ? { state: "not_valued" }
      : {
          state: "not_known_then",
          conditions: [
            { path: "all.1", why: "only_today" },
            { path: "all.2", why: "no_history", from: "2026-02-01" },
          ],
        },
  noSuchDay: async () => ({ state: "no_such_day", days: { first: "2023-11-21", last: "2026-03-27" } }),
  usesUncounted: async () => ({
    state: "uses_uncounted",
    problem: { code: "uses_uncounted", key: "x", name: "Regulars from Gent" },
  }),
  tookTooLong: async () => ({ state: "took_too_long" }),
  failed: () => Promise.reject(new Error("no answer")),
  notValued: async () => ({ state: "not_valued" }) as const,
  refused: async () => ({ state: "refused", path: "all.0.value" }) as const,
} satisfies Record<string, AskPreview>;

export const drafts = {
  vip: {
    all: [
      { fact: "netSales", is: ">=", value: { threshold: "vipFromMinor" } },
      { fact: "expectedValueLow", is: ">=", value: 5_000 },
      { fact: "lastOrderDay", is: "within_last_days", days: 90 },
    ],
  },
  nested: {
    all: [
      { fact: "rfmGroup", is: "in", values: ["AT_RISK", "PREVIOUSLY_LOYAL"] },
      { fact: "pAlive", is: "between", from: 0.2, to: 0.7 },
      {
        any: [
          { fact: "country", is: "in", values: ["NL", "BE", "DE"] },
          { not: { fact: "firstChannel", is: "=", value: "Online Store" } },
          {
            all: [
              { fact: "lastOrderDay", is: "between", from: { daysAgo: 120 }, to: { daysAgo: 60 } },
              { fact: "knownSince", is: "<=", value: "2025-06-30" },
              {
                any: [
                  { fact: "medianGap", is: ">", value: 30 },
                  { fact: "consent", is: "in", values: ["SUBSCRIBED"] },
                ],
              },
            ],
          },
        ],
      },
      {
        not: {
          any: [
            { fact: "reachable", is: "=", value: false },
            { fact: "averageOrderValue", is: "<", value: 1_250 },
          ],
        },
      },
      { fact: "randomShare", salt: "spring", is: "<", value: 0.5 },
    ],
  },
  /** Each kind of input, with as much in it as it can have. */
  everyInput: {
    all: [
      {
        fact: "netSales",
        is: "between",
        from: { threshold: "highValueFromMinor" },
        to: { threshold: "vipFromMinor" },
      },
      { fact: "averageOrderValue", is: "in_bottom", share: 0.125 },
      { fact: "orders", is: "between", from: 1_000, to: 100_000 },
      { fact: "medianGap", is: ">=", value: { threshold: "atRiskSinceDays" } },
      { fact: "lastOrderDay", is: "more_than_days_ago", days: { threshold: "lapsedAfterDays" } },
      {
        fact: "firstOrderDay",
        is: "between",
        from: { daysAgo: { threshold: "lapsedAfterDays" } },
        to: "2026-03-27",
      },
      { fact: "knownSince", is: "<=", value: { daysAgo: 365 } },
      { fact: "tags", is: "has_none", values: ["Wholesale customers of the north", "b2b"] },
      { fact: "consent", is: "=", value: "NOT_SUBSCRIBED" },
      { fact: "firstChannel", is: "missing" },
      { fact: "reachable", is: "=", value: false },
      { fact: "randomShare", salt: "spring", is: "in_top", share: 0.5 },
      { fact: "earlyNetSales", firstDays: 365, is: "in_top", share: 0.1 },
      {
        fact: "netSalesIn",
        period: { from: { daysAgo: { threshold: "atRiskSinceDays" } }, to: "2026-03-27" },
        is: ">=",
        value: { threshold: "highValueFromMinor" },
      },
      {
        any: [
          {
            fact: "boughtThen",
            first: { productTags: ["hot"] },
            later: { collections: [11] },
            withinDays: 30,
            is: "=",
            value: true,
          },
          {
            all: [
              {
                any: [
                  { fact: "netSales", is: "!=", value: { threshold: "highValueFromMinor" } },
                  {
                    fact: "enteredSegment",
                    segment: "vip",
                    is: "within_next_days",
                    days: { threshold: "lapsedAfterDays" },
                  },
                ],
              },
            ],
          },
        ],
      },
    ],
  },
  longNames: {
    all: [
      { fact: "expectedValue", is: ">=", value: 5_000 },
      { fact: "expectedValueLow", is: ">=", value: 5_000 },
      { fact: "ownGapsPassed", is: ">", value: 1 },
      { any: [{ all: [{ any: [{ fact: "expectedValueHigh", is: ">=", value: 5_000 }] }] }] },
    ],
  },
  past: {
    all: [
      { fact: "netSales", is: ">=", value: { threshold: "vipFromMinor" } },
      { fact: "pAlive", is: ">=", value: 0.5 },
      { fact: "member", segment: "lapsed", is: "=", value: false },
    ],
  },
  bought: boughtRule,
  unfinished: {
    all: [
      {},
      { fact: "netSales", is: ">=" },
      { fact: "country", is: "in" },
      { fact: "orders", is: "between", from: 5, to: 2 },
      { fact: "boughtOrders", of: { products: [] }, is: ">=", value: 1 },
      { fact: "member", is: "=", value: true },
      { fact: "moonPhase", is: "waxing", value: 3 },
    ],
  },
} satisfies Record<string, DraftRule>;
