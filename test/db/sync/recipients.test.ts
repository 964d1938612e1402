import { afterAll, beforeAll, expect, test } from "vitest";
import { rows } from "../../../app/db/client.ts";
import { reconcile } from "../../../app/sync/checking/reconcile.ts";
import { readHistory } from "../../../app/sync/history/backfill.ts";
import { refetchDue } from "../../../app/sync/live/refetch.ts";
import { recipientMarks } from "../../../app/sync/mapping/recipient.ts";
import { redactCustomer } from "../../../app/sync/privacy/redaction.ts";
import { refreshValuation } from "../../../app/valuation/compute/refresh.ts";
import { decideOnSharedAddress, readSharedAddresses } from "../../../app/valuation/pages/shared-addresses.ts";
import { storeRequest } from "../../builders/privacy-requests.ts";
import { KEYS, type SyncedApp, startSyncedApp } from "../synced-app.ts";

const MINE = "recipients.myshopify.com";
const THEIRS = "others.myshopify.com";
const EMAIL = "orders@marketplace.example.com";
let app: SyncedApp;
/** Of the marketplace's customer in each shop. */
const customers = new Map<string, number>();

beforeAll(async () => {
  app = await startSyncedApp({
    shops: [MINE, THEIRS].map((domain) => ({ kind: "empty" as const, domain })),
    working: false,
  });
  for (const domain of [MINE, THEIRS]) {
    const { id } = app.shop(domain).local.actions.createCustomer({ lastName: "Market", email: EMAIL });
    customers.set(domain, id);
    expect(await app.open(domain)).toBe("authenticated");
  }
});
afterAll(() => app.close());

function sell(domain: string, name: string, guest = false): number {
  const [firstName = "", lastName = ""] = name.split(" ");
  return app.shop(domain).local.actions.placeOrder({
    customerId: guest ? null : customers.get(domain),
    email: EMAIL,
    lines: [{ title: "Tea", unitPriceMinor: 1_000 }],
    shippingAddress: { firstName, lastName },
  }).id;
}

const value = (domain: string) => refreshValuation(app.runtime, app.shop(domain).ref, { full: true });

async function markOf(domain: string, orderId: number): Promise<number | null | undefined> {
  const [row] = await rows<{ mark: number | null }>(
    app.runtime.db.pool,
    "select recipient_mark mark from orders where shop_id = $1 and order_id = $2",
    [app.shop(domain).ref.shopId, orderId],
  );
  return row?.mark;
}

const expected = (domain: string, name: string) => recipientMarks(KEYS, app.shop(domain).ref.shopId)(name);

test("history, a webhook and a reconciliation mark the same recipient alike, each shop by itself, and nobody's name is stored", async () => {
  const { runtime } = app;
  for (const domain of [MINE, THEIRS]) {
    const { ref } = app.shop(domain);
    const first = sell(domain, "Zoë Ontvanger");
    await readHistory(runtime, ref);
    expect(await markOf(domain, first)).toBe(expected(domain, "zoe ONTVANGER"));

    const told = sell(domain, "Zoë Ontvanger", true);
    await app.shop(domain).local.deliveriesSettled();
    await refetchDue(runtime, ref);
    expect(await markOf(domain, told)).toBe(await markOf(domain, first));

    app.shop(domain).local.faults.dropWebhooks = 100;
    const missed = sell(domain, "Zoë Ontvanger");
    await app.shop(domain).local.deliveriesSettled();
    app.shop(domain).local.faults.dropWebhooks = 0;
    await reconcile(runtime, ref);
    await refetchDue(runtime, ref);
    expect(await markOf(domain, missed)).toBe(await markOf(domain, first));
  }
  expect(expected(MINE, "Zoë Ontvanger")).not.toBe(expected(THEIRS, "Zoë Ontvanger"));
  const named = await rows(
    runtime.db.pool,
    "select from orders o where o::text ilike '%ontvanger%' union all select from order_line l where l::text ilike '%ontvanger%'",
  );
  expect(named).toEqual([]);
});

test("orders that were stored before are marked when the history is read again", async () => {
  const { runtime } = app;
  const { shopId } = app.shop(MINE).ref;
  await runtime.db.pool.query("update orders set recipient_mark = null where shop_id = $1", [shopId]);
  // As the migration leaves it.
  await runtime.db.pool.query(
    "update sync_watermark set watermark = '-infinity' where shop_id = $1 and resource = 'orders'",
    [shopId],
  );
  await readHistory(runtime, app.shop(MINE).ref);
  const marks = await rows<{ mark: number | null }>(
    runtime.db.pool,
    "select distinct recipient_mark mark from orders where shop_id = $1",
    [shopId],
  );
  expect(marks).toEqual([{ mark: expected(MINE, "Zoë Ontvanger") }]);
});

test("a marketplace's address is named in the shop where it is one; erased, nothing of it is left and nothing comes back", async () => {
  const { runtime } = app;
  const { ref, local } = app.shop(MINE);
  const listed = async (domain: string) => {
    const view = await readSharedAddresses(runtime.db, app.shop(domain).ref);
    return view.state === "ready" ? view.addresses : [];
  };
  for (let buyer = 0; buyer < 30; buyer++) sell(MINE, `Buyer Number${buyer}`, buyer % 3 === 0);
  await local.deliveriesSettled();
  await refetchDue(runtime, ref);
  for (const domain of [MINE, THEIRS]) await value(domain);
  expect(await listed(MINE)).toMatchObject([
    {
      email: EMAIL,
      orders: 33,
      recipients: 31,
      customer: { customerId: customers.get(MINE), name: "Market" },
    },
  ]);
  expect(await listed(THEIRS)).toEqual([]);

  expect(await decideOnSharedAddress(runtime, ref, EMAIL, "taken_out", "1")).toBe(true);
  expect(await decideOnSharedAddress(runtime, app.shop(THEIRS).ref, EMAIL, "taken_out", "1")).toBe(false);
  await value(MINE);
  const customerId = customers.get(MINE) ?? 0;
  const request = await storeRequest(runtime.db, ref, { customerId, email: EMAIL });
  await redactCustomer(runtime, ref, request);
  const left = () =>
    rows<{ email: string }>(
      runtime.db.pool,
      `select email from shared_address where shop_id = $1 union all select email from former_address where shop_id = $1
       union all select guest_email from orders where shop_id = $1 and guest_email is not null
       union all select recipient_mark::text from orders where shop_id = $1 and recipient_mark is not null`,
      [ref.shopId],
    );
  expect(await left()).toEqual([]);
  await runtime.db.pool.query("update sync_watermark set watermark = '-infinity' where shop_id = $1", [
    ref.shopId,
  ]);
  await readHistory(runtime, ref);
  await value(MINE);
  expect(await left()).toEqual([]);
  expect(await listed(MINE)).toEqual([]);
});
