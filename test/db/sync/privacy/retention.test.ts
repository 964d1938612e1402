import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addCommission } from "../../../../app/acquisition/commission.ts";
import { saveSpend } from "../../../../app/acquisition/spend.ts";
import { NO_ANSWERS } from "../../../../app/acquisition/spend-file/spend-file.ts";
import { storeSpendFile, undoImport } from "../../../../app/acquisition/spend-import.ts";
import { rows } from "../../../../app/db/client.ts";
import { allowForgetting } from "../../../../app/db/queries/audit.ts";
import { redactShop } from "../../../../app/sync/privacy/redact-shop.ts";
import { keepRetention, LEFT_SHOPS, RETENTIONS } from "../../../../app/sync/privacy/retention.ts";
import { type SyncedApp, startSyncedApp } from "../../synced-app.ts";
import { standsIn } from "./every-table.ts";

const DAY_MS = 86_400_000;
const DOMAIN = "kept.myshopify.com";
const OTHER = "other.myshopify.com";
const LEFT = "left.myshopify.com";
const SPENT = "spent.myshopify.com";
const now = new Date("2026-06-15T12:00:00Z");
const [TAKEN_OUT, KEPT] = ["018f0000-0000-7000-8000-000000000002", "018f0000-0000-7000-8000-000000000003"];
let app: SyncedApp;

beforeAll(async () => {
  const shops = [DOMAIN, OTHER, LEFT, SPENT].map((domain) => ({ kind: "empty" as const, domain }));
  app = await startSyncedApp({ shops, working: false, now: () => now });
  for (const domain of [DOMAIN, OTHER, LEFT, SPENT]) expect(await app.open(domain)).toBe("authenticated");
});
afterAll(() => app.close());

const sqlOf = (statement: string, values: unknown[] = []) => app.runtime.db.pool.query(statement, values);
const daysAgo = (days: number) => new Date(now.getTime() - days * DAY_MS);
const countOf = async (table: string, domain = DOMAIN) => {
  const [found] = await rows<{ count: number }>(
    app.runtime.db.pool,
    `select count(*) count from ${table} where shop_id = $1`,
    [app.shop(domain).ref.shopId],
  );
  return found?.count;
};

const queued = async (name: string) => {
  const jobs = await rows<{ data: object }>(
    app.runtime.db.pool,
    "select data from pgboss.job where name = $1",
    [name],
  );
  return jobs.map((job) => job.data);
};

const LOST_REQUEST = "018f0000-0000-7000-8000-000000000001";
/** A redaction that was requested, and whose job is not there. */
async function loseRedaction(): Promise<void> {
  await sqlOf(
    `insert into privacy_request (shop_id, request_id, topic, email, requested_at)
     values ($1, $2, 'customers/redact', 'lost@example.com', $3) on conflict do nothing`,
    [app.shop().ref.shopId, LOST_REQUEST, now],
  );
  await sqlOf("delete from pgboss.job where name = 'privacy.redact-customer'");
}

