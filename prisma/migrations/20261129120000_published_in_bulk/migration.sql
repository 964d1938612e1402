-- AlterTable
ALTER TABLE "published_member" ADD COLUMN     "bulk_line" INTEGER;

-- AlterTable
ALTER TABLE "published_segment" ADD COLUMN     "bulk_begun_at" TIMESTAMPTZ(3),
ADD COLUMN     "bulk_change" TEXT,
ADD COLUMN     "bulk_done" INTEGER,
ADD COLUMN     "bulk_failures" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "bulk_lines" INTEGER,
ADD COLUMN     "bulk_mark" TEXT,
ADD COLUMN     "bulk_moved_at" TIMESTAMPTZ(3),
ADD COLUMN     "bulk_operation_id" TEXT;

-- Partial, or a planner without statistics takes it to look members up one by one, and goes over all of them for each.
CREATE INDEX "published_member_bulk_line_idx" ON "published_member"("shop_id", "segment_key", "bulk_line") WHERE "bulk_line" IS NOT NULL;
