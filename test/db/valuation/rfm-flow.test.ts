import fc from "fast-check";
import { describe, expect } from "vitest";
import { dayOfIso, isoOfDay } from "../../../app/clv/calendar.ts";
import { rows } from "../../../app/db/client.ts";
import { readRfmFlow } from "../../../app/valuation/pages/rfm-flow.ts";
import { aShopOf, type Member } from "../../builders/segment-shop.ts";
import { aShop } from "../../builders/shop-rows.ts";
import { groupsOn } from "../../oracle/rfm-flow.ts";
import { test } from "../database.ts";

const TODAY = "2024-12-20";
const NOTHING_ASKED = { from: null, to: null };

const member: fc.Arbitrary<Member> = fc.record({
  orders: fc.array(
    fc.tuple(
      fc.integer({ min: 0, max: 400 }).map((ago) => isoOfDay(dayOfIso(TODAY)! - ago)),
      fc.integer({ min: 1, max: 9 }).map((euros) => euros * 100),
    ),
    { maxLength: 5 },
  ),
});

describe("moves between RFM groups", () => {
  test("are those of the groups that the orders of two days give, and of today those that customers have", async ({
    db,
  }) => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(
        fc.array(member, { minLength: 5, maxLength: 40, size: "max" }),
        fc.integer({ min: 0, max: 12 }),
        fc.integer({ min: 1, max: 6 }),
        async (members, ago, before) => {
          const shop = await aShopOf(db, TODAY, members);
          const usual = await readRfmFlow(db, shop, NOTHING_ASKED);
          if (usual.state !== "full") return;
          const to = usual.ends[Math.min(ago, usual.ends.length - 2)]!;
          const from = usual.ends[Math.min(ago + before, usual.ends.length - 1)]!;
          const view = await readRfmFlow(db, shop, { from: from.key, to: to.key });
          if (view.state !== "full") throw new Error(view.state);
          expect(view).toMatchObject({ problem: null, from, to });
          const buyers = members.map(({ orders = [] }) => ({
            orders: orders.map(([iso, netMinor]) => ({ day: dayOfIso(iso)!, netMinor })),
          }));
          const [on, after] = [from, to].map(({ day }) => groupsOn(dayOfIso(day)!, buyers));
          const expected = new Map<string, { customers: number; netSalesMinor: number }>();
          for (const [i, group] of after!.entries()) {
            if (group === null) continue;
            const key = `${on![i] ?? "PROSPECTS"} > ${group}`;
            const sums = expected.get(key) ?? { customers: 0, netSalesMinor: 0 };
            const spent = buyers[i]!.orders.filter(({ day }) => day <= dayOfIso(to.day)!);
            expected.set(key, {
              customers: sums.customers + 1,
              netSalesMinor: spent.reduce((sum, { netMinor }) => sum + netMinor, sums.netSalesMinor),
            });
            seen.add(group);
          }
          const found = new Map(
            view.moves.map((move) => [
              `${move.from} > ${move.to}`,
              { customers: move.customers, netSalesMinor: move.netSalesMinor },
            ]),
          );
          expect(found).toEqual(expected);
          if (to !== usual.ends[0]) return;
          const today = await rows<{ rfm_group: string }>(
            db.pool,
            "select rfm_group from customer_value where shop_id = $1 and orders > 0 order by customer_id",
            [shop.shopId],
          );
          expect(after!.filter((group) => group !== null)).toEqual(today.map((row) => row.rfm_group));
        },
      ),
      { numRuns: 25 },
    );
    expect(seen.size).toBe(10);
  });

  test("without months asked for, the last one that is over is compared with the one before it", async ({
    db,
  }) => {
    const shop = await aShopOf(db, TODAY, [
      { orders: [["2024-09-30", 100]] },
      { orders: [["2024-11-05", 200]] },
    ]);
    await db.pool.query(
      "update customer_value set expected_value_minor = 700 where shop_id = $1 and customer_id = 2",
      [shop.shopId],
    );
    const view = await readRfmFlow(db, shop, NOTHING_ASKED);
    expect(view).toMatchObject({
      state: "full",
      problem: null,
      from: { key: "2024-10", day: "2024-10-31", isOver: true },
      to: { key: "2024-11", day: "2024-11-30", isOver: true },
      ends: [
        { key: "2024-12", day: TODAY, isOver: false },
        { key: "2024-11" },
        { key: "2024-10" },
        { key: "2024-09", day: "2024-09-30" },
      ],
    });
    if (view.state !== "full") return;
    expect(view.moves.find(({ from }) => from === "PROSPECTS")).toMatchObject({
      customers: 1,
      netSalesMinor: 200,
      expectedMinor: 700,
    });
    expect(view.moves.find(({ from }) => from !== "PROSPECTS")).toMatchObject({ expectedMinor: null });
  });

  test("months that are no months of the shop, or in the wrong order, are named, and the usual ones shown", async ({
    db,
  }) => {
    const shop = await aShopOf(db, TODAY, [{ orders: [["2024-09-30", 100]] }]);
    const asked = async (from: string | null, to: string | null) => {
      const view = await readRfmFlow(db, shop, { from, to });
      return view.state === "full" ? [view.problem, view.from.key, view.to.key] : view.state;
    };
    const usual = ["2024-10", "2024-11"];
    expect(await asked("2024-08", "2024-11")).toEqual(["no_such_month", ...usual]);
    expect(await asked("2024-10", "2025-01")).toEqual(["no_such_month", ...usual]);
    expect(await asked("October'; --", null)).toEqual(["no_such_month", ...usual]);
    expect(await asked("2024-11", "2024-10")).toEqual(["not_earlier", ...usual]);
    expect(await asked("2024-10", "2024-10")).toEqual(["not_earlier", ...usual]);
    expect(await asked(null, "2024-09")).toEqual(["not_earlier", ...usual]);
    expect(await asked(null, "2024-10")).toEqual([null, "2024-09", "2024-10"]);
    expect(await asked("2024-09", null)).toEqual([null, "2024-09", "2024-11"]);
  });

  test("a shop of one month, and one without figures, have no moves", async ({ db }) => {
    const young = await aShopOf(db, TODAY, [{ orders: [["2024-12-01", 100]] }]);
    expect(await readRfmFlow(db, young, NOTHING_ASKED)).toMatchObject({ state: "one_month" });
    const idle = await aShopOf(db, TODAY, [{}]);
    expect(await readRfmFlow(db, idle, NOTHING_ASKED)).toMatchObject({ state: "empty" });
    expect(await readRfmFlow(db, await aShop(db.pool), NOTHING_ASKED)).toMatchObject({ state: "empty" });
  });
});
