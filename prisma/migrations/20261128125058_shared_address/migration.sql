-- AlterTable
ALTER TABLE "former_address" ADD COLUMN     "verified" BOOLEAN NOT NULL DEFAULT true;

-- AlterTable
ALTER TABLE "orders" ADD COLUMN     "recipient_mark" INTEGER;

-- CreateTable
CREATE TABLE "shared_address" (
    "shop_id" BIGINT NOT NULL,
    "email" TEXT NOT NULL,
    "orders" INTEGER NOT NULL,
    "recipients" INTEGER NOT NULL,
    "net_sales_minor" BIGINT NOT NULL,
    "decision" TEXT,
    "decided_at" TIMESTAMPTZ(3),

    CONSTRAINT "shared_address_pkey" PRIMARY KEY ("shop_id","email")
);


-- Whom the stored orders were for is only known once they are read again: the sweep starts with a history that is forgotten.
UPDATE "sync_watermark" SET "watermark" = '-infinity' WHERE "resource" = 'orders';
