-- AlterTable
ALTER TABLE "export" ADD COLUMN     "first_day" DATE,
ADD COLUMN     "held_out_bp" INTEGER,
ADD COLUMN     "planned_variance" DOUBLE PRECISION;

-- CreateTable
CREATE TABLE "export_draw" (
    "shop_id" BIGINT NOT NULL,
    "export_id" UUID NOT NULL,
    "part_no" INTEGER NOT NULL,
    "customer_ids" BIGINT[],
    "groups" SMALLINT[],
    "expected_minor" BIGINT[],

    CONSTRAINT "export_draw_pkey" PRIMARY KEY ("shop_id","export_id","part_no")
);

-- CreateTable
CREATE TABLE "shop_holdout" (
    "shop_id" BIGINT NOT NULL,
    "salt" BYTEA NOT NULL,
    "share_bp" INTEGER NOT NULL DEFAULT 500,

    CONSTRAINT "shop_holdout_pkey" PRIMARY KEY ("shop_id")
);

-- AddForeignKey
ALTER TABLE "export_draw" ADD CONSTRAINT "export_draw_shop_id_export_id_fkey" FOREIGN KEY ("shop_id", "export_id") REFERENCES "export"("shop_id", "export_id") ON DELETE CASCADE ON UPDATE CASCADE;


-- Under another salt other people would be held out, and what was measured until then would be of neither.
CREATE FUNCTION keep_holdout_salt() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the salt of a shop''s lot is not changed' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER keep_holdout_salt BEFORE UPDATE ON "shop_holdout"
  FOR EACH ROW WHEN (NEW."salt" IS DISTINCT FROM OLD."salt" OR NEW."shop_id" IS DISTINCT FROM OLD."shop_id")
  EXECUTE FUNCTION keep_holdout_salt();
