import sql from "sql-template-tag";
import { describe, expect } from "vitest";
import { type Db, rows } from "../../../app/db/client.ts";
import { lockErasures } from "../../../app/db/queries/privacy/erasure.ts";
import { valuesOutside } from "../../../app/db/queries/segments/borders.ts";
import { lockValuation } from "../../../app/db/queries/valuation/customer-value.ts";
import { removeCustomerValues } from "../../../app/db/queries/valuation/customer-value-rows.ts";
import { touchCustomers } from "../../../app/db/queries/valuation/dirty.ts";
import type { ShopRef } from "../../../app/platform/ids.ts";
import {
  archiveSegment,
  createSegment,
  MOST_ARCHIVED,
  updateSegment,
} from "../../../app/segments/change-segment.ts";
import { cannotBeCounted, problemOf } from "../../../app/segments/compose.ts";
import { findSegment } from "../../../app/segments/find.ts";
import { listSegments } from "../../../app/segments/list-segments.ts";
import { readSegmentHistory, readSegmentsOfCustomer } from "../../../app/segments/membership/history.ts";
import { refreshMembership } from "../../../app/segments/membership/refresh.ts";
import { previewRule } from "../../../app/segments/preview.ts";
import { readSegment } from "../../../app/segments/read-segment.ts";
import type { Rule } from "../../../app/segments/rule.ts";
import { readVersions, type StoredSegment } from "../../../app/segments/stored.ts";
import { refreshValuation } from "../../../app/valuation/compute/refresh.ts";
import { recordedLog } from "../../builders/recorded-log.ts";
import { aShopOf } from "../../builders/segment-shop.ts";
import { aShop, someOrders } from "../../builders/shop-rows.ts";
import { valuationHost } from "../../builders/valuation-host.ts";
import { test } from "../database.ts";

const TODAY = "2024-12-31";
const BY = "7";
const hostOf = (db: Db) => ({ ...valuationHost(db, TODAY), jobs: { enqueue: async () => true } });

async function own(db: Db, shop: ShopRef, name: string, rule: Rule): Promise<StoredSegment> {
  const saved = await createSegment(hostOf(db), shop, { name, rule }, BY);
  if (!saved.ok) throw new Error(saved.reason);
  return saved.segment;
}

const bought: Rule = { fact: "orders", is: ">", value: 0 };

