import { afterEach, expect, test } from "vitest";
import { dueSources, settleSources, touchSources } from "../../../app/db/queries/sync/dirty.ts";
import { SINGLY } from "../../../app/platform/refetch-notes.ts";
import { readHistory } from "../../../app/sync/history/backfill.ts";
import { refetchDue } from "../../../app/sync/live/refetch.ts";
import { readSingleReading } from "../../../app/sync/status/single-reading.ts";
import { refreshValuation } from "../../../app/valuation/compute/refresh.ts";
import { readCustomer, readCustomerCard } from "../../../app/valuation/pages/customers/customer.ts";
import { valuationHost } from "../../builders/valuation-host.ts";
import { type SyncedApp, startSyncedApp } from "../synced-app.ts";

const AS_OF = new Date("2026-06-01T12:00:00Z");
const later = (seconds: number) => new Date(AS_OF.getTime() + seconds * 1_000);
let app: SyncedApp;
afterEach(() => app.close());

test("pages are told how many orders have still to be read singly, of how many and for how long, and when it is over", async () => {
  app = await startSyncedApp({
    shops: [
      { kind: "generated", domain: "refunds.myshopify.com", seed: 11, customers: 200, years: 2, asOf: AS_OF },
    ],
    working: false,
    now: () => AS_OF,
  });
  await app.open();
  const { ref } = app.shop();
  const { db } = app.runtime;
  const reading = (seconds: number) => readSingleReading(db, ref, later(seconds));
  const valued = () => refreshValuation(valuationHost(db, "2026-06-01"), ref, { full: true });
  const unreadOfCustomers = async () => {
    const { rows } = await db.pool.query<{ customer_id: number }>(
      "select customer_id from customer_value where shop_id = $1 and orders > 0",
      [ref.shopId],
    );
    const views = await Promise.all(rows.map((row) => readCustomer(db, ref, row.customer_id)));
    const unread = views.map((view) => view?.unreadOrders ?? 0);
    // The block on Shopify's own page says what the app's page does.
    const cards = await Promise.all(rows.map((row) => readCustomerCard(db, ref, row.customer_id)));
    expect(cards.map((card) => (card.state === "full" ? card.unreadOrders : 0))).toEqual(unread);
    return unread.reduce((sum, orders) => sum + orders, 0);
  };
  expect(await reading(0)).toEqual({ waiting: 0, of: null, secondsLeft: null, isValuing: false });

  await readHistory(app.runtime, ref);
  await valued();
  const { waiting } = await reading(60);
  expect(waiting).toBeGreaterThan(6);
  expect(await reading(60)).toEqual({ waiting, of: waiting, secondsLeft: null, isValuing: false });
  // Guests without an account have no page.
  expect(await unreadOfCustomers()).toBeGreaterThan(0);
  expect(await unreadOfCustomers()).toBeLessThanOrEqual(waiting);

  const first = await dueSources(db.pool, ref.shopId, "orders", AS_OF, 6);
  await db.transaction((tx) => settleSources(tx, ref.shopId, "orders", first));
  expect(await reading(60)).toEqual({
    waiting: waiting - 6,
    of: waiting,
    secondsLeft: 10 * (waiting - 6),
    isValuing: false,
  });
  const missed = first.map((row) => row.sourceId);
  await touchSources(db.pool, ref.shopId, "orders", missed, AS_OF, { note: SINGLY });

  await refetchDue(app.runtime, ref);
  expect(await reading(90)).toEqual({ waiting: 0, of: null, secondsLeft: null, isValuing: true });
  await valued();
  expect(await reading(90)).toMatchObject({ waiting: 0, isValuing: false });
  expect(await unreadOfCustomers()).toBe(0);

  await touchSources(db.pool, ref.shopId, "orders", [...Array(waiting + 1).keys()], AS_OF, { note: SINGLY });
  expect(await reading(600)).toMatchObject({ waiting: waiting + 1, of: null, secondsLeft: null });
});
