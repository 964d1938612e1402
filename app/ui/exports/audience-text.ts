import type { NamedAudience } from "../../exports/records.ts";
import type { FactName } from "../../segments/facts.ts";
import type { Rule } from "../../segments/rule.ts";
import { customerAddress, PAGE_SIZE } from "../customers/customer-address.ts";
import { textOfConditions, type WithConditions } from "../customers/list-conditions.ts";
import { filterOf, type ListFilter, rangeFacts } from "../customers/list-filter.ts";
import { filterRangeText } from "../customers/range-text.ts";
import type { Format } from "../format.ts";
import type { Translate } from "../messages/catalogue.ts";
import { segmentName } from "../segments/segment-name.ts";

/** The filter's values in words, such as "At risk, Netherlands"; empty for everybody. */
function filterText(
  { groups, consent, countries, ranges }: ListFilter,
  t: Translate,
  format: Format,
): string {
  return format.list([
    ...(groups ?? []).map((group) => t(`rfm.${group}`)),
    ...(consent ?? []).map((state) => t(`consent.${state}`)),
    ...(countries ?? []).map(format.country),
    ...rangeFacts.flatMap((fact) => {
      const range = ranges?.[fact];
      return range ? [filterRangeText(fact, range, t, format)] : [];
    }),
  ]);
}

function factsOf(rule: Rule): FactName[] {
  if ("fact" in rule) return [rule.fact];
  const parts = "not" in rule ? [rule.not] : "all" in rule ? rule.all : rule.any;
  return [...new Set(parts.flatMap(factsOf))];
}

/** What a rule asks for. */
const factsText = (rule: Rule, t: Translate, format: Format): string =>
  format.list(factsOf(rule).map((fact) => t(`fact.${fact}`)));

/** In words; a rule beyond the filters of the customers page by the facts that it asks for. */
export function audienceText(audience: NamedAudience, t: Translate, format: Format): string {
  if ("key" in audience) return segmentName(audience, t);
  const filter = filterOf(audience);
  if (!filter) {
    return t("exports.audience.rule", { facts: factsText(audience, t, format) });
  }
  const text = filterText(filter, t, format);
  return text ? t("exports.audience.filtered", { filter: text }) : t("exports.audience.all");
}

function conditionsOf(audience: Rule): WithConditions | null {
  const rule = textOfConditions(audience);
  return rule === null ? null : { rule };
}

/** Where the page stands that shows the audience as it is now; null for a rule that is too long for an address. */
export function audienceAddress(audience: NamedAudience): string | null {
  if ("key" in audience) return `/app/segments/${audience.key}`;
  const filter = filterOf(audience) ?? conditionsOf(audience);
  return filter && customerAddress({ ...filter, sort: "net_sales", direction: "desc", pageSize: PAGE_SIZE });
}
