-- CreateTable
CREATE TABLE "staff_limit" (
    "shop_id" BIGINT NOT NULL,
    "act" TEXT NOT NULL,
    "generation" BIGINT NOT NULL,
    "staff_ids" TEXT[],

    CONSTRAINT "staff_limit_pkey" PRIMARY KEY ("shop_id","act")
);
