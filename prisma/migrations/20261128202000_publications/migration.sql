-- CreateTable
CREATE TABLE "published_segment" (
    "shop_id" BIGINT NOT NULL,
    "segment_key" TEXT NOT NULL,
    "tag" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "shopify_segment_id" BIGINT,
    "wanted" BOOLEAN NOT NULL DEFAULT true,
    "problem" TEXT,
    "problem_detail" TEXT,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "asked_by" TEXT NOT NULL,
    "in_step_at" TIMESTAMPTZ(3),

    CONSTRAINT "published_segment_pkey" PRIMARY KEY ("shop_id","segment_key")
);

-- CreateTable
CREATE TABLE "published_member" (
    "shop_id" BIGINT NOT NULL,
    "segment_key" TEXT NOT NULL,
    "customer_id" BIGINT NOT NULL,
    "written_at" TIMESTAMPTZ(3),
    "refused" TEXT,

    CONSTRAINT "published_member_pkey" PRIMARY KEY ("shop_id","segment_key","customer_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "published_segment_shop_id_tag_key" ON "published_segment"("shop_id", "tag");

-- CreateIndex
CREATE INDEX "published_member_shop_id_customer_id_idx" ON "published_member"("shop_id", "customer_id");
