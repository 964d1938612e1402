import type { RfmGroup } from "../../clv/historic/rfm.ts";
import type { Rule } from "../../segments/rule.ts";
import type { ConsentState } from "../../valuation/pages/customers/row.ts";

/** What the page offers to filter by. Several values of one kind are alternatives. */
export interface ListFilter {
  readonly groups?: readonly RfmGroup[] | undefined;
  readonly consent?: readonly ConsentState[] | undefined;
  /** ISO 3166-1 alpha-2. */
  readonly countries?: readonly string[] | undefined;
}

export function ruleOf({ groups, consent, countries }: ListFilter): Rule {
  const all: Rule[] = [];
  if (groups?.length) all.push({ fact: "rfmGroup", is: "in", values: groups });
  if (consent?.length) all.push({ fact: "consent", is: "in", values: consent });
  if (countries?.length) all.push({ fact: "country", is: "in", values: countries });
  return { all };
}

/** Inverse of `ruleOf`; null for a rule that the page's filters cannot say. */
export function filterOf(rule: Rule): ListFilter | null {
  if (!("all" in rule)) return null;
  const filter: { -readonly [Kind in keyof ListFilter]: ListFilter[Kind] } = {};
  for (const part of rule.all) {
    if (!("fact" in part) || part.is !== "in") return null;
    if (part.fact === "rfmGroup" && !filter.groups) filter.groups = part.values;
    else if (part.fact === "consent" && !filter.consent) filter.consent = part.values;
    else if (part.fact === "country" && !filter.countries) filter.countries = part.values;
    else return null;
  }
  return filter;
}
