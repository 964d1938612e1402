-- CreateTable
CREATE TABLE "changed_address" (
    "shop_id" BIGINT NOT NULL,
    "customer_id" BIGINT NOT NULL,
    "email_hash" BYTEA NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "changed_address_pkey" PRIMARY KEY ("shop_id","customer_id","email_hash")
);
