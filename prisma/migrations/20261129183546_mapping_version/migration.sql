-- AlterTable
ALTER TABLE "shop" ADD COLUMN     "mapping_version" SMALLINT NOT NULL DEFAULT 0;

