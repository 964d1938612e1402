import { parse } from "csv-parse/sync";
import sql from "sql-template-tag";
import { describe, expect } from "vitest";
import { type Db, rows } from "../../../app/db/client.ts";
import { outcomesByAge } from "../../../app/db/queries/experiments/outcomes.ts";
import {
  beginHoldout,
  forgetDrawn,
  peopleOfExport,
  storeHoldoutShare,
} from "../../../app/db/queries/exports/draws.ts";
import { PERSON_SECTIONS, personRows } from "../../../app/db/queries/privacy/person-rows.ts";
import { openExportFile } from "../../../app/exports/export-file.ts";
import { listExports, previewExport, requestExport } from "../../../app/exports/exports.ts";
import { saveAlwaysHeldOutBp } from "../../../app/exports/holdout.ts";
import { readExportResult } from "../../../app/exports/result.ts";
import { readTogether } from "../../../app/exports/together.ts";
import type { ShopRef } from "../../../app/platform/ids.ts";
import { refreshValuation } from "../../../app/valuation/compute/refresh.ts";
import { exportHost } from "../../builders/export-host.ts";
import { aShopOf, type Member } from "../../builders/segment-shop.ts";
import { someOrders } from "../../builders/shop-rows.ts";
import { valuationHost } from "../../builders/valuation-host.ts";
import { Random } from "../../shopify/generator/random.ts";
import { test } from "../database.ts";

const DAY = "2024-10-01";
const NOW = new Date(`${DAY}T12:00:00Z`);
const LATER = "2024-11-15";

const reader = (index: number): Member => ({
  email: `reader${index}@example.com`,
  consent: index % 10 === 0 ? "UNSUBSCRIBED" : "SUBSCRIBED",
  orders: [[`2024-0${1 + (index % 8)}-15`, 1_000 + 37 * index]],
});

/** A shop with a lot of this salt, whose customers 1, 11, 21, ... may not be written to. */
async function aShopWithLot(
  db: Db,
  customers: number,
  {
    salt = 1,
    alwaysBp = 0,
    member = reader,
  }: { salt?: number; alwaysBp?: number; member?: (index: number) => Member } = {},
): Promise<ShopRef> {
  const shop = await aShopOf(
    db,
    DAY,
    Array.from({ length: customers }, (_, index) => member(index)),
  );
  await db.transaction(async (tx) => {
    await beginHoldout(tx, shop.shopId, Buffer.alloc(32, salt));
    await storeHoldoutShare(tx, shop.shopId, alwaysBp);
  });
  return shop;
}

/**
 * Downloads an export of everybody; the addresses of its file. The lot goes by the export's id, which is made new for each one: here it is the same in
 * every run, or what chance may do would be a toss of a coin.
 */
async function exported(
  db: Db,
  shop: ShopRef,
  heldOutBp: number,
  { now = NOW, minimum = 1 }: { now?: Date; minimum?: number } = {},
) {
  const asked = await requestExport(db, shop, {
    audience: { fact: "orders", is: ">=", value: minimum },
    columns: ["email"],
    format: "csv",
    heldOutBp,
    requestedBy: "42",
    now,
  });
  const [{ id: exportId = asked } = {}] = await rows<{ id: string }>(
    db.pool,
    sql`update export set export_id = ('018f3c6e-0000-7000-8000-' || lpad((select count(*) from export where shop_id = ${shop.shopId})::text, 12, '0'))::uuid
      where shop_id = ${shop.shopId} and export_id = ${asked} returning export_id id`,
  );
  const { stream } = await openExportFile(exportHost(db, now), shop, exportId);
  const text = Buffer.concat(await stream.toArray()).toString("utf8");
  const emails: string[] = parse<{ email: string }>(text, { columns: true }).map(({ email }) => email);
  return { exportId, emails };
}

interface Drawn {
  readonly id: number;
  readonly g: number;
  readonly expected: number;
}

const drawnOf = (db: Db, shop: ShopRef, exportId: string): Promise<Drawn[]> =>
  rows<Drawn & Record<string, unknown>>(
    db.pool,
    sql`select p.* from export_draw d cross join lateral unnest(customer_ids, groups, expected_minor) p(id, g, expected)
      where shop_id = ${shop.shopId} and export_id = ${exportId} order by id`,
  );

