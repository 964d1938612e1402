-- AlterTable
ALTER TABLE "destination_list" ADD COLUMN     "remove_asked" BOOLEAN NOT NULL DEFAULT false;

