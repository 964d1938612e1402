-- CreateTable
CREATE TABLE "former_address" (
    "shop_id" BIGINT NOT NULL,
    "email" TEXT NOT NULL,
    "customer_id" BIGINT NOT NULL,
    "gone_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "former_address_pkey" PRIMARY KEY ("shop_id","email","customer_id")
);

-- CreateIndex
CREATE INDEX "former_address_shop_id_customer_id_idx" ON "former_address"("shop_id", "customer_id");