/** A row of each table, as old as its instant says. */
const INSERTS: Readonly<Record<string, string>> = {
  refused_row: `insert into refused_row (shop_id, refused_id, resource, origin, reference, reason, detail, raw, refused_at)
    values ($1, gen_random_uuid(), 'orders', 'bulk', '', '', '', 'raw', $2)`,
  webhook_receipt: `insert into webhook_receipt (shop_id, topic, event_id, webhook_id, received_at)
    values ($1, 'orders/create', gen_random_uuid()::text, '', $2)`,
  former_address: `insert into former_address (shop_id, email, customer_id, gone_at) values ($1, gen_random_uuid()::text, 7, $2)`,
  changed_address: `insert into changed_address (shop_id, customer_id, email_hash, changed_at)
    values ($1, 7, sha256(gen_random_uuid()::text::bytea), $2)`,
  sync_slice: `insert into sync_slice (shop_id, slice_id, resource, purpose, status, low_water_mark, started_at, updated_at)
    values ($1, gen_random_uuid(), 'orders', 'catch_up', 'done', $2, $2, $2)`,
  history_file: `insert into history_file (shop_id, file_id, name, size_bytes, status, uploaded_by, uploaded_at)
    values ($1, gen_random_uuid(), 'orders.csv', 1, 'preview', '1', $2)`,
  history_file_refusal: `with f as (
      insert into history_file (shop_id, file_id, name, size_bytes, status, uploaded_by, uploaded_at)
      values ($1, gen_random_uuid(), 'orders.csv', 1, 'done', '1', $2) returning shop_id, file_id)
    insert into history_file_refusal (shop_id, file_id, line_no, order_name, "column", value, reason)
    select shop_id, file_id, 2, '#1', 'Id', '', 'no_id' from f`,
  segment_event: `insert into segment_event (shop_id, segment_key, at, customer_id, entered, day, cause)
    values ($1, gen_random_uuid()::text, $2::timestamptz, 7, true, $2::timestamptz::date, 'order')`,
  spend_import: `insert into spend_import (shop_id, import_id, name, file_hash, source, entries, amount_minor, first_day, last_day,
      refused_rows, refused, imported_by, imported_at, undone_at)
    values ($1, gen_random_uuid(), 'ads.csv', '', 'other', 1, 1, '2026-01-01', '2026-01-01', 0, '[]', '1', $2, $2)`,
  session: `insert into session (shop_id, id, shop, state, is_online, expires, key_id, updated_at)
    values ($1, gen_random_uuid()::text, '', '', true, $2, '', $2)`,
  privacy_request: `insert into privacy_request (shop_id, request_id, topic, requested_at, handled_at)
    values ($1, gen_random_uuid(), 'customers/data_request', $2, $2)`,
  export: `insert into export (shop_id, export_id, format, requested_by, requested_at, status, excluded)
    values ($1, gen_random_uuid(), 'csv', '1', $2, 'done', '{}')`,
  export_member: `with e as (
      insert into export (shop_id, export_id, format, requested_by, requested_at, status, excluded)
      values ($1, gen_random_uuid(), 'csv', '1', $2, 'done', '{}') returning shop_id, export_id)
    insert into export_member (shop_id, export_id, part_no, hashes) select shop_id, export_id, 0, '{1}' from e`,
  export_draw: `with e as (
      insert into export (shop_id, export_id, format, requested_by, requested_at, status, excluded)
      values ($1, gen_random_uuid(), 'csv', '1', $2, 'done', '{}') returning shop_id, export_id)
    insert into export_draw (shop_id, export_id, part_no, customer_ids, groups, expected_minor)
    select shop_id, export_id, 0, '{1}', '{0}', '{0}' from e`,
  destination: `insert into destination (shop_id, destination_id, tool, account_id, account_name, state, connected_at, connected_by, disconnected_at) values ($1, gen_random_uuid(), 'klaviyo', gen_random_uuid()::text, '', 'disconnected', $2, '1', $2)`,
  destination_draw: `with d as (insert into destination (shop_id, destination_id, tool, account_id, account_name, state, connected_at, connected_by) values ($1, gen_random_uuid(), 'klaviyo', gen_random_uuid()::text, '', 'disconnected', $2, '1') returning shop_id, destination_id), l as (insert into destination_list (shop_id, list_id, destination_id, segment_key, tool_list_id, tool_list_name, held_out_bp, state, started_at, started_by)
      select shop_id, gen_random_uuid(), destination_id, '', gen_random_uuid()::text, '', 0, 'active', $2, '1' from d returning shop_id, list_id)
    insert into destination_draw (shop_id, list_id, customer_id, entered_on, placement, always_bp, expected_minor)
    select shop_id, list_id, 7, $2::timestamptz::date, 0, 0, 0 from l`,
  destination_run: `with d as (insert into destination (shop_id, destination_id, tool, account_id, account_name, state, connected_at, connected_by) values ($1, gen_random_uuid(), 'klaviyo', gen_random_uuid()::text, '', 'disconnected', $2, '1') returning shop_id, destination_id), l as (insert into destination_list (shop_id, list_id, destination_id, segment_key, tool_list_id, tool_list_name, held_out_bp, state, started_at, started_by)
      select shop_id, gen_random_uuid(), destination_id, '', gen_random_uuid()::text, '', 0, 'ended', $2, '1' from d returning shop_id, list_id)
    insert into destination_run (shop_id, run_id, list_id, kind, started_at, ended_at, counts)
    select shop_id, gen_random_uuid(), list_id, 'step', $2, $2, '{}' from l`,
  destination_job: `with d as (insert into destination (shop_id, destination_id, tool, account_id, account_name, state, connected_at, connected_by) values ($1, gen_random_uuid(), 'klaviyo', gen_random_uuid()::text, '', 'disconnected', $2, '1') returning shop_id, destination_id), l as (insert into destination_list (shop_id, list_id, destination_id, segment_key, tool_list_id, tool_list_name, held_out_bp, state, started_at, started_by)
      select shop_id, gen_random_uuid(), destination_id, '', gen_random_uuid()::text, '', 0, 'ended', $2, '1' from d returning shop_id, list_id)
    insert into destination_job (shop_id, job_id, list_id, people, asked_at, ended_at)
    select shop_id, gen_random_uuid(), list_id, 1, $2, $2 from l`,
  destination_erasure: `with d as (insert into destination (shop_id, destination_id, tool, account_id, account_name, state, connected_at, connected_by) values ($1, gen_random_uuid(), 'klaviyo', gen_random_uuid()::text, '', 'disconnected', $2, '1') returning shop_id, destination_id)
    insert into destination_erasure (shop_id, erasure_id, destination_id, request_id, asked_at, done_at)
    select shop_id, gen_random_uuid(), destination_id, gen_random_uuid(), $2, $2 from d`,
  audit_entry: `insert into audit_entry (shop_id, entry_no, at, actor, action, subject, details, previous_hash, hash)
    select $1, coalesce(max(entry_no), 0) + 1, $2, 'app', 'sync.retried', '', '{}', '', '' from audit_entry where shop_id = $1`,
};

