-- AlterTable
ALTER TABLE "customer" ADD COLUMN     "phone" TEXT,
ADD COLUMN     "zip" TEXT;

-- AlterTable
ALTER TABLE "export" ADD COLUMN     "ad_basis" TEXT,
ADD COLUMN     "value_basis" TEXT;

-- Phone numbers and postcodes are only known once customers are read again: the sweep starts with a history that is forgotten. What is
-- stored is kept current meanwhile.
UPDATE "sync_watermark" SET "watermark" = '-infinity' WHERE "resource" = 'customers';
