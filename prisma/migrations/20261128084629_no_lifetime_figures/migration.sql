-- Shopify is asked for its own lifetime figures when a customer is compared; they were never stored.
-- AlterTable
ALTER TABLE "customer" DROP COLUMN "amount_spent_minor",
DROP COLUMN "number_of_orders";

