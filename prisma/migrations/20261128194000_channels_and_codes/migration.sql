-- AlterTable
ALTER TABLE "customer_value" ADD COLUMN     "channels" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "discount_codes" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- They are filled by a valuation of everybody: the next run is one, as after a change of settings.
UPDATE "shop_valuation" SET "settings_revision" = -1;
