import type { Readable } from "node:stream";
import { afterAll, beforeAll, expect, test } from "vitest";
import { rows } from "../../../../app/db/client.ts";
import { PERSON_SECTIONS, personRows } from "../../../../app/db/queries/privacy/person-rows.ts";
import { addRefusedRows } from "../../../../app/db/queries/sync/refused-rows.ts";
import { personFile } from "../../../../app/exports/person-file.ts";
import { StaffRefused } from "../../../../app/exports/staff.ts";
import { newId } from "../../../../app/platform/ids.ts";
import { createSegment } from "../../../../app/segments/change-segment.ts";
import { answerWebhook } from "../../../../app/sync/live/webhook-intake.ts";
import { markRequest, readDataRequests } from "../../../../app/sync/privacy/data-requests.ts";
import { redactCustomer } from "../../../../app/sync/privacy/redaction.ts";
import { refreshValuation } from "../../../../app/valuation/compute/refresh.ts";
import { storeRequest } from "../../../builders/privacy-requests.ts";
import { type SyncedApp, startSyncedApp } from "../../synced-app.ts";
import { signedWebhook } from "./signed-webhook.ts";

const DAY_MS = 86_400_000;
const OTHER = "another.myshopify.com";
let app: SyncedApp;
let customerId: number;

beforeAll(async () => {
  app = await startSyncedApp({
    shops: ["asked.myshopify.com", OTHER].map((domain) => ({ kind: "empty" as const, domain })),
  });
  for (const domain of ["asked.myshopify.com", OTHER]) expect(await app.open(domain)).toBe("authenticated");
  const { actions } = app.shop().local;
  customerId = actions.createCustomer({ firstName: "Ask", lastName: "Er", email: "ask@example.com" }).id;
  const order = actions.placeOrder({
    customerId,
    lines: [{ title: "Asked tea", unitPriceMinor: 1_200, quantity: 2 }],
  });
  actions.refundOrder({ orderId: order.id, lines: [{ lineId: order.lines[0]?.id ?? 0, quantity: 1 }] });
  actions.placeOrder({ email: "ask@example.com", lines: [{ title: "Guest tea", unitPriceMinor: 300 }] });
  const other = actions.createCustomer({ firstName: "Somebody", email: "else@example.com" });
  actions.placeOrder({ customerId: other.id, lines: [{ title: "Other tea", unitPriceMinor: 300 }] });
  await app.settled();
  await refreshValuation(app.runtime, app.shop().ref, { full: true });
});
afterAll(() => app.close());

async function fileOf(
  requestId: string,
  domain?: string,
): Promise<Record<string, Record<string, unknown>[]> | null> {
  const stream = await personFile(app.runtime.db, app.shop(domain).ref, requestId, {
    staff: "7",
    now: app.runtime.clock(),
  });
  if (!stream) return null;
  return JSON.parse((await stream.toArray()).join(""));
}

test("a request is open for 30 days, has a file with all that is known, and is done when the merchant says so", async () => {
  const { db } = app.runtime;
  const { local, ref } = app.shop();
  local.actions.requestCustomerData({ customerId });
  await app.settled();
  const now = app.runtime.clock();
  const { requests } = await readDataRequests(db, ref, now);
  const [request] = requests;
  expect(requests).toHaveLength(1);
  expect(request).toMatchObject({
    kind: "access",
    state: "open",
    customerId,
    email: "ask@example.com",
    handledAt: null,
  });
  expect(request?.daysLeft).toBe(29);
  const late = await readDataRequests(db, ref, new Date(now.getTime() + 31 * DAY_MS));
  expect(late.requests[0]).toMatchObject({ state: "overdue", daysLeft: -2 });

  const requestId = request?.requestId ?? "";
  const file = await fileOf(requestId);
  expect(file?.profiles).toMatchObject([
    { customer_id: customerId, first_name: "Ask", email_marketing_state: expect.any(String) },
  ]);
  expect(file?.orders).toHaveLength(2);
  expect(file?.orderLines?.map((line) => line.title).sort()).toEqual(["Asked tea", "Guest tea"]);
  expect(file?.refunds).toHaveLength(1);
  expect(file?.valuesAndPredictions).toMatchObject([{ customer_id: customerId, p_alive: null }]);
  expect(file?.valuesByMonth).toHaveLength(1);
  expect(file?.segments).toContain("new");
  expect(JSON.stringify(file)).not.toMatch(/Somebody|else@example.com|Other tea|shop_id/);
  expect(await fileOf(requestId, OTHER)).toBeNull();

  expect(await markRequest(db, app.shop(OTHER).ref, requestId, "handed_over", "7", now)).toBe(false);
  expect(await markRequest(db, ref, requestId, "handed_over", "7", now)).toBe(true);
  expect(await markRequest(db, ref, requestId, "handed_over", "8", now)).toBe(false);
  expect((await readDataRequests(db, ref, now)).requests[0]).toMatchObject({ state: "done", handledBy: "7" });
});

