-- CreateTable
CREATE TABLE "audit_entry" (
    "shop_id" BIGINT NOT NULL,
    "entry_no" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "details" TEXT NOT NULL,
    "previous_hash" BYTEA NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("shop_id","entry_no")
);

-- CreateTable
CREATE TABLE "audit_head" (
    "shop_id" BIGINT NOT NULL,
    "first_no" BIGINT NOT NULL,
    "first_after" BYTEA NOT NULL,
    "last_no" BIGINT NOT NULL,
    "last_hash" BYTEA NOT NULL,

    CONSTRAINT "audit_head_pkey" PRIMARY KEY ("shop_id")
);


-- Nobody edits an entry; only a transaction that says so deletes one: retention, and the erasure of a shop.
CREATE FUNCTION keep_audit_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND current_setting('klantwaarde.forgets_audit', true) = 'yes' THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'entries of the audit log are not changed or deleted' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER keep_audit_entry BEFORE UPDATE OR DELETE ON "audit_entry"
  FOR EACH ROW EXECUTE FUNCTION keep_audit_entry();

CREATE TRIGGER keep_audit_entries BEFORE TRUNCATE ON "audit_entry"
  FOR EACH STATEMENT EXECUTE FUNCTION keep_audit_entry();
