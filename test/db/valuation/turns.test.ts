import { afterAll, beforeAll, expect, test } from "vitest";
import { registerValuationJobs } from "../../../app/valuation/jobs.ts";
import { type SyncedApp, startSyncedApp } from "../synced-app.ts";

const DOMAIN = "busy.myshopify.com";
/** Times that a customer changes while the one before is being valued. */
const CHANGES = 12;
let app: SyncedApp;

beforeAll(async () => {
  app = await startSyncedApp({ shops: [{ kind: "empty", domain: DOMAIN }] });
  await registerValuationJobs(app.runtime);
  const { actions } = app.shop().local;
  const { id } = actions.createCustomer({ email: "busy@example.com" });
  actions.placeOrder({ customerId: id, lines: [{ unitPriceMinor: 1_000, quantity: 1 }] });
  await app.open();
  await app.settled();
});
afterAll(() => app.close());

test("a shop whose customers change while they are valued leaves its worker to others after a few refreshes, and goes on later", async () => {
  const { pool } = app.runtime.db;
  await pool.query(`create sequence changes`);
  // Whoever was valued has changed once more.
  await pool.query(`create function change_again() returns trigger language plpgsql as $$ begin
    if nextval('changes') <= ${CHANGES} then
      insert into valuation_dirty (shop_id, customer_id, marked_at) values (old.shop_id, old.customer_id, now());
    end if; return null; end $$`);
  await pool.query(
    "create trigger change_again after delete on valuation_dirty for each row execute function change_again()",
  );
  const before = app.log.length;
  const { local } = app.shop();
  const [order] = [...local.store.orders.values()];
  local.actions.refundOrder({ orderId: order?.id ?? 0, lines: [], amountMinor: 100, reason: "CUSTOMER" });
  await app.settled();

  const refreshes = app.log.slice(before).filter(({ event }) => event === "valuation.refreshed");
  const byJob = Map.groupBy(refreshes, ({ fields }) => fields.jobId);
  expect(refreshes.length).toBeGreaterThan(CHANGES);
  expect(Math.max(...[...byJob.values()].map((all) => all.length))).toBeLessThanOrEqual(3);
  const left = await pool.query("select from valuation_dirty");
  expect(left.rowCount).toBe(0);
});
