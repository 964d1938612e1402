-- AlterTable
ALTER TABLE "sync_watermark" ADD COLUMN     "counted_up_to" TIMESTAMPTZ(3);

