-- Partial, or a planner without statistics takes it to look members up one by one, and goes over all of them for each.
DROP INDEX "published_member_shop_id_segment_key_try_again_at_idx";
CREATE INDEX "published_member_try_again_at_idx" ON "published_member"("shop_id", "segment_key", "try_again_at") WHERE "try_again_at" IS NOT NULL;
