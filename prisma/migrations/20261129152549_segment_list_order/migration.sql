-- AlterTable
ALTER TABLE "segment" ADD COLUMN     "list_order" TEXT NOT NULL DEFAULT 'net_sales';


-- What a segment of the shop's own began as says what it was meant to be listed by.
UPDATE "segment" SET "list_order" = CASE
  WHEN "template_key" IN ('at_risk_high_value', 'later_than_usual', 'win_back') THEN 'value_at_stake'
  WHEN "template_key" IN ('vip_staying', 'highest_expected', 'next_order_due', 'replenishment_due') THEN 'predicted'
  WHEN "template_key" = 'ask_for_review' THEN 'last_order'
  ELSE "list_order" END
WHERE "template_key" IS NOT NULL;
