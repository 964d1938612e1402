import type { PersonWhy } from "../../../app/segments/person-why.ts";
import type { ConditionReason } from "../../../app/segments/why.ts";
import type { AskWhy } from "../../../app/ui/segments/ask-why.ts";
import { ruleTerms } from "./rule-terms.ts";

const kept = { isMember: true, evaluatedAt: "2026-03-28T02:21:00Z", isBehind: false };

const spent: ConditionReason = {
  kind: "condition",
  at: ["all", 0],
  condition: { fact: "netSales", is: ">=", value: { threshold: "vipFromMinor" } },
  type: "money",
  value: 31_240,
  relation: ">=",
  asked: { is: ">=", value: 21_780 },
  met: true,
};
const certain: ConditionReason = {
  kind: "condition",
  at: ["all", 1, "any", 0],
  condition: { fact: "pAlive", is: "between", from: 0.2, to: 0.7 },
  type: "share",
  value: 0.70004,
  relation: "not_between",
  asked: { is: "between", from: 0.2, to: 0.7 },
  met: false,
};
const known: ConditionReason = {
  ...certain,
  at: ["all", 1, "any", 1],
  condition: { fact: "pAlive", is: "missing" },
  relation: "known",
  asked: { is: "missing" },
};
const recent: ConditionReason = {
  kind: "condition",
  at: ["all", 2],
  condition: { fact: "lastOrderDay", is: "more_than_days_ago", days: { threshold: "lapsedAfterDays" } },
  type: "day",
  value: "2026-03-18",
  relation: ">=",
  asked: { is: "<", value: "2025-09-29" },
  met: false,
};

/** In what she is in by what she spent; out of "at risk" by two things; of the others the list is older than her figures, or there is none. */
const answers: Readonly<Record<string, PersonWhy>> = {
  at_risk_high_value: {
    state: "full",
    met: false,
    reason: { kind: "each", parts: [{ kind: "together", parts: [certain, known] }, recent] },
    terms: ruleTerms,
    kept: { ...kept, isMember: false },
  },
  lapsed: {
    state: "full",
    met: false,
    reason: recent,
    terms: ruleTerms,
    kept: { ...kept, isBehind: true },
  },
  champions: { state: "uncounted", problem: { code: "cannot_be_counted" } },
};

export const answerWhy: AskWhy = async (_, segmentKey) =>
  answers[segmentKey] ?? { state: "full", met: true, reason: spent, terms: ruleTerms, kept };
