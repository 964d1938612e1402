-- CreateTable
CREATE TABLE "customer_acquisition" (
    "shop_id" BIGINT NOT NULL,
    "customer_id" BIGINT NOT NULL,
    "channel" TEXT NOT NULL,
    "campaign" TEXT NOT NULL,
    "discount_code" TEXT NOT NULL,
    "country" TEXT NOT NULL,
    "product" TEXT NOT NULL,
    "first_order_cost_minor" BIGINT NOT NULL,
    "first_order_cost_known_net_sales_minor" BIGINT NOT NULL,

    CONSTRAINT "customer_acquisition_pkey" PRIMARY KEY ("shop_id","customer_id")
);

-- CreateTable
CREATE TABLE "acquisition_cohort" (
    "shop_id" BIGINT NOT NULL,
    "dimension" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "cohort_month" INTEGER NOT NULL,
    "customers" INTEGER NOT NULL,
    "repeat_customers" INTEGER NOT NULL,
    "orders" INTEGER NOT NULL,
    "net_sales_minor" BIGINT NOT NULL,
    "net_sales_squares" DECIMAL NOT NULL,
    "cost_minor" BIGINT NOT NULL,
    "cost_known_net_sales_minor" BIGINT NOT NULL,
    "first_order_net_sales_minor" BIGINT NOT NULL,
    "first_order_cost_minor" BIGINT NOT NULL,
    "first_order_cost_known_net_sales_minor" BIGINT NOT NULL,
    "predicted_customers" INTEGER NOT NULL,
    "expected_value_minor" BIGINT NOT NULL,

    CONSTRAINT "acquisition_cohort_pkey" PRIMARY KEY ("shop_id","dimension","channel","key","cohort_month")
);

-- CreateTable
CREATE TABLE "acquisition_cell" (
    "shop_id" BIGINT NOT NULL,
    "dimension" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "cohort_month" INTEGER NOT NULL,
    "month" INTEGER NOT NULL,
    "orders" INTEGER NOT NULL,
    "net_sales_minor" BIGINT NOT NULL,
    "cost_minor" BIGINT NOT NULL,
    "cost_known_net_sales_minor" BIGINT NOT NULL,

    CONSTRAINT "acquisition_cell_pkey" PRIMARY KEY ("shop_id","dimension","channel","key","cohort_month","month")
);

-- CreateTable
CREATE TABLE "spend_entry" (
    "shop_id" BIGINT NOT NULL,
    "entry_id" UUID NOT NULL,
    "import_id" UUID,
    "kind" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "campaign" TEXT NOT NULL,
    "campaign_key" TEXT NOT NULL,
    "first_day" DATE NOT NULL,
    "last_day" DATE NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "hours_milli" INTEGER,
    "rate_minor" BIGINT,
    "added_by" TEXT NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "spend_entry_pkey" PRIMARY KEY ("shop_id","entry_id")
);

-- CreateTable
CREATE TABLE "spend_month" (
    "shop_id" BIGINT NOT NULL,
    "entry_id" UUID NOT NULL,
    "month" INTEGER NOT NULL,
    "channel" TEXT NOT NULL,
    "campaign_key" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,

    CONSTRAINT "spend_month_pkey" PRIMARY KEY ("shop_id","entry_id","month")
);

-- CreateTable
CREATE TABLE "spend_import" (
    "shop_id" BIGINT NOT NULL,
    "import_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "file_hash" BYTEA NOT NULL,
    "source" TEXT NOT NULL,
    "entries" INTEGER NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "first_day" DATE NOT NULL,
    "last_day" DATE NOT NULL,
    "refused_rows" INTEGER NOT NULL,
    "refused" JSONB NOT NULL,
    "imported_by" TEXT NOT NULL,
    "imported_at" TIMESTAMPTZ(3) NOT NULL,
    "undone_at" TIMESTAMPTZ(3),

    CONSTRAINT "spend_import_pkey" PRIMARY KEY ("shop_id","import_id")
);

-- CreateTable
CREATE TABLE "commission_rule" (
    "shop_id" BIGINT NOT NULL,
    "rule_id" UUID NOT NULL,
    "channel" TEXT NOT NULL,
    "share_bp" INTEGER,
    "amount_minor" BIGINT,
    "first_month" INTEGER NOT NULL,
    "last_month" INTEGER,
    "added_by" TEXT NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "commission_rule_pkey" PRIMARY KEY ("shop_id","rule_id")
);

-- CreateIndex
CREATE INDEX "spend_entry_shop_id_channel_first_day_idx" ON "spend_entry"("shop_id", "channel", "first_day");

-- CreateIndex
CREATE INDEX "spend_entry_shop_id_import_id_idx" ON "spend_entry"("shop_id", "import_id");

-- CreateIndex
CREATE INDEX "spend_entry_shop_id_last_day_entry_id_idx" ON "spend_entry"("shop_id", "last_day", "entry_id");

-- CreateIndex
CREATE INDEX "spend_month_shop_id_month_channel_campaign_key_amount_minor_idx" ON "spend_month"("shop_id", "month", "channel", "campaign_key", "amount_minor");

-- CreateIndex
CREATE INDEX "spend_import_shop_id_file_hash_idx" ON "spend_import"("shop_id", "file_hash");

-- CreateIndex
CREATE INDEX "spend_import_shop_id_imported_at_idx" ON "spend_import"("shop_id", "imported_at");

-- AddForeignKey
ALTER TABLE "spend_month" ADD CONSTRAINT "spend_month_shop_id_entry_id_fkey" FOREIGN KEY ("shop_id", "entry_id") REFERENCES "spend_entry"("shop_id", "entry_id") ON DELETE CASCADE ON UPDATE CASCADE;


-- The next valuation of a shop is a full one, which fills these tables.
UPDATE "shop_valuation" SET "settings_revision" = -1;