/** Entries of the audit log are deleted only by a transaction that says so. */
const clear = (table: string) =>
  app.runtime.db.transaction(async (tx) => {
    await allowForgetting(tx);
    await tx.query(`delete from ${table} where shop_id = $1`, [app.shop().ref.shopId]);
  });

test.each(RETENTIONS.map((retention) => [retention.table, retention] as const))(
  "rows of %s go once they are old, and not before",
  async (table, { days }) => {
    const { shopId } = app.shop().ref;
    const insert = INSERTS[table];
    if (!insert) throw new Error(`say how a row of ${table} is made`);
    await clear(table);
    for (const age of [days + 1, days + 100, days - 1, 0]) await sqlOf(insert, [shopId, daysAgo(age)]);
    await keepRetention(app.runtime);
    expect(await countOf(table)).toBe(2);
    await keepRetention(app.runtime);
    expect(await countOf(table)).toBe(2);
  },
);

test("what is still needed stays, however old", async () => {
  const { shopId } = app.shop().ref;
  const old = daysAgo(1_000);
  for (const table of ["sync_slice", "privacy_request", "former_address"]) {
    await sqlOf(`delete from ${table} where shop_id = $1`, [shopId]);
  }
  await sqlOf(INSERTS.sync_slice ?? "", [shopId, old]);
  await sqlOf(
    `insert into privacy_request (shop_id, request_id, topic, requested_at) values ($1, gen_random_uuid(), 'customers/data_request', $2)`,
    [shopId, old],
  );
  await sqlOf(
    `insert into former_address (shop_id, email, customer_id, gone_at) values ($1, 'merged@example.com', 8, $2)`,
    [shopId, old],
  );
  await sqlOf(
    `insert into customer_alias (shop_id, from_customer_id, to_customer_id, merged_at) values ($1, 8, 9, $2)`,
    [shopId, old],
  );
  await keepRetention(app.runtime);
  for (const table of ["sync_slice", "privacy_request", "former_address"]) {
    expect([table, await countOf(table)]).toEqual([table, 1]);
  }
});

