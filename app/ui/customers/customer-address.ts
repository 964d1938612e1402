import { RFM_RULES, type RfmGroup } from "../../clv/historic/rfm.ts";
import type { CustomerListQuery, CustomerSort } from "../../segments/customer-list.ts";
import { builderAddress, type WithConditions } from "./list-conditions.ts";
import { type RangeFact, rangeFacts, ruleOf } from "./list-filter.ts";

export const PAGE_SIZE = 50;

/** A state of the customers page, as its address holds it. */
export interface CustomerQuery extends Omit<CustomerListQuery, "rule" | "conditions">, WithConditions {}

/** What a range is called in an address, where it stands as `from..to`, `from..` or `..to`. */
export const rangeNames: Readonly<Record<RangeFact, string>> = {
  netSales: "net_sales",
  expectedValue: "expected",
  pAlive: "p_alive",
  orders: "orders",
  daysSinceLastOrder: "days_since_order",
};

/** From the most to the least engaged, as the filter lists them. */
export const groups: readonly RfmGroup[] = [...RFM_RULES.map((rule) => rule.group), "PROSPECTS"];

export const sorts = [
  "net_sales",
  "predicted",
  "orders",
  "last_order",
  "name",
] as const satisfies readonly CustomerSort[];

export const firstDirection = (sort: CustomerSort): "asc" | "desc" => (sort === "name" ? "asc" : "desc");

function addFilter(parameters: URLSearchParams, given: WithConditions): void {
  const { groups, consent, countries, ranges, rule } = given;
  for (const group of groups ?? []) parameters.append("group", group);
  for (const state of consent ?? []) parameters.append("consent", state);
  for (const code of countries ?? []) parameters.append("country", code);
  for (const fact of rangeFacts) {
    const range = ranges?.[fact];
    if (range) parameters.set(rangeNames[fact], `${range.from ?? ""}..${range.to ?? ""}`);
  }
  if (rule !== undefined) parameters.set("rule", rule);
}

/** Where the list is exported, whatever its order and page; null for one that is searched. */
export function exportAddress(query: CustomerQuery): string | null {
  if (query.search) return null;
  const parameters = new URLSearchParams();
  addFilter(parameters, query);
  return `/app/customers/export?${parameters}`;
}

export const isFiltered = (query: CustomerQuery): boolean =>
  Boolean(query.search) || query.rule !== undefined || ruleOf(query).all.length > 0;

/** Where the list's filter becomes a segment; null without a filter, and for a search, which names people and is never stored. */
export const segmentAddress = (query: CustomerQuery): string | null =>
  query.search || !isFiltered(query) ? null : builderAddress(query);

/** Where more conditions are asked of the list, beginning with those that it has, without the search; null where they are too long. */
export function conditionsAddress({ search: _, ...query }: CustomerQuery): string | null {
  return isFiltered(query) ? builderAddress(query) : "/app/segments/new";
}

/** Inverse of `customerQueryOf`: what is not the default goes into the address. */
export function customerAddress(query: CustomerQuery): string {
  const parameters = new URLSearchParams();
  if (query.search) parameters.set("q", query.search);
  if (query.sort !== "net_sales") parameters.set("sort", query.sort);
  if (query.direction !== firstDirection(query.sort)) parameters.set("direction", query.direction);
  addFilter(parameters, query);
  if (query.cursor) parameters.set("cursor", query.cursor);
  const search = parameters.toString();
  return search ? `/app/customers?${search}` : "/app/customers";
}
