-- AlterTable
ALTER TABLE "orders" ADD COLUMN     "discrepancy_tax_minor" BIGINT NOT NULL DEFAULT 0;

