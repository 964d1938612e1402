-- Copies of the customer's row that rules ask about. They are filled at once, so that no rule waits for the next valuation.
ALTER TABLE "customer_value" ADD COLUMN     "shopify_rfm_group" TEXT,
ADD COLUMN     "shopify_spend_tier" TEXT,
ADD COLUMN     "tags" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[];

UPDATE "customer_value" v
SET "tags" = c."tags", "shopify_rfm_group" = c."shopify_rfm_group", "shopify_spend_tier" = c."shopify_spend_tier"
FROM "customer" c
WHERE c."shop_id" = v."shop_id" AND c."customer_id" = v."customer_id"
  AND (c."tags" <> '{}' OR c."shopify_rfm_group" IS NOT NULL OR c."shopify_spend_tier" IS NOT NULL);

DROP INDEX "customer_value_segments_idx";
CREATE INDEX "customer_value_segments_idx" ON "customer_value"("shop_id", "net_sales_minor", "customer_id", "orders", "order_days", "first_order_day", "last_order_day", "known_since", "reachable", "expected_value_minor", "value_low_minor", "p_alive", "median_gap_days", "expected_orders", "next_order_from", "next_order_to", "gross_sales_minor", "discounts_minor", "returns_minor", "rfm_group", "consent", "country_code");
