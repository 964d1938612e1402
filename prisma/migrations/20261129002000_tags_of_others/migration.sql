-- AlterTable
ALTER TABLE "published_member" ADD COLUMN     "refusals" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "refused_removal" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "try_again_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "published_segment" ADD COLUMN     "holders_read_at" TIMESTAMPTZ(3),
ADD COLUMN     "holders_read_to" BIGINT,
ADD COLUMN     "last_turn_at" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "published_member_shop_id_segment_key_try_again_at_idx" ON "published_member"("shop_id", "segment_key", "try_again_at");

-- What Shopify refused so far is asked again by the next run, and from then on at growing intervals.
UPDATE "published_member" SET "try_again_at" = '-infinity' WHERE "refused" IS NOT NULL;
