-- CreateTable
CREATE TABLE "customer_day" (
    "shop_id" BIGINT NOT NULL,
    "customer_id" BIGINT NOT NULL,
    "day" DATE NOT NULL,
    "orders" INTEGER NOT NULL,
    "net_sales_minor" BIGINT NOT NULL,
    "cost_minor" BIGINT NOT NULL,
    "cost_known_net_sales_minor" BIGINT NOT NULL,

    CONSTRAINT "customer_day_pkey" PRIMARY KEY ("shop_id","customer_id","day")
);

-- CreateTable
CREATE TABLE "customer_purchase" (
    "shop_id" BIGINT NOT NULL,
    "customer_id" BIGINT NOT NULL,
    "order_id" BIGINT NOT NULL,
    "product_id" BIGINT NOT NULL,
    "order_day" DATE NOT NULL,
    "units" INTEGER NOT NULL,
    "net_sales_minor" BIGINT NOT NULL,

    CONSTRAINT "customer_purchase_pkey" PRIMARY KEY ("shop_id","customer_id","order_id","product_id")
);

-- CreateIndex
CREATE INDEX "customer_purchase_shop_id_product_id_customer_id_idx" ON "customer_purchase"("shop_id", "product_id", "customer_id");


-- Both tables are filled by a valuation of everybody: the next run is one, as after a change of settings.
UPDATE "shop_valuation" SET "settings_revision" = -1;