const idsIn = (drawn: readonly Drawn[], group: number): number[] =>
  drawn.filter(({ g }) => g === group).map(({ id }) => id);

describe("the lot of an export", () => {
  test("whoever may be written to is drawn once: to be in the file, or to be counted as held out", async ({
    db,
  }) => {
    const shop = await aShopWithLot(db, 1_300, { alwaysBp: 1_000 });
    const { exportId, emails } = await exported(db, shop, 2_000);
    const drawn = await drawnOf(db, shop, exportId);
    expect(drawn).toHaveLength(1_170);
    expect(emails.toSorted()).toEqual(
      idsIn(drawn, 0)
        .map((id) => `reader${id - 1}@example.com`)
        .toSorted(),
    );
    const [heldOut, always] = [idsIn(drawn, 1).length, idsIn(drawn, 2).length];
    // Within four standard deviations of a tenth, and of a fifth of the others.
    expect(Math.abs(always - 117)).toBeLessThan(41);
    expect(Math.abs(heldOut - 210)).toBeLessThan(52);
    const [record] = (await listExports(db, shop)).records;
    expect(record).toMatchObject({
      included: emails.length,
      leftOut: [
        { reason: "UNSUBSCRIBED", customers: 130 },
        { reason: "HELD_OUT", customers: heldOut + always },
      ],
      heldOutBp: 2_000,
    });
  });

  test("of two lists holds out the same people of all, and others of each", async ({ db }) => {
    const shop = await aShopWithLot(db, 1_000, { alwaysBp: 1_000 });
    const draws: Drawn[][] = [];
    for (const minimum of [1, 0])
      draws.push(await drawnOf(db, shop, (await exported(db, shop, 5_000, { minimum })).exportId));
    const [one = [], other = []] = draws;
    expect(idsIn(one, 2)).toEqual(idsIn(other, 2));
    const both = idsIn(one, 1).filter((id) => idsIn(other, 1).includes(id)).length;
    // A half of a half of 810, within four standard deviations.
    expect(Math.abs(both - 202)).toBeLessThan(50);
  });

  test("of a list that is exported again stays for as long as its experiment is open", async ({ db }) => {
    const shop = await aShopWithLot(db, 400);
    const first = await exported(db, shop, 5_000);
    const heldOut = idsIn(await drawnOf(db, shop, first.exportId), 1);
    const drawnAfter = async (days: number) => {
      const { exportId } = await exported(db, shop, 5_000, {
        now: new Date(NOW.getTime() + days * 86_400_000),
      });
      return idsIn(await drawnOf(db, shop, exportId), 1);
    };
    expect(await drawnAfter(0)).toEqual(heldOut);
    expect(await drawnAfter(80)).toEqual(heldOut);
    // 89 days after the one before, which kept the lot in use.
    expect(await drawnAfter(169)).toEqual(heldOut);
    expect(await drawnAfter(169 + 90)).not.toEqual(heldOut);
  });

  test("keeps out of every file whoever was held out under another id before a merge", async ({ db }) => {
    const shop = await aShopWithLot(db, 200, { alwaysBp: 2_000 });
    const drawn = await drawnOf(db, shop, (await exported(db, shop, 0)).exportId);
    const [gone, kept] = [idsIn(drawn, 2)[0] ?? 0, idsIn(drawn, 0)[0] ?? 0];
    await db.pool.query(
      "insert into customer_alias (shop_id, from_customer_id, to_customer_id, merged_at) values ($1, $2, $3, now())",
      [shop.shopId, gone, kept],
    );
    const { exportId, emails } = await exported(db, shop, 0);
    expect(idsIn(await drawnOf(db, shop, exportId), 2)).toContain(kept);
    expect(emails).not.toContain(`reader${kept - 1}@example.com`);
  });

  test("is not kept where it holds nobody out", async ({ db }) => {
    const shop = await aShopWithLot(db, 20);
    expect(await drawnOf(db, shop, (await exported(db, shop, 0)).exportId)).toEqual([]);
  });

  test("of a larger share keeps whom the smaller one held out; of none holds out nobody", async ({ db }) => {
    const shop = await aShopWithLot(db, 500, { alwaysBp: 500 });
    const few = idsIn(await drawnOf(db, shop, (await exported(db, shop, 0)).exportId), 2);
    await db.transaction((tx) => storeHoldoutShare(tx, shop.shopId, 2_000));
    const many = idsIn(await drawnOf(db, shop, (await exported(db, shop, 0)).exportId), 2);
    expect(many.length).toBeGreaterThan(few.length);
    expect(many).toEqual(expect.arrayContaining(few));
    await db.transaction((tx) => storeHoldoutShare(tx, shop.shopId, 0));
    expect((await exported(db, shop, 0)).emails).toHaveLength(450);
  });

  test("its salt is never changed", async ({ db }) => {
    const shop = await aShopWithLot(db, 1);
    const change = "update shop_holdout set salt = '\\x00' where shop_id = $1";
    await expect(db.pool.query(change, [shop.shopId])).rejects.toThrow(/salt of a shop's lot/);
    await db.transaction((tx) => beginHoldout(tx, shop.shopId, Buffer.alloc(32, 9)));
    const { rows: kept } = await db.pool.query("select salt from shop_holdout where shop_id = $1", [
      shop.shopId,
    ]);
    expect(kept).toEqual([{ salt: Buffer.alloc(32, 1) }]);
  });
});

/** Orders after the file: of `chance`, by group; returned goods among them. */
async function laterOrders(
  db: Db,
  shop: ShopRef,
  drawn: readonly Drawn[],
  chance: (group: number) => number,
): Promise<void> {
  const random = new Random(3);
  const orders = drawn.flatMap(({ id, g }) =>
    Array.from({ length: 3 }, (_, k) => ({ id: id * 100 + 50 + k, customer: id }))
      .filter(() => random.chance(chance(g)))
      .map((order) => {
        const gross = 500 + random.below(9_000);
        const returns = random.chance(0.2) ? random.below(gross) : 0;
        const day = `2024-10-${String(1 + random.below(31)).padStart(2, "0")}`;
        const cost = Math.floor((gross - returns) / 3);
        return { ...order, day, gross, returns, discounts: 0, cost, costKnownNetSales: gross - returns };
      }),
  );
  await someOrders(db.pool, shop, orders);
  await refreshValuation(valuationHost(db, LATER), shop, { full: true });
}

/** What a person is told of exports. */
async function placesOf(db: Db, shop: ShopRef, customerId: number): Promise<unknown[]> {
  const section = PERSON_SECTIONS.find(({ name }) => name === "placesInExports");
  if (!section) throw new Error("places in exports are a section");
  const person = { customerIds: [customerId], emails: [], phones: [], names: [], orderIds: [] };
  const found: unknown[] = [];
  for await (const page of personRows(db.pool, shop.shopId, section, person, 7)) {
    found.push(...page.map((row) => JSON.parse(row)));
  }
  return found;
}

describe("what an export brought", () => {
  test("adds up, day by day, to what the people of each group did since", async ({ db }) => {
    const shop = await aShopWithLot(db, 400, { alwaysBp: 1_000 });
    const { exportId } = await exported(db, shop, 3_000);
    const drawn = await drawnOf(db, shop, exportId);
    await laterOrders(db, shop, drawn, () => 0.4);
    const people = peopleOfExport(shop.shopId, exportId, { firstDay: DAY, days: 46 });
    const days = await outcomesByAge(db.pool, shop.shopId, people, 0);
    const { rows: stored } = await db.pool.query(
      "select customer_id, sum(net_sales_minor)::float8 y, sum(orders)::float8 o, sum(net_sales_minor - cost_minor)::float8 m from customer_day where shop_id = $1 and day >= $2 group by 1",
      [shop.shopId, DAY],
    );
    for (const [placement, group] of [
      ["sent", 0],
      ["held_out", 1],
      ["always_held_out", 2],
    ] as const) {
      const theirs = days.filter((one) => one.placement === placement);
      const wanted = { buyers: 0, y: 0, yy: 0, xy: 0, o: 0, oo: 0, m: 0, mm: 0 };
      for (const { id, expected } of drawn.filter(({ g }) => g === group)) {
        const did = stored.find(({ customer_id }) => customer_id === id);
        if (!did) continue;
        wanted.buyers += 1;
        wanted.y += did.y;
        wanted.yy += did.y ** 2;
        wanted.xy += expected * did.y;
        wanted.o += did.o;
        wanted.oo += did.o ** 2;
        wanted.m += did.m;
        wanted.mm += did.m ** 2;
      }
      const total = (of: (one: (typeof theirs)[number]) => number) =>
        theirs.reduce((sum, one) => sum + of(one), 0);
      expect({
        buyers: total((one) => one.buyers),
        y: total((one) => one.netSales.y),
        yy: total((one) => one.netSales.yy),
        xy: total((one) => one.netSales.xy),
        o: total((one) => one.orders.y),
        oo: total((one) => one.orders.yy),
        m: total((one) => one.margin.y),
        mm: total((one) => one.margin.yy),
      }).toEqual(wanted);
      expect(wanted.buyers).toBeGreaterThan(10);
    }
  });

  test("is seen where there is something, and not where there is nothing", async ({ db }) => {
    for (const [sent, verdict] of [
      [0.9, "between"],
      [0.3, "no_difference_seen"],
    ] as const) {
      const shop = await aShopWithLot(db, 600);
      const { exportId } = await exported(db, shop, 5_000);
      await laterOrders(db, shop, await drawnOf(db, shop, exportId), (group) => (group === 0 ? sent : 0.3));
      const found = await readExportResult(db, shop, exportId);
      expect(found?.result).toMatchObject({
        state: "measured",
        verdict: { verdict },
        firstDay: DAY,
        isOver: false,
      });
      if (found?.result.state !== "measured") throw new Error("not measured");
      const { looks, netSales } = found.result;
      expect(looks.at(-1)).toMatchObject({ day: LATER, ...netSales });
      expect(looks).toHaveLength(46);
      expect(looks[0]?.interval).toBeNull();
    }
  });

  test("of margin says for which part of the net sales a cost is known, and nothing where the rest has no margin", async ({
    db,
  }) => {
    const shop = await aShopWithLot(db, 300, { alwaysBp: 1_000 });
    const { exportId } = await exported(db, shop, 5_000);
    const drawn = await drawnOf(db, shop, exportId);
    await laterOrders(db, shop, drawn, () => 0.4);
    const whole = { costCoverage: 1, margin: { difference: expect.any(Number) } };
    expect((await readExportResult(db, shop, exportId))?.result).toMatchObject(whole);
    expect(await readTogether(db, shop)).toMatchObject({ costCoverage: 1 });
    // Half of what was sold since, to everybody whom the comparison is of.
    const of = idsIn(drawn, 0).concat(idsIn(drawn, 1));
    await db.pool.query(
      `update customer_day set cost_known_net_sales_minor = case customer_id % 2 when 0 then net_sales_minor else 0 end,
        cost_minor = case customer_id % 2 when 0 then cost_minor else 0 end where shop_id = $1`,
      [shop.shopId],
    );
    const { rows: sums } = await db.pool.query(
      `select sum(cost_known_net_sales_minor)::float8 / sum(net_sales_minor) share from customer_day
        where shop_id = $1 and day >= $2 and customer_id = any($3)`,
      [shop.shopId, DAY, of],
    );
    const half = (await readExportResult(db, shop, exportId))?.result;
    if (half?.state !== "measured") throw new Error("not measured");
    expect(half.costCoverage).toBeCloseTo(sums[0].share, 12);
    expect([half.margin, half.sent.marginMinor]).toEqual([null, null]);
  });

  test("is not said where the groups are not what the lot made", async ({ db }) => {
    const shop = await aShopWithLot(db, 600);
    const { exportId } = await exported(db, shop, 5_000);
    const drawn = await drawnOf(db, shop, exportId);
    await laterOrders(db, shop, drawn, (group) => (group === 0 ? 0.9 : 0.3));
    await db.transaction((tx) => forgetDrawn(tx, shop.shopId, idsIn(drawn, 1).slice(0, 120)));
    expect((await readExportResult(db, shop, exportId))?.result).toMatchObject({
      verdict: { verdict: "split_broken" },
      netSales: { interval: null },
    });
  });

  test("is nothing yet before the download, and nothing at all without a lot", async ({ db }) => {
    const shop = await aShopWithLot(db, 40);
    const asked = {
      audience: { fact: "orders", is: ">=", value: 1 },
      columns: ["email"],
      format: "csv",
    } as const;
    const waiting = await requestExport(db, shop, {
      ...asked,
      columns: ["email"],
      ...{ heldOutBp: 1_000, requestedBy: "42", now: NOW },
    });
    expect((await readExportResult(db, shop, waiting))?.result).toEqual({ state: "not_begun" });
    const { exportId } = await exported(db, shop, 0);
    expect((await readExportResult(db, shop, exportId))?.result).toEqual({ state: "no_lot" });
    expect(await readExportResult(db, shop, "11d7a1f0-0d4b-4a7e-8f7c-1d1f6d4b0001")).toBeNull();
  });

  test("follows who was merged, and forgets who was erased", async ({ db }) => {
    const shop = await aShopWithLot(db, 60);
    const { exportId } = await exported(db, shop, 5_000);
    const before = await drawnOf(db, shop, exportId);
    const [gone, kept] = [idsIn(before, 0)[0] ?? 0, idsIn(before, 1)[0] ?? 0];
    await db.pool.query(
      "insert into customer_alias (shop_id, from_customer_id, to_customer_id, merged_at) values ($1, $2, $3, now())",
      [shop.shopId, gone, kept],
    );
    await laterOrders(
      db,
      shop,
      before.filter(({ id }) => id !== gone),
      () => 0.5,
    );
    const result = (await readExportResult(db, shop, exportId))?.result;
    if (result?.state !== "measured") throw new Error("not measured");
    expect(result.sent.people + result.heldOut.people).toBe(before.length - 1);
    expect(result.heldOut.people).toBe(idsIn(before, 1).length);
    expect(await placesOf(db, shop, kept)).toEqual([
      { export_id: exportId, customer_id: kept, drawn: "held out of this export", expected_minor: 0 },
    ]);
    await db.transaction((tx) => forgetDrawn(tx, shop.shopId, [kept]));
    expect(await placesOf(db, shop, kept)).toEqual([]);
    expect(await drawnOf(db, shop, exportId)).toEqual(before.filter(({ id }) => id !== kept));
  });
});

describe("an export of the same list that holds out fewer people", () => {
  test("reaches some who were held out before, and ends the comparison of then the evening before", async ({
    db,
  }) => {
    const shop = await aShopWithLot(db, 600);
    const { exportId } = await exported(db, shop, 5_000);
    const drawn = await drawnOf(db, shop, exportId);
    const daysLater = (days: number) => ({ now: new Date(NOW.getTime() + days * 86_400_000) });
    // As large a share reaches nobody of them; another list, with a lot of its own, as many of either group.
    await exported(db, shop, 5_000, daysLater(3));
    await exported(db, shop, 0, { ...daysLater(4), minimum: 0 });
    const { emails } = await exported(db, shop, 1_000, daysLater(20));
    expect(idsIn(drawn, 1).some((id) => emails.includes(`reader${id - 1}@example.com`))).toBe(true);
    await laterOrders(db, shop, drawn, (group) => (group === 0 ? 0.9 : 0.3));
    expect((await readExportResult(db, shop, exportId))?.result).toMatchObject({
      ...{ state: "measured", firstDay: DAY, lastDay: "2024-10-20", reachedOn: "2024-10-21" },
      isOver: false,
    });
  });

  test("on the same day leaves nothing to say of the one before", async ({ db }) => {
    const shop = await aShopWithLot(db, 100);
    const { exportId } = await exported(db, shop, 5_000);
    const { exportId: later } = await exported(db, shop, 0, { now: new Date(NOW.getTime() + 60_000) });
    await laterOrders(db, shop, await drawnOf(db, shop, exportId), () => 0.5);
    expect((await readExportResult(db, shop, exportId))?.result).toEqual({ state: "reached" });
    expect((await readExportResult(db, shop, later))?.result).toEqual({ state: "no_lot" });
  });
});

test("a download that stopped has no result", async ({ db }) => {
  const shop = await aShopWithLot(db, 200);
  const { exportId } = await exported(db, shop, 5_000);
  await laterOrders(db, shop, await drawnOf(db, shop, exportId), () => 0.5);
  await db.pool.query("update export set status = 'failed' where shop_id = $1", [shop.shopId]);
  expect((await readExportResult(db, shop, exportId))?.result).toEqual({ state: "stopped" });
});

test("a shop where nobody ordered for 90 days can tell what an export brought", async ({ db }) => {
  const shop = await aShopOf(
    db,
    DAY,
    Array.from(
      { length: 300 },
      (_, i): Member => ({ ...reader(i + 1), orders: [["2024-01-15", 2_000 + i]] }),
    ),
  );
  await db.transaction(async (tx) => {
    await beginHoldout(tx, shop.shopId, Buffer.alloc(32, 4));
    await storeHoldoutShare(tx, shop.shopId, 0);
  });
  const { exportId } = await exported(db, shop, 5_000);
  await laterOrders(db, shop, await drawnOf(db, shop, exportId), () => 0.3);
  expect((await readExportResult(db, shop, exportId))?.result).toMatchObject({
    verdict: { verdict: "no_difference_seen" },
  });
});

describe("what all exports brought together", () => {
  /** Those who ordered twice, and ten days later everybody. */
  const aShopWithTwoExports = async (db: Db, customers: number) => {
    const member = (index: number): Member => {
      const { orders, ...one } = reader(index);
      return {
        ...one,
        orders: [...(orders ?? []), ...(index % 3 === 0 ? [["2024-01-03", 700] as const] : [])],
      };
    };
    const shop = await aShopWithLot(db, customers, { alwaysBp: 3_000, member });
    const draws: Drawn[][] = [];
    for (const [days, minimum] of [
      [0, 2],
      [10, 1],
    ] as const) {
      const now = new Date(NOW.getTime() + days * 86_400_000);
      draws.push(await drawnOf(db, shop, (await exported(db, shop, 1_000, { now, minimum })).exportId));
    }
    return { shop, draws };
  };

  test("compares everybody once, from the first export on, with who is held out of all", async ({ db }) => {
    const { shop, draws } = await aShopWithTwoExports(db, 600);
    const [first = [], all = []] = draws;
    expect([first.length, all.length]).toEqual([180, 540]);
    await laterOrders(db, shop, all, (group) => (group === 2 ? 0.2 : 0.8));
    const result = await readTogether(db, shop);
    if (result.state !== "measured") throw new Error("not measured");
    expect(result.heldOut.people).toBe(idsIn(all, 2).length);
    expect(result.sent.people + result.heldOut.people).toBe(540);
    expect(result).toMatchObject({ firstDay: DAY, lastDay: LATER, verdict: { verdict: "between" } });
    const { verdict } = result;
    if (verdict.verdict !== "between") throw new Error("not seen");
    expect(verdict.low).toBeGreaterThan(0);
    // No value was predicted, so nothing is corrected: the range is around what those not held out spent more, of each first export.
    const { rows: stored } = await db.pool.query(
      "select customer_id id, day::text, net_sales_minor::float8 y from customer_day where shop_id = $1",
      [shop.shopId],
    );
    const isEarly = new Set(first.map(({ id }) => id));
    let total = 0;
    let people = 0;
    for (const [cohort, from] of [
      [first, "2024-10-01"],
      [all.filter(({ id }) => !isEarly.has(id)), "2024-10-11"],
    ] as const) {
      const mean = (those: readonly Drawn[]) =>
        stored
          .filter(({ id, day }) => day >= from && those.some((one) => one.id === id))
          .reduce((sum, { y }) => sum + y, 0) / those.length;
      const others = cohort.filter(({ g }) => g !== 2);
      total += others.length * (mean(others) - mean(cohort.filter(({ g }) => g === 2)));
      people += others.length;
    }
    expect((verdict.low + verdict.high) / 2).toBeCloseTo(total / people, 6);
  });

  test("of people whom a smaller share reached ends the evening before, and goes on with who is drawn first afterwards", async ({
    db,
  }) => {
    const member = (index: number): Member => ({
      ...reader(index),
      consent: "SUBSCRIBED",
      orders:
        index % 3 === 0
          ? [...(reader(index).orders ?? []), ["2024-01-03", 700]]
          : (reader(index).orders ?? []),
    });
    const shop = await aShopWithLot(db, 900, { alwaysBp: 4_000, member });
    const first = await exported(db, shop, 0, { minimum: 2 });
    const early = await drawnOf(db, shop, first.exportId);
    const on = (day: string) => ({ db, clock: () => new Date(`${day}T12:00:00Z`) });
    await saveAlwaysHeldOutBp(on("2024-10-15"), shop, 2_000, "42");
    const now = new Date("2024-10-16T12:00:00Z");
    const second = await exported(db, shop, 0, { now });
    const all = await drawnOf(db, shop, second.exportId);
    // The second reached some of those whom the first held out.
    expect(idsIn(early, 2).some((id) => idsIn(all, 0).includes(id))).toBe(true);
    await laterOrders(db, shop, all, () => 0.6);
    const result = await readTogether(db, shop);
    if (result.state !== "measured") throw new Error("not measured");
    expect(result.loweredOn).toBe("2024-10-15");
    const isEarly = new Set(early.map(({ id }) => id));
    const late = all.filter(({ id }) => !isEarly.has(id));
    const { rows: stored } = await db.pool.query(
      "select customer_id id, day::text, orders from customer_day where shop_id = $1",
      [shop.shopId],
    );
    const perPerson = (isHeldOut: boolean) => {
      const cohorts = [
        { people: early, from: DAY, to: "2024-10-14" },
        { people: late, from: "2024-10-16", to: LATER },
      ].map((one) => ({ ...one, people: one.people.filter(({ g }) => (g === 2) === isHeldOut) }));
      const orders = cohorts.flatMap(({ people, from, to }) => {
        const ids = new Set(people.map(({ id }) => id));
        return stored.filter(({ id, day }) => ids.has(id) && day >= from && day <= to);
      });
      const people = cohorts.reduce((sum, one) => sum + one.people.length, 0);
      return { people, orders: orders.reduce((sum, one) => sum + one.orders, 0) / people };
    };
    expect(result.sent).toMatchObject(perPerson(false));
    expect(result.heldOut).toMatchObject(perPerson(true));
    // A share that is raised reaches nobody.
    await saveAlwaysHeldOutBp(on("2024-10-20"), shop, 4_000, "42");
    expect(await readTogether(db, shop)).toEqual(result);
  });

  test("is nothing where nobody is held out of all, and over after two years", async ({ db }) => {
    const shop = await aShopWithLot(db, 100);
    await exported(db, shop, 5_000);
    expect(await readTogether(db, shop)).toEqual({ state: "none" });
    await db.transaction((tx) => storeHoldoutShare(tx, shop.shopId, 2_000));
    await exported(db, shop, 5_000);
    expect(await readTogether(db, shop)).toMatchObject({ state: "measured", firstDay: DAY });
    await db.pool.query("update shop_holdout set first_day = first_day - 730");
    expect(await readTogether(db, shop)).toEqual({ state: "over", firstDay: "2022-10-02" });
  });
});

describe("the plan of an export", () => {
  test("is made of what the shop's customers spent in as many days before", async ({ db }) => {
    const shop = await aShopWithLot(db, 300, { alwaysBp: 700 });
    const preview = await previewExport(db, shop, { fact: "orders", is: ">=", value: 1 });
    const { rows: stored } = await db.pool.query(
      "select sum(net_sales_minor)::float8 y from customer_day where shop_id = $1 and day > date '2024-10-01' - 90 group by customer_id",
      [shop.shopId],
    );
    const squares = stored.reduce((sum, { y }) => sum + y * y, 0) / 300;
    expect(preview?.plan).toMatchObject({ alwaysHeldOutBp: 700, currency: "EUR" });
    expect(preview?.plan.spending?.variance).toBeCloseTo(squares, 3);
  });

  test("has less to explain where the predictions tell these people apart, as its result will", async ({
    db,
  }) => {
    const shop = await aShopWithLot(db, 300);
    const planOf = async () => (await previewExport(db, shop, { fact: "orders", is: ">=", value: 1 }))?.plan;
    // As much of the value squared a piece, so that the people of the list are as the shop's.
    const predict = (expected: string) =>
      db.pool.query(
        `update customer_value set expected_value_minor = ${expected}, expected_orders = (${expected})::float8 ^ 2 / 25e6
          where shop_id = $1`,
        [shop.shopId],
      );
    await predict("5000");
    const alike = await planOf();
    await predict("case when customer_id % 2 = 0 then 9000 else 1000 end");
    const apart = await planOf();
    if (!alike?.spending || !apart?.spending) throw new Error("people ordered");
    // 4,000 in a year from the mean on either side.
    const among = await db.pool.query(
      "select var_pop(expected_value_minor)::float8 v from customer_value where shop_id = $1 and reachable and orders >= 1",
      [shop.shopId],
    );
    const explained = among.rows[0].v * (90 / 365) ** 2;
    expect(explained).toBeGreaterThan(0.8 * (4_000 * (90 / 365)) ** 2);
    expect(alike.spending.variance - apart.spending.variance).toBeCloseTo(explained, 3);
    expect(apart.plannedVariance).toBe(apart.spending.variance);
  });
});
