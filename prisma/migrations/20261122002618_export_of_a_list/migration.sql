-- AlterTable
ALTER TABLE "export" ADD COLUMN     "filter" JSONB,
ALTER COLUMN "segment_key" DROP NOT NULL;