test("an erasure that waits for a removal stays as long as the record of a file that held the person", async () => {
  const { shopId } = app.shop().ref;
  for (const table of ["privacy_request", "export"]) {
    await sqlOf(`delete from ${table} where shop_id = $1`, [shopId]);
  }
  const erased = async (exportedDaysAgo: number, removedAt: Date | null) =>
    sqlOf(
      `with e as (
          insert into export (shop_id, export_id, format, requested_by, requested_at, status, excluded)
          values ($1, gen_random_uuid(), 'csv', '1', $2, 'done', '{}') returning export_id
        ), r as (
          insert into privacy_request (shop_id, request_id, topic, requested_at, handled_at, removed_at)
          values ($1, gen_random_uuid(), 'customers/redact', $3, $3, $4) returning request_id
        ) insert into erasure_export (shop_id, request_id, export_id) select $1, request_id, export_id from r, e`,
      [shopId, daysAgo(exportedDaysAgo), daysAgo(400), removedAt],
    );
  await erased(700, null);
  await erased(700, daysAgo(390));
  await erased(731, null);
  await keepRetention(app.runtime);
  // The request of the file that went waits for nothing any more, and goes in the next night.
  await keepRetention(app.runtime);
  expect(await countOf("privacy_request")).toBe(1);
  expect(await countOf("erasure_export")).toBe(1);
  expect(await countOf("export")).toBe(2);
});

test("thousands of old rows go in batches, of which no statement deletes more than one", async () => {
  const { shopId } = app.shop().ref;
  await sqlOf(
    `create table deleted_at_once (rows int);
     create function count_deleted() returns trigger language plpgsql as
       $$ begin insert into deleted_at_once select count(*) from gone; return null; end $$;
     create trigger count_deleted after delete on webhook_receipt referencing old table as gone
       for each statement execute function count_deleted()`,
  );
  await sqlOf(
    `insert into webhook_receipt (shop_id, topic, event_id, webhook_id, received_at)
     select $1, 'orders/create', n::text, '', $2 from generate_series(1, 12000) n`,
    [shopId, daysAgo(30)],
  );
  await keepRetention(app.runtime);
  const statements = await rows<{ rows: number }>(
    app.runtime.db.pool,
    `delete from deleted_at_once where rows > 0 returning rows`,
  );
  expect(statements.map((statement) => statement.rows).sort()).toEqual([2_000, 5_000, 5_000]);
  const old = await sqlOf("select from webhook_receipt where received_at < $1", [daysAgo(7)]);
  expect(old.rowCount).toBe(0);
});

test("a shop that left is kept for a while, and then nothing of it is", async () => {
  const { shopId } = app.shop(LEFT).ref;
  const leave = (days: number) =>
    sqlOf("update shop set uninstalled_at = $2 where shop_id = $1", [shopId, daysAgo(days)]);
  await leave(LEFT_SHOPS.days - 1);
  await keepRetention(app.runtime);
  expect(await countOf("shop", LEFT)).toBe(1);
  expect(await queued("privacy.redact-shop")).toEqual([]);
  await leave(LEFT_SHOPS.days + 1);
  await keepRetention(app.runtime);
  expect(await queued("privacy.redact-shop")).toEqual([{ shop: LEFT }]);
  await redactShop(app.runtime, app.shop(LEFT).ref);
  for (const table of ["shop", "session", "webhook_receipt"])
    expect([table, await countOf(table, LEFT)]).toEqual([table, 0]);
  for (const domain of [DOMAIN, OTHER]) expect(await countOf("shop", domain)).toBe(1);
});

