-- AlterTable
ALTER TABLE "privacy_request"
ALTER COLUMN "request_id" TYPE UUID USING gen_random_uuid(),
ADD COLUMN     "source_request_id" BIGINT,
ADD COLUMN     "email" TEXT,
ADD COLUMN     "phone" TEXT,
ADD COLUMN     "order_ids" BIGINT[],
ADD COLUMN     "handled_by" TEXT;

-- Requests for a person's data were noted as handled when they came, and nobody was told of them.
UPDATE "privacy_request" SET "handled_at" = NULL WHERE "topic" = 'customers/data_request';

-- AlterTable
ALTER TABLE "shop" ADD COLUMN     "generation" BIGSERIAL NOT NULL;

-- CreateIndex
CREATE INDEX "privacy_request_shop_id_requested_at_idx" ON "privacy_request"("shop_id", "requested_at");
