-- AlterTable
ALTER TABLE "sync_dirty" ADD COLUMN     "origins" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- AlterTable
ALTER TABLE "valuation_dirty" ADD COLUMN     "changed_at" TIMESTAMPTZ(3),
ADD COLUMN     "origins" TEXT[] DEFAULT ARRAY[]::TEXT[];

