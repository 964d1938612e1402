-- AlterTable
ALTER TABLE "privacy_request" ADD COLUMN     "candidate_ids" BIGINT[] DEFAULT ARRAY[]::BIGINT[];

