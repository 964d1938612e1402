-- AlterTable
ALTER TABLE "sync_dirty" ADD COLUMN     "differed" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "stale_from" TIMESTAMPTZ(3) NOT NULL DEFAULT '-infinity';

-- AlterTable
ALTER TABLE "sync_slice" ADD COLUMN     "moved_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "shop_trouble" (
    "shop_id" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "tries" INTEGER NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "next_try_at" TIMESTAMPTZ(3) NOT NULL,
    "detail" TEXT NOT NULL,

    CONSTRAINT "shop_trouble_pkey" PRIMARY KEY ("shop_id","kind")
);