describe("segments that stand in nobody's way", () => {
  test("one whose statement fails is named, and all others are counted and kept", async ({ db }) => {
    const shop = await aShopOf(db, TODAY, [{ orders: [["2024-12-15", 1_000]] }, {}]);
    const fails = await own(db, shop, "Fails", { fact: "missedOrders", is: ">", value: 1 });
    const failsToo = await own(db, shop, "Its border fails", {
      fact: "missedOrders",
      is: "in_top",
      share: 0.5,
    });
    const sound = await own(db, shop, "Sound", bought);
    // Orders a day if alive that no float8 holds.
    await db.pool.query(
      "update customer_value set expected_orders = 1e308, p_alive = 0.01 where shop_id = $1 and customer_id = 1",
      [shop.shopId],
    );
    const told: string[] = [];
    const list = await listSegments(db, shop, ({ key }) => told.push(key));
    const broken = [fails.key, failsToo.key].sort();
    expect(told.toSorted()).toEqual(broken);
    expect(list.unreadable.map(({ key }) => key).sort()).toEqual(broken);
    expect(list.unreadable.map(({ problem }) => problem.code)).toEqual([
      "cannot_be_counted",
      "cannot_be_counted",
    ]);
    expect(list.segments.find(({ key }) => key === sound.key)?.customers).toBe(1);

    const { log, lines } = recordedLog();
    await refreshMembership({ ...hostOf(db), log }, shop, { whole: true });
    const kept = await rows<{ key: string }>(
      db.pool,
      "select segment_key key from segment_member where shop_id = $1 and segment_key = any($2)",
      [shop.shopId, [sound.key, ...broken]],
    );
    expect(kept).toEqual([{ key: sound.key }]);
    const warned = lines.filter(({ event }) => event === "segments.cannot_be_counted");
    expect(warned.map(({ fields }) => fields.segment).sort()).toEqual(broken);
  });

  test("an erasure while members are being looked for leaves nothing of the person behind", async ({
    db,
  }) => {
    const shop = await aShopOf(db, TODAY, [{ orders: [["2024-12-15", 1_000]] }, {}, {}]);
    const { key } = await own(db, shop, "Bought", bought);
    await own(db, shop, "Everybody", { all: [] });
    await refreshMembership(hostOf(db), shop, { whole: true });
    // The second customer enters, and the first one leaves "one order" segments.
    await someOrders(db.pool, shop, [
      { id: 900, customer: 1, day: "2024-12-30", gross: 500 },
      { id: 901, customer: 2, day: "2024-12-30", gross: 500 },
      { id: 902, customer: 3, day: "2024-12-30", gross: 500 },
    ]);
    await touchCustomers(db.pool, shop.shopId, [1, 2, 3]);
    await refreshValuation(hostOf(db), shop, { full: false });
    let refreshed: Promise<unknown> | undefined;
    await db.transaction(async (tx) => {
      await lockValuation(tx, shop.shopId);
      await lockErasures(tx, shop.shopId, "alone");
      refreshed = refreshMembership(hostOf(db), shop, { whole: false });
      await untilSomebodyWaits(db);
      // It has looked at everybody, and holds nothing that this would wait for.
      await removeCustomerValues(tx, shop.shopId, [1, 2]);
    });
    await refreshed;
    for (const table of ["segment_member", "segment_event", "segment_dirty"]) {
      const left = await rows(
        db.pool,
        `select customer_id from ${table} where shop_id = $1 and customer_id in (1, 2)`,
        [shop.shopId],
      );
      expect([table, left]).toEqual([table, []]);
    }
    const members = await rows(
      db.pool,
      "select customer_id id from segment_member where shop_id = $1 and segment_key = $2",
      [shop.shopId, key],
    );
    expect(members).toEqual([{ id: 3 }]);
  });

  test("an erasure does not wait for segments that use others, and leaves nothing of who had entered those", async ({
    db,
  }) => {
    const shop = await aShopOf(db, TODAY, [{}, {}, {}]);
    const used = await own(db, shop, "Bought", bought);
    const user = await own(db, shop, "Bought, and little of a collection", {
      all: [
        { fact: "member", segment: used.key, is: "=", value: true },
        { fact: "boughtOrders", of: { collections: [1] }, is: "<=", value: 5 },
      ],
    });
    await refreshMembership(hostOf(db), shop, { whole: true });
    const order = { day: "2024-12-30", gross: 500 };
    await someOrders(db.pool, shop, [
      { id: 900, customer: 1, ...order },
      { id: 901, customer: 2, ...order },
      { id: 902, customer: 3, ...order },
    ]);
    await touchCustomers(db.pool, shop.shopId, [1, 2, 3]);
    await refreshValuation(hostOf(db), shop, { full: false });
    let refreshed: Promise<unknown> | undefined;
    await db.transaction(async (tx) => {
      // Of all segments, only the user asks for collections: those before it are done when it waits.
      await tx.query("lock table product_collection in access exclusive mode");
      refreshed = refreshMembership(hostOf(db), shop, { whole: false });
      await untilSomebodyWaits(db, "relation");
      await lockValuation(tx, shop.shopId);
      // A refresh that kept erasures out for its whole length would wait for this, and this for it.
      await lockErasures(tx, shop.shopId, "alone");
      const written = await rows(
        tx,
        "select customer_id id from segment_member where shop_id = $1 and segment_key = $2 order by 1",
        [shop.shopId, used.key],
      );
      expect(written).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }]);
      await removeCustomerValues(tx, shop.shopId, [1, 2]);
    });
    await refreshed;
    for (const table of ["segment_member", "segment_event", "segment_dirty"]) {
      const left = await rows(
        db.pool,
        `select customer_id from ${table} where shop_id = $1 and customer_id in (1, 2)`,
        [shop.shopId],
      );
      expect([table, left]).toEqual([table, []]);
    }
    const events = await rows(
      db.pool,
      `select customer_id id, cause from segment_event where shop_id = $1 and segment_key in ($2, $3) and entered`,
      [shop.shopId, used.key, user.key],
    );
    expect(events).toEqual([
      { id: 3, cause: "order" },
      { id: 3, cause: "order" },
    ]);
  });

  test("what was found of the used segments is found again where their user was not reached", async ({
    db,
  }) => {
    const shop = await aShopOf(db, TODAY, [{ orders: [["2024-12-15", 1_000]] }, {}]);
    const used = await own(db, shop, "Used", bought);
    const user = await own(db, shop, "User", {
      not: { fact: "member", segment: used.key, is: "=", value: true },
    });
    await refreshMembership(hostOf(db), shop, { whole: true });
    const membersOf = async ({ key }: StoredSegment) =>
      rows(
        db.pool,
        "select customer_id id from segment_member where shop_id = $1 and segment_key = $2 order by 1",
        [shop.shopId, key],
      );
    expect([await membersOf(used), await membersOf(user)]).toEqual([[{ id: 1 }], [{ id: 2 }]]);
    const opposite: Rule = { not: bought };
    await updateSegment(hostOf(db), shop, used.key, { rule: opposite, revision: 1 }, BY);
    // The process ends after the first level.
    let levels = 0;
    const ended: Db = {
      ...db,
      connection: (work) =>
        db.connection((connection, transaction) =>
          work(connection, (inside) => {
            if (levels++ === 2) throw new Error("the process ended");
            return transaction(inside);
          }),
        ),
    };
    const half = refreshMembership({ ...hostOf(db), db: ended }, shop, { whole: false });
    await expect(half).rejects.toThrow("the process ended");
    expect([await membersOf(used), await membersOf(user)]).toEqual([[{ id: 2 }], [{ id: 2 }]]);
    const now = new Date(`${TODAY}T12:00:00Z`);
    const stateOf = async (key: StoredSegment["key"], rule: Rule) =>
      (await readSegmentHistory(db, shop, key, rule, now))?.membership.state;
    const states = async () => [
      await stateOf(used.key, opposite),
      await stateOf(user.key, user.rule ?? bought),
    ];
    expect(await states()).toEqual(["calculating", "calculating"]);

    await refreshMembership(hostOf(db), shop, { whole: false });
    expect([await membersOf(used), await membersOf(user)]).toEqual([[{ id: 2 }], [{ id: 1 }]]);
    expect(await states()).toEqual(["kept", "kept"]);
  });

  test("amounts of a former currency count nobody until they are saved again", async ({ db }) => {
    const shop = await aShopOf(db, TODAY, [{ orders: [["2024-12-15", 1_000]] }]);
    const rule: Rule = { fact: "netSales", is: ">=", value: 500 };
    const amounts = await own(db, shop, "Amounts", rule);
    const none = await own(db, shop, "No amounts", {
      all: [bought, { fact: "netSales", is: ">", value: 0 }],
    });
    expect((await findSegment(db.pool, shop.shopId, amounts.key))?.rule).toEqual(rule);
    await db.pool.query("update shop set currency = 'JPY' where shop_id = $1", [shop.shopId]);
    const { unreadable, segments } = await listSegments(db, shop);
    expect(unreadable).toEqual([
      { key: amounts.key, name: "Amounts", problem: { code: "former_currency", currency: "EUR" } },
    ]);
    expect(segments.find(({ key }) => key === none.key)?.customers).toBe(1);
    const host = hostOf(db);
    const renamed = await updateSegment(host, shop, amounts.key, { name: "Renamed", revision: 1 }, BY);
    expect(renamed).toMatchObject({ ok: true, segment: { formerCurrency: "EUR", rule } });
    await updateSegment(host, shop, amounts.key, { rule, revision: 2 }, BY);
    expect(await findSegment(db.pool, shop.shopId, amounts.key)).toMatchObject({ rule, problem: null });
    const versions = await readVersions(db.pool, shop.shopId, amounts.key);
    const [yen, euro] = [
      { code: "JPY", minorDigits: 0 },
      { code: "EUR", minorDigits: 2 },
    ];
    expect(versions.map(({ currency }) => currency)).toEqual([yen, euro, euro]);
  });

  test("a segment that uses one that is not counted is not counted either, and says which one", async ({
    db,
  }) => {
    const shop = await aShopOf(db, TODAY, [{ orders: [["2024-12-15", 1_000]] }]);
    const uses = (segment: string): Rule => ({ fact: "member", segment, is: "=", value: true });
    const amounts = await own(db, shop, "Amounts", { fact: "netSales", is: ">=", value: 500 });
    const user = await own(db, shop, "User", { not: uses(amounts.key) });
    const further = await own(db, shop, "Further", { all: [bought, uses(user.key)] });
    const sound = await own(db, shop, "Sound", { all: [uses("vip")] });
    const host = hostOf(db);
    await refreshMembership(host, shop, { whole: true });
    await db.pool.query("update shop set currency = 'JPY' where shop_id = $1", [shop.shopId]);
    const { log, lines } = recordedLog();
    await refreshMembership({ ...host, log }, shop, { whole: true });
    expect(lines.filter(({ level }) => level === "warn")).toEqual([]);

    const usesUncounted = ({ key, name }: StoredSegment) => ({ code: "uses_uncounted", key, name });
    const list = await listSegments(db, shop);
    expect(list.unreadable).toEqual([
      { key: amounts.key, name: "Amounts", problem: { code: "former_currency", currency: "EUR" } },
      { key: further.key, name: "Further", problem: usesUncounted(user) },
      { key: user.key, name: "User", problem: usesUncounted(amounts) },
    ]);
    expect(list.segments.some(({ key }) => key === sound.key)).toBe(true);
    expect(await previewRule(db, shop, { all: [uses(user.key)] })).toMatchObject({
      state: "uses_uncounted",
      problem: usesUncounted(user),
    });
    expect(await findSegment(db.pool, shop.shopId, further.key)).toMatchObject({
      rule: null,
      problem: usesUncounted(user),
    });
    const { calculating, memberOf } = await readSegmentsOfCustomer(db, shop, 1);
    expect([...calculating, ...memberOf.map(({ segment }) => segment)].map(({ name }) => name)).not.toContain(
      "Further",
    );
    expect(calculating).toEqual([]);

    await updateSegment(host, shop, amounts.key, { rule: amounts.rule, revision: 1 }, BY);
    await refreshMembership(host, shop, { whole: false });
    expect((await listSegments(db, shop)).unreadable).toEqual([]);
    const now = new Date(`${TODAY}T12:00:00Z`);
    const history = await readSegmentHistory(db, shop, further.key, further.rule ?? bought, now);
    expect(history?.membership.state).toBe("kept");
  });

  test("one that uses a segment whose statement fails is left as it is, and shown as such", async ({
    db,
  }) => {
    const shop = await aShopOf(db, TODAY, [{ orders: [["2024-12-15", 1_000]] }, {}]);
    const fails = await own(db, shop, "Fails", { fact: "missedOrders", is: ">", value: 1 });
    const user = await own(db, shop, "User", {
      not: { fact: "member", segment: fails.key, is: "=", value: true },
    });
    const host = hostOf(db);
    await db.pool.query(
      "update customer_value set expected_orders = 1e308, p_alive = 0.01 where shop_id = $1 and customer_id = 1",
      [shop.shopId],
    );
    await refreshMembership(host, shop, { whole: true });
    const kept = await rows(db.pool, "select from segment_member where shop_id = $1 and segment_key = $2", [
      shop.shopId,
      user.key,
    ]);
    expect(kept).toEqual([]);
    const problem = { code: "uses_uncounted", key: fails.key, name: "Fails" };
    const { unreadable } = await listSegments(db, shop);
    expect(unreadable).toContainEqual({ key: user.key, name: "User", problem });
    // Nothing waits that could find their members; what has been saved since then waits.
    expect(await previewRule(db, shop, user.rule ?? bought)).toEqual({
      state: "uses_uncounted",
      problem,
    });
    const later = { ...host, clock: () => new Date(host.clock().getTime() + 60_000) };
    const fresh = await createSegment(later, shop, { name: "Fresh", rule: bought }, BY);
    await db.pool.query("update segment_membership set evaluated_at = $2 where shop_id = $1", [
      shop.shopId,
      new Date(host.clock().getTime() + 30_000),
    ]);
    const { uncounted, calculating } = await readSegmentsOfCustomer(db, shop, 1);
    expect(uncounted.map(({ name }) => name).sort()).toEqual(["Fails", "User"]);
    expect(calculating.map(({ name }) => name)).toEqual(["Fresh"]);
    expect(fresh.ok).toBe(true);
    const error = await readSegment(db, shop, user.key).catch((thrown: unknown) => thrown);
    expect(cannotBeCounted(error)).toBe(true);
    expect(problemOf(error)).toEqual(problem);
  });

  test("a shop archives no more segments than it may", async ({ db }) => {
    const shop = await aShop(db.pool);
    const { key } = await own(db, shop, "One more", bought);
    await db.pool.query(
      `insert into segment (shop_id, name, rule, created_at, created_by, updated_at, updated_by, archived_at)
       select $1, 'archived ' || n, '{}', now(), '7', now(), '7', now() from generate_series(1, $2::int) n`,
      [shop.shopId, MOST_ARCHIVED],
    );
    expect(await archiveSegment(hostOf(db), shop, key, BY)).toEqual({
      ok: false,
      reason: "too_many_archived",
    });
  });
});

