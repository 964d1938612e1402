-- AlterTable
ALTER TABLE "order_line" ADD COLUMN "kind" TEXT;
UPDATE "order_line" SET "kind" = CASE WHEN "is_gift_card" THEN 'gift_card' ELSE 'goods' END;
ALTER TABLE "order_line" ALTER COLUMN "kind" SET NOT NULL,
DROP COLUMN "is_gift_card";
