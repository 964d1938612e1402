ALTER TABLE "destination_list" ADD COLUMN "asked_at" TIMESTAMPTZ(3);
