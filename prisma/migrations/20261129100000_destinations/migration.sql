-- CreateTable
CREATE TABLE "destination" (
    "shop_id" BIGINT NOT NULL,
    "destination_id" UUID NOT NULL,
    "tool" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "account_name" TEXT NOT NULL,
    "sealed_key" BYTEA,
    "key_id" TEXT,
    "state" TEXT NOT NULL,
    "state_before" TEXT,
    "problem" TEXT,
    "problem_words" TEXT,
    "problem_at" TIMESTAMPTZ(3),
    "failures" INTEGER NOT NULL DEFAULT 0,
    "next_try_at" TIMESTAMPTZ(3),
    "connected_at" TIMESTAMPTZ(3) NOT NULL,
    "connected_by" TEXT NOT NULL,
    "disconnected_at" TIMESTAMPTZ(3),

    CONSTRAINT "destination_pkey" PRIMARY KEY ("shop_id","destination_id")
);

-- CreateTable
CREATE TABLE "destination_list" (
    "shop_id" BIGINT NOT NULL,
    "list_id" UUID NOT NULL,
    "destination_id" UUID NOT NULL,
    "segment_key" TEXT NOT NULL,
    "tool_list_id" TEXT NOT NULL,
    "tool_list_name" TEXT NOT NULL,
    "fields" TEXT[],
    "held_out_bp" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "removing" BOOLEAN NOT NULL DEFAULT false,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "started_by" TEXT NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "compared_at" TIMESTAMPTZ(3),
    "compared_of" TIMESTAMPTZ(3),
    "waiting" INTEGER NOT NULL DEFAULT 0,
    "in_step_at" TIMESTAMPTZ(3),
    "read_back_at" TIMESTAMPTZ(3),
    "read_back_begun_at" TIMESTAMPTZ(3),
    "read_back_cursor" TEXT,
    "read_back_others" INTEGER NOT NULL DEFAULT 0,
    "others" INTEGER,
    "departures" JSONB NOT NULL DEFAULT '[]',
    "brake_at" TIMESTAMPTZ(3),
    "brake_as_of" TIMESTAMPTZ(3),
    "brake_size" INTEGER,
    "problem" TEXT,
    "problem_words" TEXT,
    "problem_at" TIMESTAMPTZ(3),
    "last_turn_at" TIMESTAMPTZ(3),

    CONSTRAINT "destination_list_pkey" PRIMARY KEY ("shop_id","list_id")
);

-- CreateTable
CREATE TABLE "destination_person" (
    "shop_id" BIGINT NOT NULL,
    "list_id" UUID NOT NULL,
    "address" TEXT NOT NULL,
    "customer_id" BIGINT NOT NULL,
    "tool_person_id" TEXT,
    "wanted" BOOLEAN NOT NULL,
    "reason" TEXT,
    "desired_version" INTEGER NOT NULL DEFAULT 1,
    "desired_hash" BYTEA,
    "sent_version" INTEGER,
    "sent_hash" BYTEA,
    "acked_version" INTEGER,
    "acked_hash" BYTEA,
    "may_be_there" BOOLEAN NOT NULL DEFAULT false,
    "maybe_since" TIMESTAMPTZ(3),
    "was_there" BOOLEAN NOT NULL DEFAULT false,
    "acked_there" BOOLEAN NOT NULL DEFAULT false,
    "sent_at" TIMESTAMPTZ(3),
    "job_id" UUID,
    "removed_at" TIMESTAMPTZ(3),
    "leave_held_at" TIMESTAMPTZ(3),
    "leave_granted_at" TIMESTAMPTZ(3),
    "standing" TEXT,
    "looked_at" TIMESTAMPTZ(3),
    "refused_code" TEXT,
    "refused_words" TEXT,
    "refusals" INTEGER NOT NULL DEFAULT 0,
    "try_again_at" TIMESTAMPTZ(3),

    CONSTRAINT "destination_person_pkey" PRIMARY KEY ("shop_id","list_id","address")
);

-- CreateTable
CREATE TABLE "destination_job" (
    "shop_id" BIGINT NOT NULL,
    "job_id" UUID NOT NULL,
    "list_id" UUID NOT NULL,
    "tool_ref" TEXT,
    "people" INTEGER NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "lost_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "polls" INTEGER NOT NULL DEFAULT 0,
    "next_poll_at" TIMESTAMPTZ(3),
    "done" INTEGER NOT NULL DEFAULT 0,
    "refused" INTEGER NOT NULL DEFAULT 0,
    "outcome" TEXT,

    CONSTRAINT "destination_job_pkey" PRIMARY KEY ("shop_id","job_id")
);

-- CreateTable
CREATE TABLE "destination_run" (
    "shop_id" BIGINT NOT NULL,
    "run_id" UUID NOT NULL,
    "list_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "counts" JSONB NOT NULL,
    "problem" TEXT,
    "words" TEXT,

    CONSTRAINT "destination_run_pkey" PRIMARY KEY ("shop_id","run_id")
);

