import type { Audience } from "../../exports/audience.ts";
import type { FactName } from "../../segments/facts.ts";
import type { Rule } from "../../segments/rule.ts";
import { customerAddress, PAGE_SIZE } from "../customers/customer-address.ts";
import { filterOf, type ListFilter } from "../customers/list-filter.ts";
import type { Format } from "../format.ts";
import type { Translate } from "../messages/catalogue.ts";

/** The filter's values in words, such as "At risk, Netherlands"; empty for everybody. */
function filterText({ groups, consent, countries }: ListFilter, t: Translate, format: Format): string {
  return format.list([
    ...(groups ?? []).map((group) => t(`rfm.${group}`)),
    ...(consent ?? []).map((state) => t(`consent.${state}`)),
    ...(countries ?? []).map(format.country),
  ]);
}

function factsOf(rule: Rule): FactName[] {
  if ("fact" in rule) return [rule.fact];
  const parts = "not" in rule ? [rule.not] : "all" in rule ? rule.all : rule.any;
  return [...new Set(parts.flatMap(factsOf))];
}

/** In words; a rule beyond the filters of the customers page by the facts that it asks for. */
export function audienceText(audience: Audience, t: Translate, format: Format): string {
  if (typeof audience === "string") return t(`segments.${audience}.name`);
  const filter = filterOf(audience);
  if (!filter) {
    const facts = factsOf(audience).map((fact) => t(`fact.${fact}`));
    return t("exports.audience.rule", { facts: format.list(facts) });
  }
  const text = filterText(filter, t, format);
  return text ? t("exports.audience.filtered", { filter: text }) : t("exports.audience.all");
}

/** Where the page stands that shows the audience as it is now; null for a rule that no page shows. */
export function audienceAddress(audience: Audience): string | null {
  if (typeof audience === "string") return `/app/segments/${audience}`;
  const filter = filterOf(audience);
  return filter && customerAddress({ ...filter, sort: "net_sales", direction: "desc", pageSize: PAGE_SIZE });
}
