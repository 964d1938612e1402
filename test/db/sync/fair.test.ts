import { afterEach, expect, test } from "vitest";
import { rows } from "../../../app/db/client.ts";
import { refetchJob } from "../../../app/jobs/definitions/refetch.ts";
import { shopRef } from "../../../app/platform/ids.ts";
import { recordTrouble, troubleLane } from "../../../app/sync/shop/trouble.ts";
import { readSyncProgress } from "../../../app/sync/status/read-sync-view.ts";
import { type SyncedApp, startSyncedApp } from "../synced-app.ts";
import { figuresOfDatabase, figuresOfStore } from "../valuation/shop-figures.ts";

const AS_OF = new Date("2026-06-01T12:00:00Z");
const SICK = ["sick-one.myshopify.com", "sick-two.myshopify.com"];
const HEALTHY = "healthy.myshopify.com";
let app: SyncedApp;
afterEach(() => app.close());

/** The sick shops come first in every queue. */
async function threeShops(working: boolean): Promise<void> {
  app = await startSyncedApp({
    shops: [...SICK, HEALTHY].map((domain, at) => ({
      kind: "generated",
      domain,
      seed: 3 + at,
      customers: 40,
      years: 1,
      asOf: AS_OF,
    })),
    working,
    now: () => AS_OF,
  });
}

test("two shops whose bulk operations stand still do not keep the history of a third", async () => {
  await threeShops(true);
  for (const domain of SICK) {
    app.shop(domain).local.faults.bulk = [{ kind: "stall", afterRoots: 1 }];
    expect(await app.open(domain)).toBe("authenticated");
  }
  expect(await app.open(HEALTHY)).toBe("authenticated");
  const { ref } = app.shop(HEALTHY);
  const state = async (domain: string) =>
    (await readSyncProgress(app.runtime.db, shopRef(domain), AS_OF)).state;
  await expect.poll(() => state(HEALTHY)).not.toMatch(/^(never|syncing)$/);
  const orders = async () => (await figuresOfDatabase(app.runtime.db, ref)).orders;
  await expect.poll(orders).toBe(app.shop(HEALTHY).local.store.orders.size);
  for (const domain of SICK) expect(await state(domain)).toBe("syncing");
});

test("two throttled shops give their worker back, so that a third waits for no more than one turn of each", async () => {
  await threeShops(true);
  const { db, jobs } = app.runtime;
  for (const domain of [...SICK, HEALTHY]) expect(await app.open(domain)).toBe("authenticated");
  await jobs.settled();
  await db.pool.query("delete from pgboss.job");
  for (const domain of SICK) app.shop(domain).local.faults.throttleRequests = 1_000_000;
  // At once for every shop, the healthy one last.
  await db.transaction(async (tx) => {
    await tx.query(
      `insert into sync_dirty (shop_id, resource, source_id, marked_at, not_before)
       select shop_id, 'orders', order_id, $1, $1 from orders`,
      [AS_OF],
    );
    for (const domain of [...SICK, HEALTHY])
      await jobs.enqueue(refetchJob, { shop: shopRef(domain).domain }, { tx });
  });
  const left = async (domain: string) =>
    (await rows(db.pool, "select from sync_dirty where shop_id = $1", [shopRef(domain).shopId])).length;
  await expect.poll(() => left(HEALTHY)).toBe(0);
  const waits = await rows<{ overtaken: number }>(
    db.pool,
    `select (select count(*) from pgboss.job sick
         where sick.name = turn.name and sick.singleton_key <> $2
           and sick.started_on > greatest(turn.created_on, turn.start_after) and sick.started_on < turn.started_on) overtaken
     from pgboss.job turn where name = $1 and singleton_key = $2 and started_on is not null`,
    [refetchJob.name, HEALTHY],
  );
  expect(waits.length).toBeGreaterThan(1);
  // From when it may run to when it does, each sick shop has at most one turn.
  for (const { overtaken } of waits) expect(overtaken).toBeLessThanOrEqual(SICK.length);
  for (const domain of SICK) expect(await left(domain)).toBeGreaterThan(0);
  expect(await figuresOfDatabase(app.runtime.db, app.shop(HEALTHY).ref)).toEqual(
    figuresOfStore(app.shop(HEALTHY).local),
  );
});

test("of shops that do not answer one at a time is worked for, beside any number of others", async () => {
  await threeShops(false);
  for (const domain of [...SICK, HEALTHY]) expect(await app.open(domain)).toBe("authenticated");
  const [first, second, healthy] = [...SICK, HEALTHY].map((domain) => app.shop(domain).ref);
  if (!first || !second || !healthy) throw new Error("there are three shops");
  for (const sick of [first, second]) {
    await recordTrouble(app.runtime, sick, "not_answering", "no answer");
  }
  const inLane = troubleLane();
  const hanging = Promise.withResolvers<undefined>();
  const begun = Promise.withResolvers<void>();
  const held = inLane(app.runtime, first, () => {
    begun.resolve();
    return hanging.promise;
  });
  await begun.promise;
  const worked: string[] = [];
  const work = async (_its: unknown, { domain }: { domain: string }) => void worked.push(domain);
  expect(await inLane(app.runtime, second, work)).toEqual({ againAfterMs: 2_000 });
  expect(await inLane(app.runtime, healthy, work)).toBeUndefined();
  hanging.resolve(undefined);
  await held;
  expect(await inLane(app.runtime, second, work)).toBeUndefined();
  expect(worked).toEqual([healthy.domain, second.domain]);
});
