-- AlterTable
ALTER TABLE "export" ADD COLUMN     "always_held_out_bp" INTEGER,
ADD COLUMN     "lot_id" UUID;

-- AlterTable
ALTER TABLE "shop_holdout" ADD COLUMN     "first_day" DATE;
