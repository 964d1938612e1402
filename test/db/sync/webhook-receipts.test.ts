import fc from "fast-check";
import { beforeEach, expect } from "vitest";
import { connectDatabase, type Db, rows } from "../../../app/db/client.ts";
import { type ReceivedWebhook, receiveWebhooks } from "../../../app/db/queries/sync/webhooks.ts";
import { type ShopId, shopRef } from "../../../app/platform/ids.ts";
import { receiveWebhook } from "../../../app/sync/live/webhook-receipts.ts";
import { test } from "../database.ts";

const TOGETHER = shopRef("together.myshopify.com").shopId;
const SINGLY = shopRef("singly.myshopify.com").shopId;
const LEFT = shopRef("left.myshopify.com").shopId;
const START_MS = Date.UTC(2026, 0, 1);

beforeEach(async ({ db }: { db: Db }) => {
  await db.pool.query("truncate shop, webhook_receipt, sync_dirty cascade");
  await db.pool.query(
    `insert into shop (shop_id, domain, currency, time_zone, installed_at, uninstalled_at)
     values ($1, 'together.myshopify.com', 'EUR', 'UTC', now(), null),
       ($2, 'singly.myshopify.com', 'EUR', 'UTC', now(), null),
       ($3, 'left.myshopify.com', 'EUR', 'UTC', now(), now())`,
    [TOGETHER, SINGLY, LEFT],
  );
});

const delivery = fc.record({
  topic: fc.constantFrom("orders/updated", "refunds/create"),
  eventId: fc.constantFrom("e1", "e2", "e3"),
  webhookId: fc.constantFrom("w1", "w2", "w3", "w4"),
  triggeredSecondsAgo: fc.integer({ min: -5, max: 600 }),
  resource: fc.constantFrom("orders", "customers", null),
  ids: fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 3 }),
});

function webhookOf({ resource, ids, triggeredSecondsAgo, ...claim }: DeliveryValue, place: number) {
  const receivedAt = new Date(START_MS + place * 1_000);
  const triggeredAt = new Date(receivedAt.getTime() - triggeredSecondsAgo * 1_000);
  return {
    receipt: { ...claim, triggeredAt, receivedAt },
    touch: resource === null ? null : { resource, ids },
  };
}
interface DeliveryValue {
  readonly topic: string;
  readonly eventId: string;
  readonly webhookId: string;
  readonly triggeredSecondsAgo: number;
  readonly resource: string | null;
  readonly ids: readonly number[];
}

/** Of an order of its own. */
const ofOrder = (n: number) =>
  webhookOf(
    {
      topic: "orders/updated",
      eventId: `e${n}`,
      webhookId: "w",
      triggeredSecondsAgo: 0,
      resource: "orders",
      ids: [n],
    },
    n,
  );

/** All but how often a row was written. */
const stored = (db: Db, shop: ShopId) =>
  rows(
    db.pool,
    `select (select coalesce(jsonb_agg(jsonb_build_array(topic, event_id, webhook_id, triggered_at, received_at)
              order by topic, event_id, webhook_id), '[]') from webhook_receipt where shop_id = $1) receipts,
       (select coalesce(jsonb_agg(jsonb_build_array(resource, source_id, marked_at, stale_from, not_before, attempts,
              origins) order by resource, source_id), '[]') from sync_dirty where shop_id = $1) dirty`,
    [shop],
  );

test("webhooks that are stored together leave what they leave one by one, repeated ones and rows in common included", async ({
  db,
}) => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(delivery, { maxLength: 6 }), { maxLength: 4 }), async (groups) => {
      await db.pool.query("truncate webhook_receipt, sync_dirty");
      let place = 0;
      for (const group of groups) {
        const webhooks = group.map((one) => webhookOf(one, place++));
        const singly: string[] = [];
        for (const webhook of webhooks) singly.push(...(await receiveWebhooks(db.pool, SINGLY, [webhook])));
        expect(await receiveWebhooks(db.pool, TOGETHER, webhooks)).toEqual(singly);
        expect(await stored(db, TOGETHER)).toEqual(await stored(db, SINGLY));
      }
    }),
    { numRuns: 60 },
  );
});

