-- AlterTable
ALTER TABLE "order_refund" ADD COLUMN     "pending_minor" BIGINT NOT NULL DEFAULT 0;

