-- AlterTable
ALTER TABLE "destination_list" ADD COLUMN     "held_out" INTEGER NOT NULL DEFAULT 0;