test("with a shop goes what it spent: nothing of it stands anywhere in the database", async () => {
  const { ref } = app.shop(SPENT);
  const host = { db: app.runtime.db, clock: () => now };
  const days = { firstDay: "2026-03-01", lastDay: "2026-05-31" };
  const spend = { channel: "zebraradio", campaign: "Zebracampagne", ...days };
  await saveSpend(host, ref, { ...spend, cost: { by: "amount", minor: 900 } }, { by: "1" });
  const bytes = Buffer.from(
    "channel,campaign,date,amount\nzebraradio,Zebrafile,2026-06-01,1\nzebraradio,,2026-06-02,ze\n",
  );
  for (const name of ["zebra-1.csv", "zebra-2.csv"])
    await storeSpendFile(
      host,
      ref,
      { name, bytes, answers: NO_ANSWERS },
      { by: "1", withOverlaps: true, importId: name.includes("1") ? TAKEN_OUT : KEPT },
    );
  await undoImport(host, ref, TAKEN_OUT, "1");
  const commission = { by: "new_customer", amountMinor: 5 } as const;
  await addCommission(
    host,
    ref,
    { channel: "zebrablog", commission, firstMonth: 24_310, lastMonth: null },
    "1",
  );
  for (const table of ["spend_entry", "spend_month", "spend_import", "commission_rule"])
    expect([table, (await countOf(table, SPENT)) ?? 0]).not.toEqual([table, 0]);
  expect((await standsIn(app.runtime.db, ["zebra"])).length).toBeGreaterThan(5);
  await sqlOf("update shop set uninstalled_at = $2 where shop_id = $1", [ref.shopId, now]);
  await redactShop(app.runtime, ref);
  expect(await standsIn(app.runtime.db, ["zebra"])).toEqual([]);
});

test("a shop whose rows cannot be deleted is named, and keeps nothing from the others, whoever comes first", async () => {
  const each = [DOMAIN, OTHER].map((domain) => app.shop(domain).ref);
  for (const failing of each) {
    for (const { shopId } of each) {
      await sqlOf("delete from refused_row where shop_id = $1", [shopId]);
      await sqlOf(INSERTS.refused_row ?? "", [shopId, daysAgo(100)]);
    }
    await loseRedaction();
    await sqlOf(
      `create or replace function refuse() returns trigger language plpgsql as $$ begin raise 'cannot be deleted'; end $$;
       create trigger refuse before delete on refused_row for each row when (old.shop_id = ${failing.shopId})
         execute function refuse()`,
    );
    (app.log as unknown[]).length = 0;
    await keepRetention(app.runtime);
    await sqlOf("drop trigger refuse on refused_row");
    for (const { shopId, domain } of each) {
      expect(await countOf("refused_row", domain)).toBe(shopId === failing.shopId ? 1 : 0);
    }
    const named = app.log.filter((line) => line.event === "jobs.round.shop_failed");
    expect(named.map((line) => line.fields)).toEqual([
      expect.objectContaining({ shop: failing.domain, message: "cannot be deleted" }),
    ]);
    // What comes after the shops is done too.
    expect(await queued("privacy.redact-customer")).toHaveLength(1);
  }
});

test("a redaction whose job was lost is asked for again", async () => {
  await loseRedaction();
  await keepRetention(app.runtime);
  expect(await queued("privacy.redact-customer")).toEqual([{ shop: DOMAIN, requestId: LOST_REQUEST }]);
});

test("docs/operations.md states every retention, and the queue keeps its own", async () => {
  const text = readFileSync(new URL("../../../../docs/operations.md", import.meta.url), "utf8");
  const cells = text
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  for (const { table, what, why, days } of RETENTIONS) {
    expect(cells).toContainEqual([`\`${table}\``, what, `${days} days`, why]);
  }
  expect(cells).toContainEqual(["all", LEFT_SHOPS.what, `${LEFT_SHOPS.days} days`, LEFT_SHOPS.why]);
  const queues = await rows<{ ended: number; waiting: number }>(
    app.runtime.db.pool,
    `select distinct deletion_seconds / 86400 ended, retention_seconds / 86400 waiting
     from pgboss.queue where name not like '\\_\\_%'`,
  );
  expect(queues).toEqual([{ ended: 7, waiting: 14 }]);
  const stated = (of: string) => cells.find(([table]) => table === of)?.[2];
  expect(stated("`pgboss.job`")).toBe("7 days");
  expect(stated("`pgboss.job` of `dead-letters`")).toBe("14 days");
});
