import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Db, rows } from "../../../../app/db/client.ts";
import { NEXT_GENERATION, ShopLeft } from "../../../../app/db/fence.ts";
import { openExportFile } from "../../../../app/exports/export-file.ts";
import { requestExport } from "../../../../app/exports/exports.ts";
import { redactCustomer } from "../../../../app/sync/privacy/redaction.ts";
import { refreshValuation } from "../../../../app/valuation/compute/refresh.ts";
import { storeRequest } from "../../../builders/privacy-requests.ts";
import { type SyncedApp, startSyncedApp } from "../../synced-app.ts";
import { doneOrBlocked, watchedDatabase } from "./watched-database.ts";

const PEOPLE = 2_500;
let app: SyncedApp;

/** A shop whose every customer goes into a file; the first thousand come with its first page. */
beforeEach(async () => {
  app = await startSyncedApp({ shops: [{ kind: "empty", domain: "files.myshopify.com" }], working: false });
  expect(await app.open()).toBe("authenticated");
  await sqlOf("update shop set currency = 'EUR', time_zone = 'UTC', minor_digits = 2");
  await sqlOf(
    `insert into customer (shop_id, customer_id, source_updated_at, email, email_marketing_state, tags)
     select $1, i, now(), 'p' || i || '@example.com', 'SUBSCRIBED', '{}' from generate_series(1, $2::int) i`,
    [app.shop().ref.shopId, PEOPLE],
  );
  await refreshValuation(app.runtime, app.shop().ref, { full: true });
});
afterEach(() => app.close());

const sqlOf = (statement: string, values: unknown[] = []) => app.runtime.db.pool.query(statement, values);

async function open(db: Db = app.runtime.db): Promise<Readable> {
  const { ref } = app.shop();
  const { env, clock } = app.runtime;
  const asked = { audience: { all: [] }, columns: ["email" as const], format: "csv" as const };
  const exportId = await requestExport(app.runtime.db, ref, { ...asked, requestedBy: "42", now: clock() });
  return (await openExportFile({ env, db, clock }, ref, exportId)).stream;
}

/** Whether the merchant is told that a file held the person. */
async function isToldOf(customerId: number): Promise<boolean> {
  const { ref } = app.shop();
  const requestId = await storeRequest(app.runtime.db, ref, { customerId });
  await redactCustomer(app.runtime, ref, requestId);
  return (await sqlOf("select from erasure_export where request_id = $1", [requestId])).rowCount === 1;
}

async function peopleRecorded(): Promise<number> {
  const [found] = await rows<{ people: number }>(
    app.runtime.db.pool,
    "select coalesce(sum(cardinality(hashes)), 0)::int / 2 people from export_member",
  );
  return found?.people ?? 0;
}

test("of a download that breaks off, everybody is recorded who may have been sent, and nobody of the pages after", async () => {
  const stream = await open();
  let sent = "";
  for await (const chunk of stream) {
    sent += String(chunk);
    if (sent.includes("@")) break;
  }
  const people = sent.trimEnd().split("\r\n").length - 1;
  expect(people).toBeGreaterThan(0);
  expect(await peopleRecorded()).toBeGreaterThanOrEqual(people);
  for (const customerId of [1, people]) expect(await isToldOf(customerId)).toBe(true);
  expect(await isToldOf(PEOPLE)).toBe(false);
});

test("at whatever moment of a download a person is erased, the person is in no row of it or the file is told", async () => {
  let statements = 0;
  await text(await open(watchedDatabase(app.runtime.db, async () => void statements++)));
  expect(await peopleRecorded()).toBe(PEOPLE);
  const ends = new Set<string>();
  const told = new Set<boolean>();
  for (let moment = 0; moment < statements; moment++) {
    // Each time another one of the second page.
    const customerId = 1_500 + moment;
    await sqlOf("delete from export");
    let at = 0;
    let erasure: Promise<boolean> | null = null;
    let hasEnded = false;
    const pausing = watchedDatabase(app.runtime.db, async () => {
      if (at++ !== moment || hasEnded) return;
      erasure = isToldOf(customerId);
      ends.add(await doneOrBlocked(app.runtime.db, erasure));
    });
    const isThere = (await text(await open(pausing))).includes(`\r\np${customerId}@example.com\r\n`);
    // What the closing of the stream asks of the database is no moment of the download.
    hasEnded = true;
    expect([moment, await (erasure ?? isToldOf(customerId))]).toEqual([moment, isThere]);
    told.add(isThere);
  }
  expect(ends).toEqual(new Set(["done", "blocked"]));
  expect(told).toEqual(new Set([true, false]));
});

test("a download ends with the installation, and no other begins", async () => {
  const stream = await open();
  const reading = (async () => {
    for await (const _chunk of stream) {
      await sqlOf(`update shop set uninstalled_at = now(), generation = ${NEXT_GENERATION}`);
    }
  })();
  await expect(reading).rejects.toThrow(ShopLeft);
  expect(await peopleRecorded()).toBeLessThan(PEOPLE);
  await expect(open()).rejects.toThrow(ShopLeft);
});
