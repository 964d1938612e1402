import { describe, expect } from "vitest";
import { isoOfDay } from "../../../app/clv/calendar.ts";
import { type Db, rows } from "../../../app/db/client.ts";
import { lockValuation } from "../../../app/db/queries/valuation/customer-value.ts";
import type { ShopRef } from "../../../app/platform/ids.ts";
import { readHome } from "../../../app/segments/home.ts";
import { listSegments } from "../../../app/segments/list-segments.ts";
import { MODEL_THREAD } from "../../../app/valuation/compute/choose-model.ts";
import { refitModel } from "../../../app/valuation/compute/refit.ts";
import { refreshValuation, type ValuationHost } from "../../../app/valuation/compute/refresh.ts";
import { readModelPage } from "../../../app/valuation/pages/model/model-page.ts";
import { aShopOf, type Member } from "../../builders/segment-shop.ts";
import { valuationHost } from "../../builders/valuation-host.ts";
import { test } from "../database.ts";

const TODAY = "2024-12-31";
const NOON = new Date(`${TODAY}T12:00:00Z`);
const LAST_DAY = 20_088;

/** A thread that really computes for ever. */
const stuck = {
  url: new URL("../../builders/threads/spins.ts", import.meta.url),
  limit: () => AbortSignal.timeout(0),
};

function aShopWithOrders(db: Db, customers = 40): Promise<ShopRef> {
  const members: Member[] = Array.from({ length: customers }, (_, i) => ({
    orders: Array.from(
      { length: 1 + (i % 4) },
      (_, k) => [isoOfDay(LAST_DAY - 300 + 40 * k + i), 1_000 + 100 * i] as const,
    ),
  }));
  return aShopOf(db, TODAY, members);
}

const predicted = (db: Db, shop: ShopRef) =>
  rows(
    db.pool,
    `select customer_id, p_alive, expected_orders, expected_value_minor, value_low_minor, value_high_minor
     from customer_value where shop_id = $1 order by customer_id`,
    [shop.shopId],
  );

/** The events that the host logs, in `events`. */
function watched(db: Db): { host: ValuationHost; events: string[] } {
  const events: string[] = [];
  const note = (event: string) => void events.push(event);
  const log = { debug: note, info: note, warn: note, error: note };
  return { host: { ...valuationHost(db, TODAY), log }, events };
}

describe("a fit that does not come to an end", () => {
  test("leaves the model of before in force, and the page says that it is an earlier one", async ({ db }) => {
    const shop = await aShopWithOrders(db);
    const { host, events } = watched(db);
    const fitted = await refitModel(host, shop);
    expect(fitted.state).toBe("fitted");
    const before = await readModelPage(db, shop);
    expect(before).toMatchObject({ state: "ready", newerFitStopped: false });
    const scores = await predicted(db, shop);

    expect(await refitModel({ ...host, modelThread: stuck }, shop)).toEqual({
      state: "stopped",
      reason: "took_too_long",
    });
    expect(events).toContain("valuation.refit.stopped");
    expect(await readModelPage(db, shop)).toEqual({ ...before, newerFitStopped: true });
    expect(await predicted(db, shop)).toEqual(scores);
    expect((await readHome(db, shop, NOON)).state).toBe("full");

    // A night later: the same customers are valued with the model that there is.
    await refreshValuation(host, shop, { full: true });
    expect(await predicted(db, shop)).toEqual(scores);

    expect((await refitModel(host, shop)).state).toBe("fitted");
    expect(await readModelPage(db, shop)).toMatchObject({ state: "ready", newerFitStopped: false });
  });

  test("is the reason why there are no predictions where there never was a model", async ({ db }) => {
    const shop = await aShopWithOrders(db);
    await refitModel({ ...valuationHost(db, TODAY), modelThread: stuck }, shop);
    expect(await readModelPage(db, shop)).toMatchObject({ state: "learning", reason: "took_too_long" });
    expect((await listSegments(db, shop)).learning).toBe("took_too_long");
  });
});

test("of a shop with too few customers for a model that is said without a thread", async ({ db }) => {
  const host = { ...valuationHost(db, TODAY), modelThread: stuck };
  const [few, enough] = [await aShopWithOrders(db, 19), await aShopWithOrders(db, 20)];
  expect(await refitModel(host, few)).toEqual({ state: "learning", reason: "too_few_customers" });
  expect(await refitModel(host, enough)).toEqual({ state: "stopped", reason: "took_too_long" });
});

test("a model of amounts in a currency that the shop no longer has is not kept", async ({ db }) => {
  const shop = await aShopWithOrders(db);
  const { host } = watched(db);
  const begun = Promise.withResolvers<void>();
  const limit = () => {
    begun.resolve();
    return MODEL_THREAD.limit();
  };
  const refit = await db.transaction(async (tx) => {
    await lockValuation(tx, shop.shopId);
    const running = refitModel({ ...host, modelThread: { ...MODEL_THREAD, limit } }, shop).catch(
      (error: unknown) => error,
    );
    await begun.promise;
    await tx.query("update shop set currency = 'JPY' where shop_id = $1", [shop.shopId]);
    return { running };
  });
  expect(await refit.running).toMatchObject({ name: "AmountsChanged", retry: "later" });
  expect(await rows(db.pool, "select from value_model where shop_id = $1", [shop.shopId])).toEqual([]);
  expect((await refitModel(host, shop)).state).toBe("fitted");
});
