-- AlterTable
-- Of those who were drawn until now nobody can find out any more: they are compared as they were.
ALTER TABLE "destination_draw" ADD COLUMN     "was_there" BOOLEAN DEFAULT false;
ALTER TABLE "destination_draw" ALTER COLUMN "was_there" DROP DEFAULT;

-- CreateIndex
CREATE INDEX "destination_draw_unasked_idx" ON "destination_draw"("shop_id", "list_id", "entered_on", "customer_id") WHERE "was_there" IS NULL;
