import { expect, test } from "vitest";
import { TEMPLATE_QUERIES } from "../../../extensions/segment-templates/src/template-queries.ts";
import { isInShopifySegment } from "../../oracle/shopify-segment-language.ts";

const someone = {
  email_subscription_status: "SUBSCRIBED",
  number_of_orders: 0,
  last_order_date: null as string | null,
};

test.each([
  ["subscribedNeverBought", someone, true],
  ["subscribedNeverBought", { ...someone, email_subscription_status: "UNSUBSCRIBED" }, false],
  ["oneOrder", { ...someone, number_of_orders: 1, last_order_date: "2026-09-02" }, true],
  ["oneOrder", { ...someone, number_of_orders: 1, last_order_date: "2026-10-15" }, false],
  ["silentYear", { ...someone, number_of_orders: 4, last_order_date: "2025-11-27" }, true],
  ["silentYear", { ...someone, number_of_orders: 4, last_order_date: "2025-11-28" }, false],
  ["silentYear", someone, false],
  ["loyalRecently", { ...someone, number_of_orders: 3, last_order_date: "2026-08-30" }, true],
  ["loyalRecently", { ...someone, number_of_orders: 2, last_order_date: "2026-08-30" }, false],
] as const)("%s of %j: %s", (name, customer, isIn) => {
  expect(isInShopifySegment(TEMPLATE_QUERIES[name], customer, "2026-11-28")).toBe(isIn);
});
