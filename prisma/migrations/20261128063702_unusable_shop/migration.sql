-- AlterTable
ALTER TABLE "shop" ADD COLUMN     "unusable_code" TEXT,
ADD COLUMN     "unusable_looks" SMALLINT NOT NULL DEFAULT 0,
ADD COLUMN     "unusable_message" TEXT,
ADD COLUMN     "unusable_next_look_at" TIMESTAMPTZ(3);

