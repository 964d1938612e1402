-- DropIndex
DROP INDEX "customer_value_segments_idx";

-- AlterTable
ALTER TABLE "cohort_cell" ADD COLUMN     "contribution_minor" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "cost_known_net_sales_minor" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "first_order_contribution_minor" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "first_order_margin_minor" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "gross_margin_minor" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "unknown_margins" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "cohort_day" ADD COLUMN     "contribution_14_minor" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "contribution_180_minor" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "contribution_30_minor" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "contribution_365_minor" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "contribution_60_minor" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "contribution_90_minor" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "contribution_minor" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "first_order_contribution_minor" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "first_order_margin_minor" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "fulfilment_cost_minor" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "gross_margin_minor" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "margin_14_minor" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "margin_180_minor" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "margin_30_minor" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "margin_365_minor" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "margin_60_minor" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "margin_90_minor" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "payment_cost_minor" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "shipping_cost_minor" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "shipping_minor" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "unknown_margins" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "customer_day" ADD COLUMN     "contribution_minor" BIGINT,
ADD COLUMN     "gross_margin_minor" BIGINT;

-- AlterTable
ALTER TABLE "customer_month" ADD COLUMN     "contribution_minor" BIGINT,
ADD COLUMN     "first_order_contribution_minor" BIGINT,
ADD COLUMN     "first_order_margin_minor" BIGINT,
ADD COLUMN     "gross_margin_minor" BIGINT;

-- AlterTable
ALTER TABLE "customer_value" ADD COLUMN     "contribution_minor" BIGINT,
ADD COLUMN     "first_order_contribution_minor" BIGINT,
ADD COLUMN     "first_order_margin_minor" BIGINT,
ADD COLUMN     "fulfilment_cost_minor" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "gross_margin_minor" BIGINT,
ADD COLUMN     "payment_cost_minor" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "shipping_cost_minor" BIGINT NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "orders" ADD COLUMN     "is_sent" BOOLEAN;

-- AlterTable
ALTER TABLE "shop_settings" ADD COLUMN     "basis" TEXT NOT NULL DEFAULT 'revenue';

-- CreateTable
CREATE TABLE "cost_rule" (
    "shop_id" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "country_code" TEXT NOT NULL,
    "fixed_minor" BIGINT NOT NULL,
    "share_bp" INTEGER NOT NULL,
    "currency" TEXT NOT NULL,

    CONSTRAINT "cost_rule_pkey" PRIMARY KEY ("shop_id","kind","country_code")
);

-- CreateTable
CREATE TABLE "product_cost" (
    "shop_id" BIGINT NOT NULL,
    "product_id" BIGINT NOT NULL,
    "unit_cost_minor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "product_cost_pkey" PRIMARY KEY ("shop_id","product_id")
);

-- CreateIndex
CREATE INDEX "customer_value_segments_idx" ON "customer_value"("shop_id", "net_sales_minor", "customer_id", "orders", "order_days", "first_order_day", "last_order_day", "known_since", "reachable", "expected_value_minor", "value_low_minor", "p_alive", "median_gap_days", "expected_orders", "next_order_from", "next_order_to", "gross_sales_minor", "discounts_minor", "returns_minor", "gross_margin_minor", "contribution_minor", "cost_known_net_sales_minor", "first_order_value_minor", "rfm_group", "consent", "country_code");


-- Stored values have no margins yet: the next valuation of each shop, of any kind, is of everybody.
UPDATE "shop_valuation" SET "settings_revision" = -1;

-- Until then their sums say that nobody's margin is known, so that no figure stands on the zeros above.
UPDATE "cohort_day" SET "unknown_margins" = "customers";
UPDATE "cohort_cell" SET "unknown_margins" = greatest(1, "active_customers");
