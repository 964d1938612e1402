-- Of requests that were stored twice the first keeps Shopify's number.
UPDATE "privacy_request" p SET "source_request_id" = NULL
WHERE EXISTS (
  SELECT FROM "privacy_request" o
  WHERE o."shop_id" = p."shop_id" AND o."topic" = p."topic" AND o."source_request_id" = p."source_request_id"
    AND (o."requested_at", o."request_id") < (p."requested_at", p."request_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "privacy_request_shop_id_topic_source_request_id_key" ON "privacy_request"("shop_id", "topic", "source_request_id");
