-- AlterTable
ALTER TABLE "privacy_request" ADD COLUMN     "removed_at" TIMESTAMPTZ(3),
ADD COLUMN     "removed_by" TEXT;

-- CreateTable
CREATE TABLE "export_member" (
    "shop_id" BIGINT NOT NULL,
    "export_id" UUID NOT NULL,
    "part_no" INTEGER NOT NULL,
    "hashes" BIGINT[],

    CONSTRAINT "export_member_pkey" PRIMARY KEY ("shop_id","export_id","part_no")
);

-- CreateTable
CREATE TABLE "erasure_export" (
    "shop_id" BIGINT NOT NULL,
    "request_id" UUID NOT NULL,
    "export_id" UUID NOT NULL,

    CONSTRAINT "erasure_export_pkey" PRIMARY KEY ("shop_id","request_id","export_id")
);

-- CreateIndex
CREATE INDEX "erasure_export_shop_id_export_id_idx" ON "erasure_export"("shop_id", "export_id");

-- AddForeignKey
ALTER TABLE "export_member" ADD CONSTRAINT "export_member_shop_id_export_id_fkey" FOREIGN KEY ("shop_id", "export_id") REFERENCES "export"("shop_id", "export_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "erasure_export" ADD CONSTRAINT "erasure_export_shop_id_request_id_fkey" FOREIGN KEY ("shop_id", "request_id") REFERENCES "privacy_request"("shop_id", "request_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "erasure_export" ADD CONSTRAINT "erasure_export_shop_id_export_id_fkey" FOREIGN KEY ("shop_id", "export_id") REFERENCES "export"("shop_id", "export_id") ON DELETE CASCADE ON UPDATE CASCADE;

