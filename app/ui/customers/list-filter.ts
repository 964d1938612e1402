import type { RfmGroup } from "../../clv/historic/rfm.ts";
import type { Condition, Rule } from "../../segments/rule.ts";
import type { ConsentState } from "../../valuation/pages/customers/row.ts";

/** Figures that the page offers to filter by, as rules call them. */
export const rangeFacts = ["netSales", "expectedValue", "pAlive", "orders", "daysSinceLastOrder"] as const;
export type RangeFact = (typeof rangeFacts)[number];

/** Both ends are included, and one of them can be missing. Money in minor units, P(alive) as a fraction of one. */
export interface Range {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** What the page offers to filter by. Several values of one kind are alternatives. */
export interface ListFilter {
  readonly groups?: readonly RfmGroup[] | undefined;
  readonly consent?: readonly ConsentState[] | undefined;
  /** ISO 3166-1 alpha-2. */
  readonly countries?: readonly string[] | undefined;
  readonly ranges?: Readonly<Partial<Record<RangeFact, Range>>> | undefined;
}

/** Whether the value can be an end of the fact's range: in an address, and in a field of the page. */
export function isRangeValue(fact: RangeFact, value: number): boolean {
  if (fact === "pAlive") return value >= 0 && value <= 1;
  return Number.isSafeInteger(value) && (fact === "netSales" || value >= 0);
}

export function ruleOf({ groups, consent, countries, ranges }: ListFilter): {
  readonly all: readonly Rule[];
} {
  const all: Rule[] = [];
  if (groups?.length) all.push({ fact: "rfmGroup", is: "in", values: groups });
  if (consent?.length) all.push({ fact: "consent", is: "in", values: consent });
  if (countries?.length) all.push({ fact: "country", is: "in", values: countries });
  for (const fact of rangeFacts) {
    const { from, to } = ranges?.[fact] ?? {};
    if (from !== undefined && to !== undefined) all.push({ fact, is: "between", from, to });
    else if (from !== undefined) all.push({ fact, is: ">=", value: from });
    else if (to !== undefined) all.push({ fact, is: "<=", value: to });
  }
  return { all };
}

const isRangeFact = (fact: string): fact is RangeFact => rangeFacts.some((known) => known === fact);

/** Null for a condition that is no range of numbers which an address would be read with. */
function rangeOf(fact: RangeFact, condition: Condition): Range | null {
  const isEnd = (value: unknown): value is number => typeof value === "number" && isRangeValue(fact, value);
  if (condition.is === "between") {
    const { from, to } = condition;
    return isEnd(from) && isEnd(to) ? { from, to } : null;
  }
  if (condition.is !== ">=" && condition.is !== "<=") return null;
  const { value } = condition;
  if (!isEnd(value)) return null;
  return condition.is === ">=" ? { from: value } : { to: value };
}

/** Inverse of `ruleOf`; null for a rule that the page's filters cannot say. */
export function filterOf(rule: Rule): ListFilter | null {
  if (!("all" in rule)) return null;
  const filter: { -readonly [Kind in keyof ListFilter]: ListFilter[Kind] } = {};
  for (const part of rule.all) {
    if (!("fact" in part)) return null;
    if (isRangeFact(part.fact)) {
      const range = rangeOf(part.fact, part);
      if (!range || filter.ranges?.[part.fact]) return null;
      filter.ranges = { ...filter.ranges, [part.fact]: range };
    } else if (part.is !== "in") return null;
    else if (part.fact === "rfmGroup" && !filter.groups) filter.groups = part.values;
    else if (part.fact === "consent" && !filter.consent) filter.consent = part.values;
    else if (part.fact === "country" && !filter.countries) filter.countries = part.values;
    else return null;
  }
  return filter;
}

/** The filter with another range of a figure, or without one where neither end is said. */
export function withRange({ ranges, ...filter }: ListFilter, fact: RangeFact, range: Range): ListFilter {
  const { [fact]: _, ...others } = ranges ?? {};
  const isSaid = range.from !== undefined || range.to !== undefined;
  const all = isSaid ? { ...others, [fact]: range } : others;
  return { ...filter, ranges: Object.keys(all).length > 0 ? all : undefined };
}
