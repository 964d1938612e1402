-- CreateTable
CREATE TABLE "app_process" (
    "process_id" UUID NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,
    "worked_at" TIMESTAMPTZ(3),

    CONSTRAINT "app_process_pkey" PRIMARY KEY ("process_id")
);

