import { RFM_RULES, type RfmGroup } from "../../clv/rfm.ts";
import type { ConsentState, CustomerQuery, CustomerSort } from "../../valuation/views.ts";

export const PAGE_SIZE = 50;

/** From the most to the least engaged, as the filter lists them. */
export const groups: readonly RfmGroup[] = [...RFM_RULES.map((rule) => rule.group), "PROSPECTS"];

export const consentStates = [
  "SUBSCRIBED",
  "NOT_SUBSCRIBED",
  "PENDING",
  "UNSUBSCRIBED",
  "INVALID",
  "REDACTED",
  "NONE",
] as const satisfies readonly ConsentState[];

export const sorts = [
  "net_sales",
  "predicted",
  "orders",
  "last_order",
  "name",
] as const satisfies readonly CustomerSort[];

export const firstDirection = (sort: CustomerSort): "asc" | "desc" => (sort === "name" ? "asc" : "desc");

/** Inverse of `customerQueryOf`: what is not the default goes into the address. */
export function customerAddress(query: CustomerQuery): string {
  const parameters = new URLSearchParams();
  if (query.search) parameters.set("q", query.search);
  if (query.sort !== "net_sales") parameters.set("sort", query.sort);
  if (query.direction !== firstDirection(query.sort)) parameters.set("direction", query.direction);
  for (const group of query.groups ?? []) parameters.append("group", group);
  for (const consent of query.consent ?? []) parameters.append("consent", consent);
  for (const code of query.countries ?? []) parameters.append("country", code);
  if (query.cursor) parameters.set("cursor", query.cursor);
  const search = parameters.toString();
  return search ? `/app/customers?${search}` : "/app/customers";
}
