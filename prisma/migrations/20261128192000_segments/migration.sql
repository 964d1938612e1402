-- CreateTable
CREATE TABLE "segment" (
    "shop_id" BIGINT NOT NULL,
    "segment_id" UUID NOT NULL DEFAULT uuidv7(),
    "name" TEXT NOT NULL,
    "rule" JSONB NOT NULL,
    "template_key" TEXT,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_by" TEXT NOT NULL,
    "archived_at" TIMESTAMPTZ(3),
    "archived_by" TEXT,

    CONSTRAINT "segment_pkey" PRIMARY KEY ("shop_id","segment_id")
);

-- CreateTable
CREATE TABLE "segment_version" (
    "shop_id" BIGINT NOT NULL,
    "segment_id" UUID NOT NULL,
    "revision" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "rule" JSONB NOT NULL,
    "saved_at" TIMESTAMPTZ(3) NOT NULL,
    "saved_by" TEXT NOT NULL,

    CONSTRAINT "segment_version_pkey" PRIMARY KEY ("shop_id","segment_id","revision")
);

-- CreateTable
CREATE TABLE "segment_membership" (
    "shop_id" BIGINT NOT NULL,
    "segment_key" TEXT NOT NULL,
    "rule_hash" TEXT NOT NULL,
    "began_at" TIMESTAMPTZ(3) NOT NULL,
    "evaluated_at" TIMESTAMPTZ(3) NOT NULL,
    "whole_at" TIMESTAMPTZ(3) NOT NULL,
    "as_of_day" DATE NOT NULL,
    "model_id" UUID,

    CONSTRAINT "segment_membership_pkey" PRIMARY KEY ("shop_id","segment_key")
);

-- CreateTable
CREATE TABLE "segment_member" (
    "shop_id" BIGINT NOT NULL,
    "segment_key" TEXT NOT NULL,
    "customer_id" BIGINT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "segment_member_pkey" PRIMARY KEY ("shop_id","segment_key","customer_id")
);

-- CreateTable
CREATE TABLE "segment_event" (
    "shop_id" BIGINT NOT NULL,
    "segment_key" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "customer_id" BIGINT NOT NULL,
    "entered" BOOLEAN NOT NULL,
    "cause" TEXT NOT NULL,

    CONSTRAINT "segment_event_pkey" PRIMARY KEY ("shop_id","segment_key","at","customer_id","entered")
);

-- CreateTable
CREATE TABLE "segment_day" (
    "shop_id" BIGINT NOT NULL,
    "segment_key" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "customers" INTEGER NOT NULL,
    "net_sales_minor" BIGINT NOT NULL,
    "expected_value_minor" BIGINT,
    "reachable" INTEGER NOT NULL,

    CONSTRAINT "segment_day_pkey" PRIMARY KEY ("shop_id","segment_key","day")
);

-- CreateTable
CREATE TABLE "segment_dirty" (
    "shop_id" BIGINT NOT NULL,
    "customer_id" BIGINT NOT NULL,
    "orders" INTEGER,
    "returns_minor" BIGINT,
    "consent" TEXT,

    CONSTRAINT "segment_dirty_pkey" PRIMARY KEY ("shop_id","customer_id")
);

-- CreateIndex
CREATE INDEX "segment_member_shop_id_customer_id_idx" ON "segment_member"("shop_id", "customer_id");

-- CreateIndex
CREATE INDEX "segment_event_shop_id_customer_id_at_idx" ON "segment_event"("shop_id", "customer_id", "at");

-- CreateIndex
CREATE INDEX "segment_event_shop_id_at_idx" ON "segment_event"("shop_id", "at");

-- AddForeignKey
ALTER TABLE "segment_version" ADD CONSTRAINT "segment_version_shop_id_segment_id_fkey" FOREIGN KEY ("shop_id", "segment_id") REFERENCES "segment"("shop_id", "segment_id") ON DELETE CASCADE ON UPDATE CASCADE;


-- A name belongs to one segment that is in use, whatever its case.
CREATE UNIQUE INDEX "segment_name_idx" ON "segment"("shop_id", lower("name")) WHERE "archived_at" IS NULL;
