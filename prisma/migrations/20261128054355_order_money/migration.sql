-- AlterTable
ALTER TABLE "customer" ADD COLUMN     "amount_spent_minor" BIGINT,
ADD COLUMN     "number_of_orders" INTEGER;

-- AlterTable
ALTER TABLE "order_refund" ADD COLUMN     "discrepancy_minor" BIGINT;

-- AlterTable
ALTER TABLE "orders" ADD COLUMN     "chargeback" TEXT,
ADD COLUMN     "current_total_minor" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "doubts" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "duties_minor" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "fees_minor" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "gift_cards_minor" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "outstanding_minor" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "received_minor" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "refund_discrepancy_minor" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "refunded_minor" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "tax_minor" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "tips_minor" BIGINT NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "shop" ADD COLUMN     "minor_digits" SMALLINT;

