-- CreateTable
CREATE TABLE "product" (
    "shop_id" BIGINT NOT NULL,
    "product_id" BIGINT NOT NULL,
    "source_created_at" TIMESTAMPTZ(3),
    "source_updated_at" TIMESTAMPTZ(3) NOT NULL,
    "deleted_at" TIMESTAMPTZ(3),
    "title" TEXT NOT NULL,
    "product_type" TEXT NOT NULL,
    "vendor" TEXT NOT NULL,
    "tags" TEXT[],
    "status" TEXT NOT NULL,

    CONSTRAINT "product_pkey" PRIMARY KEY ("shop_id","product_id")
);

-- CreateTable
CREATE TABLE "collection" (
    "shop_id" BIGINT NOT NULL,
    "collection_id" BIGINT NOT NULL,
    "source_updated_at" TIMESTAMPTZ(3) NOT NULL,
    "deleted_at" TIMESTAMPTZ(3),
    "title" TEXT NOT NULL,

    CONSTRAINT "collection_pkey" PRIMARY KEY ("shop_id","collection_id")
);

-- CreateTable
CREATE TABLE "product_collection" (
    "shop_id" BIGINT NOT NULL,
    "collection_id" BIGINT NOT NULL,
    "product_id" BIGINT NOT NULL,

    CONSTRAINT "product_collection_pkey" PRIMARY KEY ("shop_id","collection_id","product_id")
);

-- CreateIndex
CREATE INDEX "product_collection_shop_id_product_id_idx" ON "product_collection"("shop_id", "product_id");

-- AddForeignKey
ALTER TABLE "product_collection" ADD CONSTRAINT "product_collection_shop_id_collection_id_fkey" FOREIGN KEY ("shop_id", "collection_id") REFERENCES "collection"("shop_id", "collection_id") ON DELETE CASCADE ON UPDATE CASCADE;