test("a touch while a row is read again raises its version, however many came together", async ({ db }) => {
  const version = async () =>
    (await rows<{ version: string }>(db.pool, "select version::text from sync_dirty")).map(
      (row) => row.version,
    );
  const touches = (from: number): ReceivedWebhook[] =>
    [from, from + 1].map((n) => ({
      receipt: {
        topic: "orders/updated",
        eventId: `e${n}`,
        webhookId: `w${n}`,
        triggeredAt: null,
        receivedAt: new Date(START_MS + n),
      },
      touch: { resource: "orders", ids: [7] },
    }));
  await receiveWebhooks(db.pool, TOGETHER, touches(1));
  expect(await version()).toEqual(["1"]);
  await receiveWebhooks(db.pool, TOGETHER, touches(3));
  expect(await version()).toEqual(["2"]);
});

test("of a shop that has left receipts are kept and nothing is touched; of one that is not known nothing is stored", async ({
  db,
}) => {
  const webhooks = [1, 2].map(ofOrder);
  expect(await receiveWebhooks(db.pool, LEFT, webhooks)).toEqual(["new", "new"]);
  expect(await receiveWebhooks(db.pool, shopRef("unknown.myshopify.com").shopId, webhooks)).toEqual([
    "unknown_shop",
    "unknown_shop",
  ]);
  expect(await rows(db.pool, "select shop_id::text shop from webhook_receipt")).toHaveLength(2);
  expect(await rows(db.pool, "select * from sync_dirty")).toEqual([]);
});

test("however much a shop sends at once, it takes one connection; another shop is answered meanwhile", async ({
  db,
}) => {
  const held = await db.pool.connect();
  await held.query("begin");
  await held.query("select from shop where shop_id = $1 for update", [TOGETHER]);
  const waiting = Array.from({ length: 250 }, (_, n) => receiveWebhook(db.pool, TOGETHER, ofOrder(n + 1)));
  expect(await receiveWebhook(db.pool, SINGLY, ofOrder(1))).toBe("new");
  const underWay = () =>
    rows(
      db.pool,
      `select pid from pg_stat_activity
       where datname = current_database() and state = 'active' and query like '%webhook_receipt%' and pid <> pg_backend_pid()`,
    );
  await expect.poll(underWay).toHaveLength(1);
  await held.query("commit");
  held.release();
  expect(new Set(await Promise.all(waiting))).toEqual(new Set(["new"]));
  expect(await rows(db.pool, "select count(*)::int from sync_dirty where shop_id = $1", [TOGETHER])).toEqual([
    { count: 250 },
  ]);
});

test("a row that another transaction holds keeps its own webhook waiting, and no other of the group", async ({
  db,
}) => {
  const impatient = connectDatabase({
    connectionString: db.pool.options.connectionString ?? "",
    lockTimeoutMs: 300,
  });
  try {
    await receiveWebhook(impatient.pool, TOGETHER, ofOrder(1));
    const held = await db.pool.connect();
    await held.query("begin");
    await held.query("delete from sync_dirty where shop_id = $1 and source_id = 1", [TOGETHER]);
    const again = { ...ofOrder(1), receipt: { ...ofOrder(1).receipt, eventId: "again" } };
    // The first goes alone; the others go together.
    const all = [ofOrder(2), ofOrder(3), again, ofOrder(4), ofOrder(5)].map((one) =>
      receiveWebhook(impatient.pool, TOGETHER, one),
    );
    const settled = await Promise.allSettled(all);
    expect(settled.map(({ status }) => status)).toEqual([
      "fulfilled",
      "fulfilled",
      "rejected",
      "fulfilled",
      "fulfilled",
    ]);
    await held.query("commit");
    held.release();
    expect(await receiveWebhook(impatient.pool, TOGETHER, again)).toBe("new");
  } finally {
    await impatient.close();
  }
});
