import { z } from "zod";
import type { CustomerListQuery } from "../../segments/customer-list.ts";
import { consentStates } from "../rule-words/value-words.ts";
import { MOST_CHARACTERS } from "../segment-builder/draft-text.ts";
import {
  type CustomerQuery,
  firstDirection,
  groups,
  PAGE_SIZE,
  rangeNames,
  sorts,
} from "./customer-address.ts";
import { conditionsOfText } from "./list-conditions.ts";
import { isRangeValue, type ListFilter, rangeFacts, ruleOf, withRange } from "./list-filter.ts";

/** What the address cannot mean is passed over, so that an old or mistyped link still opens the list. */
function known<T extends string>(values: readonly string[], allowed: readonly T[]): T[] | undefined {
  const found = allowed.filter((value) => values.includes(value));
  return found.length > 0 ? found : undefined;
}

const country = z.string().regex(/^[A-Z]{2}$/);

function rangesOf(parameters: URLSearchParams): ListFilter["ranges"] {
  return rangeFacts.reduce<ListFilter>((filter, fact) => {
    const ends = parameters.get(rangeNames[fact])?.split("..") ?? [];
    const [from, to] = ends.map((end) =>
      end.trim() !== "" && isRangeValue(fact, Number(end)) ? Number(end) : undefined,
    );
    return ends.length === 2 ? withRange(filter, fact, { from, to }) : filter;
  }, {}).ranges;
}

/** The list that an address asks for; every state of the customers page has one. */
export function customerQueryOf(parameters: URLSearchParams): CustomerQuery {
  const sort = z.enum(sorts).catch("net_sales").parse(parameters.get("sort"));
  const countries = parameters.getAll("country").filter((code) => country.safeParse(code).success);
  return {
    search: parameters.get("q")?.trim().slice(0, 200) || undefined,
    sort,
    direction: z.enum(["asc", "desc"]).catch(firstDirection(sort)).parse(parameters.get("direction")),
    groups: known(parameters.getAll("group"), groups),
    consent: known(parameters.getAll("consent"), consentStates),
    countries: countries.length > 0 ? countries : undefined,
    ranges: rangesOf(parameters),
    // One that is too long is damaged, and the page says so.
    rule: parameters.get("rule")?.slice(0, MOST_CHARACTERS + 1) || undefined,
    cursor: parameters.get("cursor")?.slice(0, 500) || undefined,
    pageSize: PAGE_SIZE,
  };
}

/** What the state of the page asks the list for. */
export function listQueryOf({
  groups,
  consent,
  countries,
  ranges,
  rule,
  ...query
}: CustomerQuery): CustomerListQuery {
  const filtered = { ...query, rule: ruleOf({ groups, consent, countries, ranges }) };
  return rule === undefined ? filtered : { ...filtered, conditions: conditionsOfText(rule) };
}