test("refused input under an address that contains the person's is somebody else's", async () => {
  const { db, clock } = app.runtime;
  const { ref } = app.shop();
  const raws = [
    '{"email":"Ask@example.com"}',
    '{"email":"xask@example.com"}',
    '{"email":"ask@example.com.au"}',
  ];
  await db.transaction((tx) =>
    addRefusedRows(
      tx,
      ref.shopId,
      raws.map((raw) => ({
        ...{ refusedId: newId(), resource: "orders", origin: "bulk", reference: "file", lineNo: 1 },
        ...{ sourceId: null, reason: "bad", detail: "bad", raw, refusedAt: clock() },
      })),
    ),
  );
  const requestId = await storeRequest(db, ref, { topic: "customers/data_request", customerId });
  expect((await fileOf(requestId))?.unreadableInput?.map(({ raw }) => raw)).toEqual(raws.slice(0, 1));
});

test("a segment that cannot be counted is left out of the file, and everything else is in it", async () => {
  const { db, clock } = app.runtime;
  const { ref } = app.shop();
  const keys: string[] = [];
  for (const [name, rule] of [
    ["Fails", { fact: "missedOrders", is: ">", value: 1 }],
    ["Its border fails", { fact: "missedOrders", is: "in_top", share: 0.5 }],
    ["Sound", { fact: "orders", is: ">", value: 0 }],
  ] as const) {
    const saved = await createSegment(app.runtime, ref, { name, rule }, "7");
    if (!saved.ok) throw new Error(saved.reason);
    keys.push(saved.segment.key);
  }
  await app.settled();
  // Orders a day if alive that no float8 holds.
  await db.pool.query(
    "update customer_value set expected_orders = 1e308, p_alive = 0.01 where shop_id = $1 and customer_id = $2",
    [ref.shopId, customerId],
  );
  const requestId = await storeRequest(db, ref, { topic: "customers/data_request", customerId });
  const told: string[] = [];
  const stream = await personFile(db, ref, requestId, { staff: "7", now: clock() }, ({ key }) =>
    told.push(key),
  );
  const file = JSON.parse((await stream?.toArray())?.join("") ?? "");
  expect(told.sort()).toEqual(keys.slice(0, 2).sort());
  expect(file.segments).toContain("Sound");
  expect(file.segments).not.toContain("Fails");
  expect(file.orders).toHaveLength(2);
  await db.pool.query("update customer_value set expected_orders = null, p_alive = null where shop_id = $1", [
    ref.shopId,
  ]);
});

test("a guest who asks by address and order gets what stands under them", async () => {
  const [order] = await rows<{ id: number }>(
    app.runtime.db.pool,
    "select order_id id from orders where customer_id is null and guest_email is not null",
  );
  const requestId = await storeRequest(app.runtime.db, app.shop().ref, {
    topic: "customers/data_request",
    phone: "+31 6 12345678",
    orderIds: [order?.id ?? 0],
  });
  const file = await fileOf(requestId);
  // The address of the order is that of a customer, so it is one person.
  expect(file?.profiles).toMatchObject([{ customer_id: customerId }]);
  expect(file?.phone).toBe("+31 6 12345678");
});

/** More of the second section than a stream keeps ready. */
async function addFormerAddresses(): Promise<void> {
  await app.runtime.db.pool.query(
    `insert into former_address (shop_id, email, customer_id, gone_at)
     select $1, 'former-' || lpad(n::text, 3, '0') || '@example.com', $2, now() from generate_series(1, 100) n
     on conflict do nothing`,
    [app.shop().ref.shopId, customerId],
  );
}

