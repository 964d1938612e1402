-- AlterTable
ALTER TABLE "destination_list" ADD COLUMN     "read_back_again_at" TIMESTAMPTZ(3);
