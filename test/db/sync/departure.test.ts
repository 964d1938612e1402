import { afterEach, expect, test } from "vitest";
import { rows } from "../../../app/db/client.ts";
import { departureJob } from "../../../app/jobs/definitions/departure.ts";
import { followDeparture, GRACE_MS, UNASKED_MS } from "../../../app/sync/shop/departure.ts";
import { type SyncedApp, startSyncedApp } from "../synced-app.ts";
import { figuresOfDatabase, figuresOfStore } from "../valuation/shop-figures.ts";

const DOMAIN = "silent.myshopify.com";
let app: SyncedApp;
let now: Date;
afterEach(() => app.close());

async function readShop() {
  now = new Date("2026-06-01T12:00:00Z");
  app = await startSyncedApp({ shops: [{ kind: "empty", domain: DOMAIN }], now: () => now });
  const { local, ref } = app.shop();
  local.actions.placeOrder({ email: "guest@example.com", lines: [{ title: "Tea", unitPriceMinor: 900 }] });
  expect(await app.open()).toBe("authenticated");
  await app.settled();
  return { local, ref };
}

const pass = (ms: number) => {
  now = new Date(now.getTime() + ms);
};
/** As after the loss of the key that sealed them. */
const sealWith = (keyId: string) =>
  app.runtime.db.pool.query("update session set key_id = $1", [keyId]).then(() => {});
const shopRows = () =>
  rows<{ left: boolean }>(app.runtime.db.pool, `select uninstalled_at is not null "left" from shop`);
const depart = (redact: boolean) => followDeparture(app.runtime, app.shop().ref, { redact });
const dead = () => rows(app.runtime.db.pool, "select data from pgboss.job where name = 'dead-letters'");

/** Why Shopify cannot be asked, and what ends it. */
const UNASKED: [string, (local: SyncedApp["local"]) => Promise<void>, () => Promise<void>][] = [
  ["whose session no key opens", () => sealWith("lost"), () => sealWith("first")],
  [
    "that Shopify answers nothing for",
    async (local) => {
      const { faults } = local.shop(DOMAIN);
      faults.failRequests = 1_000_000;
    },
    async () => app.shop().local.faults.clear(),
  ],
  [
    "that Shopify no longer knows",
    async (local) => {
      const { faults } = local.shop(DOMAIN);
      faults.failRequests = 1_000_000;
      faults.failStatus = 404;
    },
    async () => app.shop().local.faults.clear(),
  ],
];

test.each(UNASKED)(
  "the departure of a shop %s is believed after a day, and its redaction a week later",
  async (_, silence) => {
    await readShop();
    await silence(app.local);
    for (const redact of [false, true]) {
      expect(await depart(redact)).toMatchObject({ againAfterMs: expect.any(Number) });
    }
    pass(UNASKED_MS - 1);
    expect(await depart(false)).toMatchObject({ againAfterMs: expect.any(Number) });
    expect(await shopRows()).toEqual([{ left: false }]);
    pass(1);
    expect(await depart(false)).toBeUndefined();
    expect(await shopRows()).toEqual([{ left: true }]);
    pass(GRACE_MS - 1);
    expect(await depart(true)).toMatchObject({ againAfterMs: expect.any(Number) });
    await app.settled();
    expect(await shopRows()).toEqual([{ left: true }]);
    pass(1);
    expect(await depart(true)).toBeUndefined();
    await app.settled();
    expect(await shopRows()).toEqual([]);
    // Nothing is left to ask about, and nothing goes on asking.
    expect(await depart(true)).toBeUndefined();
    await app.settled();
    expect(await dead()).toEqual([]);
  },
);

test("its job waits for the next question instead of being given up", async () => {
  await readShop();
  await sealWith("lost");
  await app.runtime.jobs.enqueue(departureJob, { shop: app.shop().ref.domain, redact: true });
  await app.settled();
  const jobs = await rows(
    app.runtime.db.pool,
    `select state::text, retry_count "retryCount" from pgboss.job where name = 'sync.departure' and state <> 'completed'`,
  );
  expect(jobs).toEqual([{ state: "created", retryCount: 0 }]);
  expect(await dead()).toEqual([]);
});

test.each(UNASKED)(
  "a shop %s that was believed to have left has the app again once Shopify says so",
  async (_, silence, end) => {
    const { local, ref } = await readShop();
    await silence(app.local);
    await depart(true);
    pass(UNASKED_MS);
    await depart(true);
    expect(await shopRows()).toEqual([{ left: true }]);
    await end();
    expect(await depart(true)).toBeUndefined();
    await app.settled();
    expect(await shopRows()).toEqual([{ left: false }]);
    expect(await figuresOfDatabase(app.runtime.db, ref)).toEqual(figuresOfStore(local));
  },
);

test("opening the app ends a departure that was believed unasked, and its redaction", async () => {
  await readShop();
  await sealWith("lost");
  await depart(true);
  pass(UNASKED_MS);
  await depart(true);
  pass(GRACE_MS);
  expect(await app.open()).toBe("authenticated");
  await app.settled();
  expect(await depart(true)).toBeUndefined();
  await app.settled();
  expect(await shopRows()).toEqual([{ left: false }]);
  expect(await figuresOfDatabase(app.runtime.db, app.shop().ref)).toEqual(figuresOfStore(app.shop().local));
});
