-- AlterTable
ALTER TABLE "webhook_receipt" DROP CONSTRAINT "webhook_receipt_pkey",
ADD CONSTRAINT "webhook_receipt_pkey" PRIMARY KEY ("shop_id", "topic", "event_id", "webhook_id");
