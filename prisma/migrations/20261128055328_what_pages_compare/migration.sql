-- AlterTable
ALTER TABLE "cohort_cell" ADD COLUMN     "first_order_net_sales_minor" BIGINT NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "customer_month" ADD COLUMN     "first_order_net_sales_minor" BIGINT NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "shop_valuation" ADD COLUMN     "notable_orders" JSONB;

-- CreateIndex
CREATE INDEX "orders_shop_id_order_day_idx" ON "orders"("shop_id", "order_day");


-- The few orders that a page names one by one.
CREATE INDEX "orders_notable_idx" ON "orders"("shop_id", "order_day")
WHERE "chargeback" IS NOT NULL OR "outstanding_minor" > 0 OR "doubts" <> '{}';

-- The new sums are filled by a full valuation: a revision that no setting has asks for one.
UPDATE "shop_valuation" SET "settings_revision" = -1;
