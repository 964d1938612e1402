-- AlterTable
ALTER TABLE "app_process" ADD COLUMN     "mapping_version" SMALLINT NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "customer_alias" ADD COLUMN     "told_customer_id" BIGINT;

-- AlterTable
ALTER TABLE "sync_watermark" ADD COLUMN     "counted_more" INTEGER;

