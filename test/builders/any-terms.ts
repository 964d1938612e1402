import { FACTS } from "../../app/segments/facts.ts";
import type { RuleTerms } from "../../app/segments/rule-terms.ts";

/** Of every fact and threshold, and of what `anyRule` mentions: some of it gone, untitled, not known, or called as something else is. */
export const everyTerm: RuleTerms = {
  types: Object.fromEntries(Object.entries(FACTS).map(([name, { type }]) => [name, type])),
  thresholds: {
    vipFromMinor: 21_780,
    highValueFromMinor: 12_450,
    lapsedAfterDays: 180,
    championsWithinDays: 41,
    atRiskSinceDays: 152,
    usualGapFromDays: 31,
    usualGapToDays: 88,
  },
  names: {
    products: {
      1: { title: "Coffee beans", isGone: false },
      2: { title: "Green tea", isGone: false },
      3: { title: "Tea tin", isGone: false },
      4: { title: "Hand grinder", isGone: true },
      5: { title: "", isGone: true },
    },
    collections: { 11: { title: "Warm", isGone: false }, 12: { title: "Gifts", isGone: true } },
    segments: { vip: { title: null, isGone: false }, "d'Or": { title: "Golden", isGone: false } },
  },
};