test("the file is read while it is written, and read no further when its reader leaves", async () => {
  const { db, clock } = app.runtime;
  const requestId = await storeRequest(db, app.shop().ref, { topic: "customers/data_request", customerId });
  await addFormerAddresses();
  /** How often the database is asked until the reader has what it wants. */
  async function questions(read: (file: Readable) => Promise<void>): Promise<number> {
    let asked = 0;
    const count = () => {
      asked++;
    };
    db.pool.on("acquire", count);
    const file = await personFile(db, app.shop().ref, requestId, { staff: "7", now: clock() });
    if (!file) throw new Error("the request has a file");
    const closed = new Promise((resolve) => file.on("close", resolve));
    await read(file);
    await closed;
    db.pool.off("acquire", count);
    return asked;
  }
  const wholly = await questions(async (file) => {
    expect((await file.toArray()).join("")).toContain("former-100@example.com");
  });
  const left = await questions(async (file) => {
    for await (const chunk of file) {
      expect(String(chunk)).toContain('"about"');
      break;
    }
  });
  // Of the sections, the first two alone.
  expect(wholly - left).toBeGreaterThanOrEqual(PERSON_SECTIONS.length - 2);
});

test("pages of a file follow each other by key: none is missed where a row before it goes meanwhile", async () => {
  const { pool } = app.runtime.db;
  const { shopId } = app.shop().ref;
  const section = PERSON_SECTIONS.find(({ name }) => name === "formerAddresses");
  if (!section) throw new Error("former addresses are a section");
  await addFormerAddresses();
  const person = { customerIds: [customerId], emails: [], phones: [], names: [], orderIds: [] };
  const seen: string[] = [];
  for await (const page of personRows(pool, shopId, section, person, 7)) {
    for (const row of page) seen.push(JSON.parse(row).email);
    await pool.query("delete from former_address where shop_id = $1 and email = any($2)", [shopId, seen]);
  }
  expect(seen.filter((email) => email.startsWith("former-"))).toEqual(
    Array.from({ length: 100 }, (_, at) => `former-${String(at + 1).padStart(3, "0")}@example.com`),
  );
});

test("an erasure ends the requests of the person, and leaves nothing to hand over", async () => {
  const { db } = app.runtime;
  const { ref } = app.shop();
  const asked = await storeRequest(db, ref, {
    topic: "customers/data_request",
    customerId,
    requestedAt: app.runtime.clock(),
  });
  await redactCustomer(
    app.runtime,
    ref,
    await storeRequest(db, ref, { customerId, requestedAt: app.runtime.clock() }),
  );
  expect(await fileOf(asked)).toBeNull();
  const { requests } = await readDataRequests(db, ref, app.runtime.clock());
  expect(requests.find((request) => request.requestId === asked)).toMatchObject({
    state: "done",
    email: null,
    customerId: null,
    handledBy: null,
  });
  expect(requests.filter((request) => request.kind === "erasure")).toMatchObject([
    { state: "done", customerId: null },
  ]);
});

test("one request that comes again under other ids is one request", async () => {
  const { db } = app.runtime;
  const { ref } = app.shop();
  const numbers = () =>
    rows<{ number: number }>(
      db.pool,
      "select source_request_id number from privacy_request where shop_id = $1 and source_request_id in (900000001, 900000002) order by 1",
      [ref.shopId],
    );
  const ask = (number: number) =>
    answerWebhook(
      app.runtime,
      signedWebhook(
        app,
        ref.domain,
        "customers/data_request",
        JSON.stringify({
          shop_domain: ref.domain,
          customer: { id: customerId },
          data_request: { id: number },
        }),
      ),
    );
  const answers = await Promise.all(
    [900_000_001, 900_000_001, 900_000_001, 900_000_002, 900_000_001].map(ask),
  );
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  expect(await numbers()).toEqual([{ number: 900_000_001 }, { number: 900_000_002 }]);
});

test("the file is kept to whom exports are kept to, and the audit log says who took it", async () => {
  const { db, clock } = app.runtime;
  const { ref } = app.shop();
  const requestId = await storeRequest(db, ref, { topic: "customers/data_request", customerId });
  const take = (staff: string) => personFile(db, ref, requestId, { staff, now: clock() });
  const taken = () =>
    rows<{ actor: string }>(
      db.pool,
      "select actor from audit_entry where shop_id = $1 and action = 'person.data_taken' and subject = $2",
      [ref.shopId, requestId],
    );
  await db.pool.query(
    "insert into staff_limit (shop_id, act, generation, staff_ids) select shop_id, 'export', generation, '{7}' from shop where shop_id = $1",
    [ref.shopId],
  );
  await expect(take("9")).rejects.toThrow(StaffRefused);
  expect(await taken()).toEqual([]);
  expect(await take("7")).not.toBeNull();
  expect(await taken()).toEqual([{ actor: "7" }]);
  await db.pool.query("delete from staff_limit where shop_id = $1", [ref.shopId]);
});
