-- Members that were found before are of no valuation that is known: the next look at them says of which.
ALTER TABLE "segment_membership" ADD COLUMN "valued_at" TIMESTAMPTZ(3) NOT NULL DEFAULT 'epoch';
ALTER TABLE "segment_membership" ALTER COLUMN "valued_at" DROP DEFAULT;
