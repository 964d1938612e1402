-- AlterTable
ALTER TABLE "orders" ADD COLUMN     "history_file_id" UUID;

-- CreateTable
CREATE TABLE "history_file" (
    "shop_id" BIGINT NOT NULL,
    "file_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "size_bytes" BIGINT NOT NULL,
    "received_bytes" BIGINT NOT NULL DEFAULT 0,
    "status" TEXT NOT NULL,
    "uploaded_by" TEXT NOT NULL,
    "uploaded_at" TIMESTAMPTZ(3) NOT NULL,
    "preview" JSONB,
    "refusal" JSONB,
    "imported_up_to" BIGINT NOT NULL DEFAULT 0,
    "looked_at" INTEGER NOT NULL DEFAULT 0,
    "added" INTEGER NOT NULL DEFAULT 0,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "history_file_pkey" PRIMARY KEY ("shop_id","file_id")
);

-- CreateTable
CREATE TABLE "history_file_part" (
    "shop_id" BIGINT NOT NULL,
    "file_id" UUID NOT NULL,
    "at" BIGINT NOT NULL,
    "bytes" BYTEA NOT NULL,

    CONSTRAINT "history_file_part_pkey" PRIMARY KEY ("shop_id","file_id","at")
);

-- CreateTable
CREATE TABLE "history_file_order" (
    "shop_id" BIGINT NOT NULL,
    "file_id" UUID NOT NULL,
    "order_id" BIGINT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT,
    "processed_at" TIMESTAMPTZ(3) NOT NULL,
    "net_sales_minor" BIGINT NOT NULL,
    "exclusion" TEXT,
    "doubts" TEXT[],
    "rows" JSONB NOT NULL,

    CONSTRAINT "history_file_order_pkey" PRIMARY KEY ("shop_id","file_id","order_id")
);

-- CreateTable
CREATE TABLE "history_file_refusal" (
    "shop_id" BIGINT NOT NULL,
    "file_id" UUID NOT NULL,
    "line_no" INTEGER NOT NULL,
    "order_name" TEXT NOT NULL,
    "column" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "reason" TEXT NOT NULL,

    CONSTRAINT "history_file_refusal_pkey" PRIMARY KEY ("shop_id","file_id","line_no")
);

-- CreateIndex
CREATE INDEX "history_file_shop_id_uploaded_at_idx" ON "history_file"("shop_id", "uploaded_at");

-- AddForeignKey
ALTER TABLE "history_file_part" ADD CONSTRAINT "history_file_part_shop_id_file_id_fkey" FOREIGN KEY ("shop_id", "file_id") REFERENCES "history_file"("shop_id", "file_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "history_file_order" ADD CONSTRAINT "history_file_order_shop_id_file_id_fkey" FOREIGN KEY ("shop_id", "file_id") REFERENCES "history_file"("shop_id", "file_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "history_file_refusal" ADD CONSTRAINT "history_file_refusal_shop_id_file_id_fkey" FOREIGN KEY ("shop_id", "file_id") REFERENCES "history_file"("shop_id", "file_id") ON DELETE CASCADE ON UPDATE CASCADE;

