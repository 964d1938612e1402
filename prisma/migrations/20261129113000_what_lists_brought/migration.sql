-- AlterTable
ALTER TABLE "destination_list" ADD COLUMN     "planned_variance" DOUBLE PRECISION NOT NULL DEFAULT 100000000;

-- AlterTable
ALTER TABLE "shop_holdout" ADD COLUMN     "lowerings" JSONB NOT NULL DEFAULT '[]';

-- CreateTable
CREATE TABLE "destination_draw" (
    "shop_id" BIGINT NOT NULL,
    "list_id" UUID NOT NULL,
    "customer_id" BIGINT NOT NULL,
    "entered_on" DATE NOT NULL,
    "placement" SMALLINT NOT NULL,
    "always_bp" SMALLINT NOT NULL,
    "expected_minor" BIGINT NOT NULL,

    CONSTRAINT "destination_draw_pkey" PRIMARY KEY ("shop_id","list_id","customer_id")
);

-- CreateIndex
CREATE INDEX "destination_draw_shop_id_customer_id_idx" ON "destination_draw"("shop_id", "customer_id");

-- AddForeignKey
ALTER TABLE "destination_draw" ADD CONSTRAINT "destination_draw_shop_id_list_id_fkey" FOREIGN KEY ("shop_id", "list_id") REFERENCES "destination_list"("shop_id", "list_id") ON DELETE CASCADE ON UPDATE CASCADE;

