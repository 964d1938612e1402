import { afterEach, expect, test } from "vitest";
import { rows } from "../../../app/db/client.ts";
import { reconcileJob } from "../../../app/jobs/definitions/reconcile.ts";
import { refetchJob } from "../../../app/jobs/definitions/refetch.ts";
import { reconcile } from "../../../app/sync/checking/reconcile.ts";
import { refreshShopFacts } from "../../../app/sync/shop/shop-facts.ts";
import { recordTrouble } from "../../../app/sync/shop/trouble.ts";
import { readSyncView } from "../../../app/sync/status/read-sync-view.ts";
import { type SyncedApp, startSyncedApp } from "../synced-app.ts";
import { figuresOfDatabase, figuresOfStore } from "../valuation/shop-figures.ts";

const AS_OF = new Date("2026-06-01T12:00:00Z");
let app: SyncedApp;
let now: Date;
afterEach(() => app.close());

async function startApp() {
  now = AS_OF;
  app = await startSyncedApp({
    shops: [
      { kind: "generated", domain: "trouble.myshopify.com", seed: 3, customers: 20, years: 1, asOf: AS_OF },
    ],
    now: () => now,
  });
  return app.shop();
}

const view = () => readSyncView(app.runtime.db, app.shop().ref, now);

test("a shop whose first history Shopify does not answer for is not said to be read, and is read once it answers", async () => {
  const { local, ref } = await startApp();
  local.faults.failRequests = 1_000_000;
  expect(await app.open()).toBe("authenticated");
  await app.settled();
  expect(await view()).toMatchObject({
    state: "failed",
    completeUpTo: null,
    troubles: [{ kind: "not_answering", since: AS_OF.toISOString() }],
  });
  local.faults.clear();
  // What the button does.
  await app.runtime.jobs.hurryShop(ref.domain);
  await app.settled();
  expect(await view()).toMatchObject({ state: "valuing", troubles: [] });
  expect(await figuresOfDatabase(app.runtime.db, ref)).toEqual(figuresOfStore(local));
});

test("a scope that is withdrawn is named, and what changed meanwhile is read when it comes back", async () => {
  const { local, ref } = await startApp();
  expect(await app.open()).toBe("authenticated");
  await app.settled();
  const scopes = [...local.grantedScopes];
  local.actions.changeScopes({
    scopes: scopes.filter((scope) => scope !== "read_orders" && scope !== "read_all_orders"),
  });
  await app.settled();
  now = new Date(now.getTime() + 20 * 60_000);
  local.actions.placeOrder({ lines: [{ title: "Tea", unitPriceMinor: 100 }] });
  await app.settled();
  await app.runtime.jobs.enqueue(reconcileJob, { shop: ref.domain });
  await app.settled();
  const { troubles, completeUpTo } = await view();
  expect(troubles).toEqual([
    expect.objectContaining({ kind: "scope_withdrawn", detail: "read_orders", since: AS_OF.toISOString() }),
  ]);
  expect(completeUpTo).toBe(AS_OF.toISOString());
  local.actions.changeScopes({ scopes });
  await app.settled();
  expect(await view()).toMatchObject({ troubles: [], waiting: 0 });
  expect(await figuresOfDatabase(app.runtime.db, ref)).toEqual(figuresOfStore(local));
});

test("a withdrawn scope that ids of customers and orders do not need stays named by every reconciliation, and is noticed when it comes back unheard", async () => {
  const { local, ref } = await startApp();
  expect(await app.open()).toBe("authenticated");
  await app.settled();
  const scopes = [...local.grantedScopes];
  local.actions.changeScopes({ scopes: scopes.filter((scope) => scope !== "read_products") });
  await app.settled();
  const reconcileAfter = async (minutes: number) => {
    now = new Date(now.getTime() + minutes * 60_000);
    await app.runtime.jobs.enqueue(reconcileJob, { shop: ref.domain });
    // A look that was denied waits by the database's clock: that time has passed as well.
    await app.runtime.jobs.hurryShop(ref.domain);
    await app.settled();
    return (await view()).troubles;
  };
  const named = [expect.objectContaining({ kind: "scope_withdrawn", since: AS_OF.toISOString() })];
  // Asserted as it is after the reconciliation alone too, before anything asks for the scopes again.
  await expect(reconcile(app.runtime, ref)).rejects.toThrow(/products/);
  expect((await view()).troubles).toEqual(named);
  for (const minutes of [15, 15]) expect(await reconcileAfter(minutes)).toEqual(named);
  local.faults.dropWebhooks = 1_000;
  local.actions.changeScopes({ scopes });
  expect(await reconcileAfter(15)).toEqual([]);
  expect(await figuresOfDatabase(app.runtime.db, ref)).toEqual(figuresOfStore(local));
});

test("what Shopify denies although every scope is granted is said to be stuck, and is not tried again at once", async () => {
  const { ref } = await startApp();
  expect(await app.open()).toBe("authenticated");
  await app.settled();
  await recordTrouble(app.runtime, ref, "scope_withdrawn", "");
  await app.runtime.jobs.enqueue(refetchJob, { shop: ref.domain }, { afterMs: 600_000 });
  await refreshShopFacts(app.runtime, ref);
  expect((await view()).troubles).toEqual([
    expect.objectContaining({ kind: "stuck", failure: { kind: "denied", code: "ACCESS_DENIED" } }),
  ]);
  const [waiting] = await rows<{ soon: boolean }>(
    app.runtime.db.pool,
    "select start_after < now() + interval '1 minute' soon from pgboss.job where name = 'sync.refetch' and state = 'created'",
  );
  expect(waiting).toEqual({ soon: false });
});
