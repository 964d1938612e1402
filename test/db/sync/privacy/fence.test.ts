import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { rows } from "../../../../app/db/client.ts";
import { NEXT_GENERATION } from "../../../../app/db/fence.ts";
import { requestExport } from "../../../../app/exports/exports.ts";
import { ALL_JOBS } from "../../../../app/jobs/all-jobs.ts";
import { answerWebhook } from "../../../../app/sync/live/webhook-intake.ts";
import { redactShop } from "../../../../app/sync/privacy/redact-shop.ts";
import { saveSettings } from "../../../../app/valuation/pages/settings.ts";
import type { SyncedApp } from "../../synced-app.ts";
import { CASES, DOMAIN, handlersOver, restore, rowsLeft, run, sqlOf, startShop } from "./every-job.ts";
import { signedWebhook } from "./signed-webhook.ts";
import { doneOrBlocked, watchedDatabase } from "./watched-database.ts";

/** Moments of a job at which the shop is redacted, spread over all of its statements. */
const MOMENTS = 5;
let app: SyncedApp;

beforeAll(async () => {
  app = await startShop();
});
afterAll(() => app.close());

async function redact(): Promise<void> {
  await sqlOf(`update shop set uninstalled_at = now(), generation = ${NEXT_GENERATION}`);
  await redactShop(app.runtime, app.shop().ref);
}

const ofOneShop = ALL_JOBS.filter((job) => !job.payload.safeParse({}).success).map((job) => job.name);

/** They work for shops that have left: each takes the shop's row itself, and writes nothing where there is none. */
const OF_SHOPS_THAT_LEFT = ["privacy.redact-shop", "sync.departure"];

test("every job of a shop is among the cases, but those of shops that have left", () => {
  expect(Object.keys(CASES).sort()).toEqual(
    ofOneShop.filter((name) => !OF_SHOPS_THAT_LEFT.includes(name)).sort(),
  );
});

const cases = Object.entries(CASES).flatMap(([name, all]) =>
  all.map((one) => [name, one.state, one] as const),
);
/** How the redactions of all cases ended. */
const ends = new Set<string>();
test.each(cases)("a shop is redacted at any moment of %s (%s), and no row is left", async (name, _, one) => {
  let statements = 0;
  await restore(one.state);
  const counting = watchedDatabase(app.runtime.db, async () => void statements++);
  await run(await handlersOver(counting), name, await one.payload());
  expect(statements).toBeGreaterThan(3);
  expect(Object.keys(await rowsLeft())).toContain("shop");

  const step = Math.max(1, Math.floor(statements / MOMENTS));
  for (let moment = 0; moment < statements; moment += step) {
    await restore(one.state);
    const payload = await one.payload();
    let at = 0;
    let redaction: Promise<void> | null = null;
    const pausing = watchedDatabase(app.runtime.db, async () => {
      if (at++ !== moment || redaction) return;
      redaction = redact();
      ends.add(await doneOrBlocked(app.runtime.db, redaction));
    });
    await run(await handlersOver(pausing), name, payload);
    // A run may need fewer statements than the one that was counted: then the redaction comes right after it.
    await (redaction ?? redact());
    expect([moment, await rowsLeft()]).toEqual([moment, {}]);
  }
});

test("some redactions were done at once, and some had to wait for what was being written", () => {
  expect(ends).toEqual(new Set(["done", "blocked"]));
});

beforeEach(() => sqlOf("delete from pgboss.job"));

test("a shop that was redacted and installed again takes nothing from a job of before", async () => {
  await restore("installed");
  let at = 0;
  let isAgain = false;
  const again = watchedDatabase(app.runtime.db, async () => {
    if (isAgain || at++ < 12) return;
    // Between two transactions of the job: inside of one the redaction would wait for its end.
    const free = await sqlOf("select from shop for update skip locked");
    if (free.rowCount !== 1) return;
    isAgain = true;
    await redact();
    await app.open();
  });
  await run(await handlersOver(again), "sync.backfill", { shop: DOMAIN });
  const ended = app.log.filter(({ event }) => event === "jobs.shop_left");
  expect(ended.at(-1)?.fields).toMatchObject({ began: true });
  const left = Object.keys(await rowsLeft());
  expect(left.sort()).toEqual(["audit_entry", "audit_head", "session", "shop"]);
  await run(await handlersOver(app.runtime.db), "sync.backfill", { shop: DOMAIN });
  expect(await rowsLeft()).toMatchObject({ customer: 6, orders: 7, sync_watermark: 4 });
});

test("a page of a shop that left writes nothing", async () => {
  await restore("read");
  await redact();
  const { ref } = app.shop();
  const { db, jobs } = app.runtime;
  const settings = {
    countZeroValueOrders: true,
    joinGuestsByEmail: true,
    refundDating: "order",
  };
  await expect(saveSettings({ db, jobs, clock: app.runtime.clock }, ref, settings, "7")).rejects.toThrow(
    "has ended",
  );
  const asked = {
    audience: "vip" as never,
    columns: ["email" as const],
    format: "csv" as const,
    requestedBy: "1",
    now: app.runtime.clock(),
  };
  await expect(requestExport(db, ref, asked)).rejects.toThrow();
  expect(await rowsLeft()).toEqual({});
});

test.each([
  ["orders/updated", '{"id":5400000000001}'],
  ["orders/updated", "no JSON"],
  ["carts/update", "{}"],
  ["app/uninstalled", "{}"],
  [
    "customers/redact",
    '{"shop_domain":"leaving.myshopify.com","customer":{"id":7,"email":"late@example.com"},"orders_to_redact":[]}',
  ],
  [
    "customers/data_request",
    '{"shop_domain":"leaving.myshopify.com","customer":{"id":7},"data_request":{"id":1}}',
  ],
])("a late %s (%s) of a redacted shop is answered, and leaves nothing", async (topic, body) => {
  await restore("read");
  await redact();
  const { status } = await answerWebhook(app.runtime, signedWebhook(app, DOMAIN, topic, body));
  expect(status).toBeLessThan(500);
  expect(await rowsLeft()).toEqual({});
});

test("a shop that has the app is not redacted", async () => {
  await restore("read");
  const before = await rowsLeft();
  await redactShop(app.runtime, app.shop().ref);
  expect(await rowsLeft()).toEqual(before);
});

test("jobs of a redacted shop are gone, and those of others stay", async () => {
  await restore("read");
  const insert = `insert into pgboss.job (name, data) select 'dead-letters', jsonb_build_object('payload', jsonb_build_object('shop', $1::text))`;
  await sqlOf(insert, [DOMAIN]);
  await sqlOf(insert, ["another.myshopify.com"]);
  await redact();
  const left = await rows<{ shop: string }>(
    app.runtime.db.pool,
    "select data->'payload'->>'shop' shop from pgboss.job where name = 'dead-letters'",
  );
  expect(left).toEqual([{ shop: "another.myshopify.com" }]);
});
