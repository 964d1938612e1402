import { RFM_RULES, type RfmGroup } from "../../clv/historic/rfm.ts";
import type { CustomerListQuery, CustomerSort } from "../../segments/customer-list.ts";
import { draftOf } from "../segment-builder/draft.ts";
import { draftText } from "../segment-builder/draft-text.ts";
import { type ListFilter, type RangeFact, rangeFacts, ruleOf } from "./list-filter.ts";

export const PAGE_SIZE = 50;

/** A state of the customers page, as its address holds it. */
export interface CustomerQuery extends Omit<CustomerListQuery, "rule">, ListFilter {}

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

function addFilter(parameters: URLSearchParams, { groups, consent, countries, ranges }: ListFilter): void {
  for (const group of groups ?? []) parameters.append("group", group);
  for (const state of consent ?? []) parameters.append("consent", state);
  for (const code of countries ?? []) parameters.append("country", code);
  for (const fact of rangeFacts) {
    const range = ranges?.[fact];
    if (range) parameters.set(rangeNames[fact], `${range.from ?? ""}..${range.to ?? ""}`);
  }
}

/** Where the list is exported, whatever its order and page; null for one that is searched. */
export function exportAddress(query: CustomerQuery): string | null {
  if (query.search) return null;
  const parameters = new URLSearchParams();
  addFilter(parameters, query);
  return `/app/customers/export?${parameters}`;
}

export const isFiltered = (query: CustomerQuery): boolean =>
  Boolean(query.search) || ruleOf(query).all.length > 0;

/** Where the list's filter becomes a segment; null without a filter, and for a search, which names people and is never stored. */
export function segmentAddress(query: CustomerQuery): string | null {
  if (query.search || !isFiltered(query)) return null;
  const draft = draftText({ name: "", draft: draftOf(ruleOf(query)) });
  return draft && `/app/segments/new?draft=${draft}`;
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
