-- AlterTable
ALTER TABLE "sync_slice" ADD COLUMN     "left_singly" BIGINT NOT NULL DEFAULT 0;

