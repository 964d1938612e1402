import { afterAll, beforeAll, expect, test } from "vitest";
import { rows } from "../../../app/db/client.ts";
import { MAPPING_VERSION } from "../../../app/db/queries/source/mapping-version.ts";
import { readOlderMappingsAgain } from "../../../app/sync/shop/older-mapping.ts";
import { type SyncedApp, startSyncedApp } from "../synced-app.ts";

let app: SyncedApp;
beforeAll(async () => {
  app = await startSyncedApp({ shops: [{ kind: "empty", domain: "mapped.myshopify.com" }] });
  const { actions } = app.shop().local;
  const buy = () => actions.placeOrder({ taxRate: 0.21, lines: [{ title: "Tea", unitPriceMinor: 10_000 }] });
  buy();
  actions.refundOrder({
    orderId: buy().id,
    lines: [],
    amountMinor: 1_210,
    adjustments: [{ amountMinor: -1_000, taxMinor: -210, reason: "REFUND_DISCREPANCY" }],
  });
  expect(await app.open()).toBe("authenticated");
  await app.settled();
});
afterAll(() => app.close());

const on = (sql: string) => rows<Record<string, number>>(app.runtime.db.pool, sql);
const stored = () =>
  on("select discrepancy_tax_minor tax, net_sales_minor net from orders order by order_id");
const waiting = () => on("select source_id id from sync_dirty order by 1");
const RIGHT = [
  { tax: 0, net: 8_264 },
  { tax: -210, net: 7_264 },
];

test("orders that an older mapping stored otherwise are read again, and no others", async () => {
  expect(await stored()).toEqual(RIGHT);
  expect(await on("select mapping_version as version from shop")).toEqual([{ version: MAPPING_VERSION }]);
  // As before the column came: it is 0, and the shop is of no version. The order without a discrepancy has a false sum, to be known by.
  await on("update shop set mapping_version = 0");
  await on("update orders set discrepancy_tax_minor = 0");
  await on("update orders set net_sales_minor = 1 where refund_discrepancy_minor = 0");
  await readOlderMappingsAgain(app.runtime);
  await app.settled();
  expect(await stored()).toEqual([{ tax: 0, net: 1 }, RIGHT[1]]);
  expect(await on("select mapping_version as version from shop")).toEqual([{ version: MAPPING_VERSION }]);
});

const sent = () => on("select is_sent as sent from orders order by order_id");

test.each([
  ["few orders are read again by themselves", 1],
  ["many are read again with the whole history", 0],
])("%s, and say whether they were sent", async (_name, mostSingly) => {
  expect(await sent()).toEqual([{ sent: true }, { sent: true }]);
  await on("update shop set mapping_version = 1");
  await on("update orders set is_sent = null where refund_discrepancy_minor = 0");
  await on("update orders set net_sales_minor = 1");
  await readOlderMappingsAgain(app.runtime, { mostSingly });
  await app.settled();
  expect(await sent()).toEqual([{ sent: true }, { sent: true }]);
  const net = RIGHT.map((order) => order.net);
  expect((await stored()).map((order) => order.net)).toEqual(mostSingly === 0 ? net : [net[0], 1]);
});

test("nothing is read again while a process of an older version works, which would store it the old way", async () => {
  const versions = () => on("select mapping_version as version from shop");
  const works = (ago: string) =>
    app.runtime.db.pool.query(
      `insert into app_process (process_id, seen_at, worked_at) values ($1, now(), now() - $2::interval)
       on conflict (process_id) do update set worked_at = excluded.worked_at`,
      ["00000000-0000-4000-8000-000000000001", ago],
    );
  const held = { ...app.runtime, jobs: { ...app.runtime.jobs, enqueue: async () => true } };
  await works("1 second");
  await readOlderMappingsAgain(held);
  expect([await waiting(), await versions()]).toEqual([[], [{ version: 0 }]]);
  await works("1 minute");
  await readOlderMappingsAgain(held);
  expect([(await waiting()).length, await versions()]).toEqual([1, [{ version: MAPPING_VERSION }]]);
  await on("delete from sync_dirty");
});

test("a shop of this version is left alone, and so is what came from a file, which Shopify does not show", async () => {
  const held = { ...app.runtime, jobs: { ...app.runtime.jobs, enqueue: async () => true } };
  await readOlderMappingsAgain(held);
  expect(await waiting()).toEqual([]);
  await on("update shop set mapping_version = 0");
  await on("update orders set history_file_id = gen_random_uuid()");
  await readOlderMappingsAgain(held);
  expect(await waiting()).toEqual([]);
});
