-- Whether a customer waits to be erased is asked for each one before a send; handled requests stay for long, open ones are few.
CREATE INDEX "privacy_request_open_redaction_idx" ON "privacy_request"("shop_id") WHERE "topic" = 'customers/redact' AND "handled_at" IS NULL;