describe("borders", () => {
  test("many at once are those that sorting gives, in a shop that is sampled", async ({ db }) => {
    const shop = await aShop(db.pool);
    await db.pool.query(
      `insert into customer_value (shop_id, customer_id, orders, net_sales_minor, expected_value_minor, valued_at)
       select $1, n, (n % 9)::int, (n * 7919::bigint) % 5003 - 500, case when n % 3 > 0 then (n * 104729::bigint) % 97 end, now()
       from generate_series(1, 40000) n`,
      [shop.shopId],
    );
    const people = Array.from({ length: 40_000 }, (_, i) => i + 1).filter((n) => n % 9 > 0);
    const net = people.map((n) => ((n * 7919) % 5003) - 500);
    const expected = people.filter((n) => n % 3 > 0).map((n) => (n * 104_729) % 97);
    const asked = [0.001, 0.07, 0.1, 0.25, 0.5, 0.99, 0.99999].flatMap((share) =>
      (["top", "bottom"] as const).flatMap((of) => [
        { share, of, condition: sql`v.net_sales_minor`, all: net },
        { share, of, condition: sql`v.expected_value_minor`, all: expected },
      ]),
    );
    const sorted = asked.map(({ share, of, all }) => {
      const order = all.toSorted((a, b) => (of === "top" ? b - a : a - b));
      return order[Math.ceil(order.length * share - 1e-9)] ?? null;
    });
    expect(await valuesOutside(db.pool, shop.shopId, asked)).toEqual(sorted);
  });
});

/** Until a session waits for an advisory lock. */
async function untilSomebodyWaits(db: Db, lock: "advisory" | "relation" = "advisory"): Promise<void> {
  for (;;) {
    const waiting = await db.pool.query(
      `select from pg_locks where locktype = $1 and not granted
        and database = (select oid from pg_database where datname = current_database())`,
      [lock],
    );
    if (waiting.rowCount) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
