-- AlterTable
ALTER TABLE "customer_value" ADD COLUMN     "discounted_orders" INTEGER NOT NULL DEFAULT 0;

-- It is filled by a valuation of everybody: the next run is one, as after a change of settings.
UPDATE "shop_valuation" SET "settings_revision" = -1;
