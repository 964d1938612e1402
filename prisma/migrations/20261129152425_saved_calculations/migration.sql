-- CreateTable
CREATE TABLE "saved_calculation" (
    "shop_id" BIGINT NOT NULL,
    "calculation_id" UUID NOT NULL DEFAULT uuidv7(),
    "name" TEXT NOT NULL,
    "calculator" TEXT NOT NULL,
    "parameters" TEXT NOT NULL,
    "saved_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "saved_calculation_pkey" PRIMARY KEY ("shop_id","calculation_id")
);


CREATE UNIQUE INDEX "saved_calculation_name_idx" ON "saved_calculation"("shop_id", lower("name"));
