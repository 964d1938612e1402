-- The rules of the app's own segments are read from this index alone: margin and the first order's value are among them now.
DROP INDEX "customer_value_segments_idx";
CREATE INDEX "customer_value_segments_idx" ON "customer_value"("shop_id", "net_sales_minor", "customer_id", "orders", "order_days", "first_order_day", "last_order_day", "known_since", "reachable", "expected_value_minor", "value_low_minor", "p_alive", "median_gap_days", "expected_orders", "next_order_from", "next_order_to", "gross_sales_minor", "discounts_minor", "returns_minor", "cost_minor", "cost_known_net_sales_minor", "first_order_value_minor", "rfm_group", "consent", "country_code");

-- Of which currency the amounts of a rule are: those of a former one are not to be counted as if they were of the present one.
ALTER TABLE "segment" ADD COLUMN "currency" TEXT;
ALTER TABLE "segment_version" ADD COLUMN "currency" TEXT;
UPDATE "segment" SET "currency" = "shop"."currency" FROM "shop" WHERE "shop"."shop_id" = "segment"."shop_id";
UPDATE "segment_version" SET "currency" = "shop"."currency" FROM "shop" WHERE "shop"."shop_id" = "segment_version"."shop_id";
