-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "shop" (
    "shop_id" BIGINT NOT NULL,
    "domain" TEXT NOT NULL,
    "name" TEXT,
    "currency" TEXT,
    "time_zone" TEXT,
    "country" TEXT,
    "plan" TEXT,
    "taxes_included" BOOLEAN NOT NULL DEFAULT false,
    "scopes" TEXT NOT NULL DEFAULT '',
    "installed_at" TIMESTAMPTZ(3) NOT NULL,
    "uninstalled_at" TIMESTAMPTZ(3),
    "history_from" TIMESTAMPTZ(3),

    CONSTRAINT "shop_pkey" PRIMARY KEY ("shop_id")
);

-- CreateTable
CREATE TABLE "shop_settings" (
    "shop_id" BIGINT NOT NULL,
    "count_zero_value_orders" BOOLEAN NOT NULL DEFAULT false,
    "join_guests_by_email" BOOLEAN NOT NULL DEFAULT true,
    "refund_dating" TEXT NOT NULL DEFAULT 'order',
    "default_margin_bp" INTEGER,
    "revision" INTEGER NOT NULL DEFAULT 0,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "shop_settings_pkey" PRIMARY KEY ("shop_id")
);

-- CreateTable
CREATE TABLE "session" (
    "shop_id" BIGINT NOT NULL,
    "id" TEXT NOT NULL,
    "shop" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "is_online" BOOLEAN NOT NULL,
    "scope" TEXT,
    "expires" TIMESTAMPTZ(3),
    "access_token" BYTEA,
    "refresh_token" BYTEA,
    "refresh_token_expires" TIMESTAMPTZ(3),
    "key_id" TEXT NOT NULL,
    "online_user" JSONB,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "session_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateTable
CREATE TABLE "customer" (
    "shop_id" BIGINT NOT NULL,
    "customer_id" BIGINT NOT NULL,
    "source_created_at" TIMESTAMPTZ(3),
    "source_updated_at" TIMESTAMPTZ(3) NOT NULL,
    "deleted_at" TIMESTAMPTZ(3),
    "first_name" TEXT,
    "last_name" TEXT,
    "email" TEXT,
    "email_verified" BOOLEAN NOT NULL DEFAULT false,
    "email_marketing_state" TEXT,
    "email_opt_in_level" TEXT,
    "email_state_updated_at" TIMESTAMPTZ(3),
    "country_code" TEXT,
    "tags" TEXT[],
    "shopify_rfm_group" TEXT,
    "shopify_spend_tier" TEXT,

    CONSTRAINT "customer_pkey" PRIMARY KEY ("shop_id","customer_id")
);

-- CreateTable
CREATE TABLE "customer_alias" (
    "shop_id" BIGINT NOT NULL,
    "from_customer_id" BIGINT NOT NULL,
    "to_customer_id" BIGINT NOT NULL,
    "merged_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "customer_alias_pkey" PRIMARY KEY ("shop_id","from_customer_id")
);

-- CreateTable
CREATE TABLE "orders" (
    "shop_id" BIGINT NOT NULL,
    "order_id" BIGINT NOT NULL,
    "name" TEXT NOT NULL,
    "customer_id" BIGINT,
    "guest_email" TEXT,
    "processed_at" TIMESTAMPTZ(3) NOT NULL,
    "order_day" DATE NOT NULL,
    "source_updated_at" TIMESTAMPTZ(3) NOT NULL,
    "cancelled_at" TIMESTAMPTZ(3),
    "deleted_at" TIMESTAMPTZ(3),
    "financial_status" TEXT,
    "currency" TEXT NOT NULL,
    "channel" TEXT,
    "country_code" TEXT,
    "discount_codes" TEXT[],
    "gross_sales_minor" BIGINT NOT NULL,
    "discounts_minor" BIGINT NOT NULL,
    "returns_minor" BIGINT NOT NULL,
    "net_sales_minor" BIGINT NOT NULL,
    "shipping_minor" BIGINT NOT NULL,
    "cost_minor" BIGINT NOT NULL,
    "cost_known_net_sales_minor" BIGINT NOT NULL,
    "exclusion" TEXT,

    CONSTRAINT "orders_pkey" PRIMARY KEY ("shop_id","order_id")
);

-- CreateTable
CREATE TABLE "order_line" (
    "shop_id" BIGINT NOT NULL,
    "order_id" BIGINT NOT NULL,
    "line_id" BIGINT NOT NULL,
    "product_id" BIGINT,
    "variant_id" BIGINT,
    "title" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL,
    "current_quantity" INTEGER NOT NULL,
    "unit_price_minor" BIGINT NOT NULL,
    "discount_minor" BIGINT NOT NULL,
    "returns_minor" BIGINT NOT NULL,
    "net_sales_minor" BIGINT NOT NULL,
    "is_gift_card" BOOLEAN NOT NULL,
    "unit_cost_minor" BIGINT,

    CONSTRAINT "order_line_pkey" PRIMARY KEY ("shop_id","order_id","line_id")
);

-- CreateTable
CREATE TABLE "order_refund" (
    "shop_id" BIGINT NOT NULL,
    "order_id" BIGINT NOT NULL,
    "refund_id" BIGINT NOT NULL,
    "refunded_at" TIMESTAMPTZ(3) NOT NULL,
    "refund_day" DATE NOT NULL,
    "returns_minor" BIGINT,
    "refunded_minor" BIGINT NOT NULL,

    CONSTRAINT "order_refund_pkey" PRIMARY KEY ("shop_id","order_id","refund_id")
);

-- CreateTable
CREATE TABLE "sync_slice" (
    "shop_id" BIGINT NOT NULL,
    "slice_id" UUID NOT NULL,
    "resource" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "low_water_mark" TIMESTAMPTZ(3) NOT NULL,
    "operation_id" TEXT,
    "objects_expected" BIGINT,
    "roots_expected" BIGINT,
    "bytes_expected" BIGINT,
    "objects_read" BIGINT NOT NULL DEFAULT 0,
    "roots_read" BIGINT NOT NULL DEFAULT 0,
    "bytes_read" BIGINT NOT NULL DEFAULT 0,
    "applied" BIGINT NOT NULL DEFAULT 0,
    "stale" BIGINT NOT NULL DEFAULT 0,
    "refused" BIGINT NOT NULL DEFAULT 0,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "error_code" TEXT,
    "error_message" TEXT,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "reading_from" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "sync_slice_pkey" PRIMARY KEY ("shop_id","slice_id")
);

-- CreateTable
CREATE TABLE "sync_watermark" (
    "shop_id" BIGINT NOT NULL,
    "resource" TEXT NOT NULL,
    "watermark" TIMESTAMPTZ(3) NOT NULL,
    "checked_at" TIMESTAMPTZ(3) NOT NULL,
    "repaired_rows" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "sync_watermark_pkey" PRIMARY KEY ("shop_id","resource")
);

-- CreateTable
CREATE TABLE "webhook_receipt" (
    "shop_id" BIGINT NOT NULL,
    "topic" TEXT NOT NULL,
    "event_id" TEXT NOT NULL,
    "webhook_id" TEXT NOT NULL,
    "triggered_at" TIMESTAMPTZ(3),
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "webhook_receipt_pkey" PRIMARY KEY ("shop_id","topic","event_id")
);

-- CreateTable
CREATE TABLE "sync_dirty" (
    "shop_id" BIGINT NOT NULL,
    "resource" TEXT NOT NULL,
    "source_id" BIGINT NOT NULL,
    "version" BIGINT NOT NULL DEFAULT 1,
    "marked_at" TIMESTAMPTZ(3) NOT NULL,
    "not_before" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "last_error" TEXT,

    CONSTRAINT "sync_dirty_pkey" PRIMARY KEY ("shop_id","resource","source_id")
);

-- CreateTable
CREATE TABLE "refused_row" (
    "shop_id" BIGINT NOT NULL,
    "refused_id" UUID NOT NULL,
    "resource" TEXT NOT NULL,
    "origin" TEXT NOT NULL,
    "reference" TEXT NOT NULL,
    "line_no" BIGINT,
    "source_id" BIGINT,
    "reason" TEXT NOT NULL,
    "detail" TEXT NOT NULL,
    "raw" TEXT NOT NULL,
    "refused_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "refused_row_pkey" PRIMARY KEY ("shop_id","refused_id")
);

-- CreateTable
CREATE TABLE "erased_person" (
    "shop_id" BIGINT NOT NULL,
    "person_hash" BYTEA NOT NULL,
    "erased_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "erased_person_pkey" PRIMARY KEY ("shop_id","person_hash")
);

-- CreateTable
CREATE TABLE "privacy_request" (
    "shop_id" BIGINT NOT NULL,
    "request_id" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "customer_id" BIGINT,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "handled_at" TIMESTAMPTZ(3),

    CONSTRAINT "privacy_request_pkey" PRIMARY KEY ("shop_id","request_id")
);

-- CreateTable
CREATE TABLE "customer_value" (
    "shop_id" BIGINT NOT NULL,
    "customer_id" BIGINT NOT NULL,
    "orders" INTEGER NOT NULL DEFAULT 0,
    "order_days" INTEGER NOT NULL DEFAULT 0,
    "guest_orders" INTEGER NOT NULL DEFAULT 0,
    "first_order_day" DATE,
    "last_order_day" DATE,
    "cohort_month" INTEGER,
    "gross_sales_minor" BIGINT NOT NULL DEFAULT 0,
    "discounts_minor" BIGINT NOT NULL DEFAULT 0,
    "returns_minor" BIGINT NOT NULL DEFAULT 0,
    "net_sales_minor" BIGINT NOT NULL DEFAULT 0,
    "shipping_minor" BIGINT NOT NULL DEFAULT 0,
    "cost_minor" BIGINT NOT NULL DEFAULT 0,
    "cost_known_net_sales_minor" BIGINT NOT NULL DEFAULT 0,
    "first_order_value_minor" BIGINT,
    "value_14_minor" BIGINT,
    "value_30_minor" BIGINT,
    "value_60_minor" BIGINT,
    "value_90_minor" BIGINT,
    "value_180_minor" BIGINT,
    "value_365_minor" BIGINT,
    "repeat_day_value_minor" DOUBLE PRECISION,
    "median_gap_days" DOUBLE PRECISION,
    "gap_days" INTEGER[],
    "first_channel" TEXT,
    "sort_name" TEXT,
    "search_text" TEXT NOT NULL DEFAULT '',
    "country_code" TEXT,
    "consent" TEXT NOT NULL DEFAULT 'NONE',
    "reachable" BOOLEAN NOT NULL DEFAULT false,
    "known_since" DATE,
    "rfm_recency" SMALLINT,
    "rfm_frequency" SMALLINT,
    "rfm_monetary" SMALLINT,
    "rfm_group" TEXT NOT NULL DEFAULT 'PROSPECTS',
    "p_alive" DOUBLE PRECISION,
    "order_probability" DOUBLE PRECISION,
    "expected_orders" DOUBLE PRECISION,
    "orders_low" INTEGER,
    "orders_high" INTEGER,
    "expected_value_minor" BIGINT,
    "value_low_minor" BIGINT,
    "value_high_minor" BIGINT,
    "next_order_from" DATE,
    "next_order_to" DATE,
    "valued_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "customer_value_pkey" PRIMARY KEY ("shop_id","customer_id")
);

-- CreateTable
CREATE TABLE "customer_month" (
    "shop_id" BIGINT NOT NULL,
    "customer_id" BIGINT NOT NULL,
    "month" INTEGER NOT NULL,
    "cohort_month" INTEGER NOT NULL,
    "orders" INTEGER NOT NULL,
    "net_sales_minor" BIGINT NOT NULL,
    "cost_minor" BIGINT NOT NULL,
    "cost_known_net_sales_minor" BIGINT NOT NULL,

    CONSTRAINT "customer_month_pkey" PRIMARY KEY ("shop_id","customer_id","month")
);

-- CreateTable
CREATE TABLE "cohort_day" (
    "shop_id" BIGINT NOT NULL,
    "first_order_day" DATE NOT NULL,
    "customers" INTEGER NOT NULL,
    "repeat_customers" INTEGER NOT NULL,
    "orders" INTEGER NOT NULL,
    "net_sales_minor" BIGINT NOT NULL,
    "cost_minor" BIGINT NOT NULL,
    "cost_known_net_sales_minor" BIGINT NOT NULL,
    "first_order_value_minor" BIGINT NOT NULL,
    "value_14_minor" BIGINT NOT NULL,
    "value_30_minor" BIGINT NOT NULL,
    "value_60_minor" BIGINT NOT NULL,
    "value_90_minor" BIGINT NOT NULL,
    "value_180_minor" BIGINT NOT NULL,
    "value_365_minor" BIGINT NOT NULL,
    "predicted_customers" INTEGER NOT NULL,
    "expected_value_minor" BIGINT NOT NULL,

    CONSTRAINT "cohort_day_pkey" PRIMARY KEY ("shop_id","first_order_day")
);

-- CreateTable
CREATE TABLE "cohort_cell" (
    "shop_id" BIGINT NOT NULL,
    "cohort_month" INTEGER NOT NULL,
    "month" INTEGER NOT NULL,
    "active_customers" INTEGER NOT NULL,
    "orders" INTEGER NOT NULL,
    "net_sales_minor" BIGINT NOT NULL,

    CONSTRAINT "cohort_cell_pkey" PRIMARY KEY ("shop_id","cohort_month","month")
);

-- CreateTable
CREATE TABLE "order_gap" (
    "shop_id" BIGINT NOT NULL,
    "gap_days" INTEGER NOT NULL,
    "gaps" INTEGER NOT NULL,

    CONSTRAINT "order_gap_pkey" PRIMARY KEY ("shop_id","gap_days")
);

-- CreateTable
CREATE TABLE "valuation_dirty" (
    "shop_id" BIGINT NOT NULL,
    "customer_id" BIGINT NOT NULL,
    "version" BIGINT NOT NULL DEFAULT 1,
    "marked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "valuation_dirty_pkey" PRIMARY KEY ("shop_id","customer_id")
);

-- CreateTable
CREATE TABLE "shop_valuation" (
    "shop_id" BIGINT NOT NULL,
    "as_of_day" DATE NOT NULL,
    "model_id" UUID,
    "learning" TEXT,
    "rfm_thresholds" JSONB,
    "ranked_figures" JSONB,
    "unassigned_orders" INTEGER NOT NULL DEFAULT 0,
    "unassigned_net_sales_minor" BIGINT NOT NULL DEFAULT 0,
    "unassigned_first_day" DATE,
    "unassigned_last_day" DATE,
    "settings_revision" INTEGER NOT NULL DEFAULT 0,
    "valued_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "shop_valuation_pkey" PRIMARY KEY ("shop_id")
);

-- CreateTable
CREATE TABLE "value_model" (
    "shop_id" BIGINT NOT NULL,
    "model_id" UUID NOT NULL,
    "fitted_at" TIMESTAMPTZ(3) NOT NULL,
    "as_of_day" DATE NOT NULL,
    "customers" INTEGER NOT NULL,
    "log_likelihood" DOUBLE PRECISION NOT NULL,
    "model" JSONB NOT NULL,
    "validation" JSONB,

    CONSTRAINT "value_model_pkey" PRIMARY KEY ("shop_id","model_id")
);

-- CreateTable
CREATE TABLE "export" (
    "shop_id" BIGINT NOT NULL,
    "export_id" UUID NOT NULL,
    "segment_key" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "delimiter" TEXT NOT NULL DEFAULT ',',
    "columns" TEXT[],
    "requested_by" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "status" TEXT NOT NULL,
    "members" INTEGER NOT NULL DEFAULT 0,
    "included" INTEGER NOT NULL DEFAULT 0,
    "excluded" JSONB NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "export_pkey" PRIMARY KEY ("shop_id","export_id")
);

-- CreateIndex
CREATE INDEX "customer_shop_id_email_idx" ON "customer"("shop_id", "email");

-- CreateIndex
CREATE INDEX "customer_alias_shop_id_to_customer_id_idx" ON "customer_alias"("shop_id", "to_customer_id");

-- CreateIndex
CREATE INDEX "orders_shop_id_customer_id_idx" ON "orders"("shop_id", "customer_id");

-- CreateIndex
CREATE INDEX "orders_shop_id_guest_email_idx" ON "orders"("shop_id", "guest_email");

-- CreateIndex
CREATE INDEX "orders_shop_id_source_updated_at_idx" ON "orders"("shop_id", "source_updated_at");

-- CreateIndex
CREATE INDEX "sync_slice_shop_id_started_at_idx" ON "sync_slice"("shop_id", "started_at");

-- CreateIndex
CREATE INDEX "webhook_receipt_shop_id_received_at_idx" ON "webhook_receipt"("shop_id", "received_at");

-- CreateIndex
CREATE INDEX "refused_row_shop_id_refused_at_idx" ON "refused_row"("shop_id", "refused_at");

-- CreateIndex
CREATE INDEX "customer_value_segments_idx" ON "customer_value"("shop_id", "net_sales_minor", "customer_id", "orders", "first_order_day", "last_order_day", "known_since", "rfm_group", "consent", "reachable", "expected_value_minor");

-- CreateIndex
CREATE INDEX "customer_value_shop_id_expected_value_minor_customer_id_idx" ON "customer_value"("shop_id", "expected_value_minor", "customer_id");

-- CreateIndex
CREATE INDEX "customer_value_shop_id_last_order_day_customer_id_idx" ON "customer_value"("shop_id", "last_order_day", "customer_id");

-- CreateIndex
CREATE INDEX "customer_value_shop_id_orders_customer_id_idx" ON "customer_value"("shop_id", "orders", "customer_id");

-- CreateIndex
CREATE INDEX "customer_value_shop_id_sort_name_customer_id_idx" ON "customer_value"("shop_id", "sort_name", "customer_id");

-- CreateIndex
CREATE INDEX "customer_value_shop_id_rfm_group_net_sales_minor_customer_i_idx" ON "customer_value"("shop_id", "rfm_group", "net_sales_minor", "customer_id");

-- CreateIndex
CREATE INDEX "customer_value_shop_id_country_code_idx" ON "customer_value"("shop_id", "country_code");

-- CreateIndex
CREATE INDEX "value_model_shop_id_fitted_at_idx" ON "value_model"("shop_id", "fitted_at");

-- CreateIndex
CREATE INDEX "export_shop_id_requested_at_idx" ON "export"("shop_id", "requested_at");

-- AddForeignKey
ALTER TABLE "order_line" ADD CONSTRAINT "order_line_shop_id_order_id_fkey" FOREIGN KEY ("shop_id", "order_id") REFERENCES "orders"("shop_id", "order_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "order_refund" ADD CONSTRAINT "order_refund_shop_id_order_id_fkey" FOREIGN KEY ("shop_id", "order_id") REFERENCES "orders"("shop_id", "order_id") ON DELETE CASCADE ON UPDATE CASCADE;