-- CreateTable
CREATE TABLE "destination_sent" (
    "shop_id" BIGINT NOT NULL,
    "destination_id" UUID NOT NULL,
    "hash" BIGINT NOT NULL,
    "customer_hash" BIGINT NOT NULL,

    CONSTRAINT "destination_sent_pkey" PRIMARY KEY ("shop_id","destination_id","hash")
);

-- CreateTable
CREATE TABLE "destination_erasure" (
    "shop_id" BIGINT NOT NULL,
    "erasure_id" UUID NOT NULL,
    "destination_id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "sealed_person" BYTEA,
    "key_id" TEXT,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "passed_on_at" TIMESTAMPTZ(3),
    "done_at" TIMESTAMPTZ(3),
    "tries" INTEGER NOT NULL DEFAULT 0,
    "try_again_at" TIMESTAMPTZ(3),
    "failed" TEXT,
    "words" TEXT,

    CONSTRAINT "destination_erasure_pkey" PRIMARY KEY ("shop_id","erasure_id")
);

-- CreateTable
CREATE TABLE "destination_bucket" (
    "shop_id" BIGINT NOT NULL,
    "destination_id" UUID NOT NULL,
    "bucket" TEXT NOT NULL,
    "tokens" DOUBLE PRECISION NOT NULL,
    "refilled_at" TIMESTAMPTZ(6) NOT NULL,
    "blocked_until" TIMESTAMPTZ(6),

    CONSTRAINT "destination_bucket_pkey" PRIMARY KEY ("shop_id","destination_id","bucket")
);

-- CreateIndex
CREATE INDEX "destination_list_shop_id_destination_id_idx" ON "destination_list"("shop_id", "destination_id");

-- CreateIndex
CREATE INDEX "destination_person_shop_id_customer_id_idx" ON "destination_person"("shop_id", "customer_id");

-- CreateIndex
CREATE INDEX "destination_person_shop_id_address_idx" ON "destination_person"("shop_id", "address");

-- CreateIndex
CREATE INDEX "destination_person_shop_id_job_id_idx" ON "destination_person"("shop_id", "job_id");

-- CreateIndex
CREATE INDEX "destination_job_shop_id_list_id_ended_at_idx" ON "destination_job"("shop_id", "list_id", "ended_at");

-- CreateIndex
CREATE INDEX "destination_run_shop_id_list_id_started_at_idx" ON "destination_run"("shop_id", "list_id", "started_at");

-- CreateIndex
CREATE INDEX "destination_erasure_shop_id_destination_id_done_at_idx" ON "destination_erasure"("shop_id", "destination_id", "done_at");

-- CreateIndex
CREATE INDEX "destination_erasure_shop_id_request_id_idx" ON "destination_erasure"("shop_id", "request_id");

-- CreateIndex
CREATE INDEX "destination_sent_shop_id_customer_hash_idx" ON "destination_sent"("shop_id", "customer_hash");

-- AddForeignKey
ALTER TABLE "destination_list" ADD CONSTRAINT "destination_list_shop_id_destination_id_fkey" FOREIGN KEY ("shop_id", "destination_id") REFERENCES "destination"("shop_id", "destination_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "destination_person" ADD CONSTRAINT "destination_person_shop_id_list_id_fkey" FOREIGN KEY ("shop_id", "list_id") REFERENCES "destination_list"("shop_id", "list_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "destination_job" ADD CONSTRAINT "destination_job_shop_id_list_id_fkey" FOREIGN KEY ("shop_id", "list_id") REFERENCES "destination_list"("shop_id", "list_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "destination_run" ADD CONSTRAINT "destination_run_shop_id_list_id_fkey" FOREIGN KEY ("shop_id", "list_id") REFERENCES "destination_list"("shop_id", "list_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "destination_sent" ADD CONSTRAINT "destination_sent_shop_id_destination_id_fkey" FOREIGN KEY ("shop_id", "destination_id") REFERENCES "destination"("shop_id", "destination_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "destination_erasure" ADD CONSTRAINT "destination_erasure_shop_id_destination_id_fkey" FOREIGN KEY ("shop_id", "destination_id") REFERENCES "destination"("shop_id", "destination_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "destination_bucket" ADD CONSTRAINT "destination_bucket_shop_id_destination_id_fkey" FOREIGN KEY ("shop_id", "destination_id") REFERENCES "destination"("shop_id", "destination_id") ON DELETE CASCADE ON UPDATE CASCADE;


-- One account of a tool is connected once, and two segments never share a list there.
CREATE UNIQUE INDEX "destination_account_key" ON "destination"("shop_id", "tool", "account_id") WHERE "state" <> 'disconnected';
CREATE UNIQUE INDEX "destination_list_tool_list_key" ON "destination_list"("shop_id", "destination_id", "tool_list_id") WHERE "state" <> 'ended' OR "removing";

-- Of 100,000 people few are to be done at a time.
CREATE INDEX "destination_person_open_idx" ON "destination_person"("shop_id", "list_id", "address")
  WHERE ("wanted" AND ("job_id" IS NULL) AND ("acked_hash" IS DISTINCT FROM "desired_hash" OR NOT "acked_there")) OR (NOT "wanted" AND "may_be_there");
