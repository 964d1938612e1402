-- AlterTable
ALTER TABLE "customer" ADD COLUMN     "sms_marketing_state" TEXT;

-- AlterTable
ALTER TABLE "customer_value" ADD COLUMN     "first_order_utm_campaign" TEXT,
ADD COLUMN     "first_order_utm_medium" TEXT,
ADD COLUMN     "first_order_utm_source" TEXT,
ADD COLUMN     "last_order_utm_campaign" TEXT,
ADD COLUMN     "last_order_utm_medium" TEXT,
ADD COLUMN     "last_order_utm_source" TEXT,
ADD COLUMN     "product_due_day" DATE,
ADD COLUMN     "sms_consent" TEXT NOT NULL DEFAULT 'NONE';

-- AlterTable
ALTER TABLE "orders" ADD COLUMN     "first_visit_utm_campaign" TEXT,
ADD COLUMN     "first_visit_utm_medium" TEXT,
ADD COLUMN     "first_visit_utm_source" TEXT,
ADD COLUMN     "last_visit_utm_campaign" TEXT,
ADD COLUMN     "last_visit_utm_medium" TEXT,
ADD COLUMN     "last_visit_utm_source" TEXT;

-- When a product is due is filled by a valuation of everybody: the next run is one, as after a change of settings.
UPDATE "shop_valuation" SET "settings_revision" = -1;

-- What links and phone numbers say is only known once everything is read again: the sweep starts with a history that is forgotten. What is
-- stored is kept current meanwhile.
UPDATE "sync_watermark" SET "watermark" = '-infinity' WHERE "resource" IN ('orders', 'customers');
