import { afterAll, beforeAll, expect, test } from "vitest";
import { compareJob } from "../../../app/jobs/definitions/compare.ts";
import { reconcileJob } from "../../../app/jobs/definitions/reconcile.ts";
import { reconcile } from "../../../app/sync/checking/reconcile.ts";
import { readSyncView } from "../../../app/sync/status/read-sync-view.ts";
import { type SyncedApp, startSyncedApp } from "../synced-app.ts";

const AS_OF = new Date("2026-06-01T12:00:00Z");
const minutes = (count: number) => new Date(AS_OF.getTime() + count * 60_000);
let app: SyncedApp;
let now = AS_OF;

beforeAll(async () => {
  app = await startSyncedApp({
    shops: [
      { kind: "generated", domain: "kinds.myshopify.com", seed: 3, customers: 20, years: 1, asOf: AS_OF },
    ],
    now: () => now,
  });
  await app.open();
  await app.settled();
});
afterAll(() => app.close());

async function upTo(): Promise<Record<string, Date | null>> {
  const { kinds } = await readSyncView(app.runtime.db, app.shop().ref, now);
  return Object.fromEntries(kinds.map(({ kind, upTo }) => [kind, upTo === null ? null : new Date(upTo)]));
}

test("deletions and merges are not compared until rows were counted, then up to what is no longer on its way", async () => {
  expect(await upTo()).toMatchObject({ orders: AS_OF, consent: AS_OF, deletions: null, merges: null });
  now = minutes(15);
  await app.runtime.jobs.enqueue(reconcileJob, { shop: app.shop().ref.domain });
  await app.settled();
  expect(await upTo()).toEqual({
    orders: now,
    customers: now,
    consent: now,
    deletions: minutes(5),
    merges: minutes(5),
    products: now,
  });
});

test("a change that was found and is not read yet holds back its own kind alone", async () => {
  const { local, ref } = app.shop();
  const [order] = [...local.store.orders.values()];
  local.faults.dropWebhooks = 1_000;
  local.actions.setTags({ orderId: order?.id ?? 0, tags: ["seen"] });
  now = minutes(30);
  const wake = () => {};
  const enqueue = async () => true;
  await reconcile({ ...app.runtime, jobs: { ...app.runtime.jobs, wake, enqueue } }, ref);
  expect(await upTo()).toMatchObject({ orders: minutes(15), customers: now, consent: now, products: now });
});

test("the nightly comparison counts too", async () => {
  now = minutes(45);
  await app.runtime.jobs.enqueue(compareJob, { shop: app.shop().ref.domain });
  await app.settled();
  expect(await upTo()).toMatchObject({ orders: minutes(30), deletions: minutes(35), merges: minutes(35) });
});
