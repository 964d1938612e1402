import { describe, expect } from "vitest";
import type { Db } from "../../../app/db/client.ts";
import type { ShopRef } from "../../../app/platform/ids.ts";
import { createSegment } from "../../../app/segments/change-segment.ts";
import { listSegments } from "../../../app/segments/list-segments.ts";
import { previewRule } from "../../../app/segments/preview.ts";
import { readSegment } from "../../../app/segments/read-segment.ts";
import type { Rule } from "../../../app/segments/rule.ts";
import type { SegmentKey } from "../../../app/segments/segment-key.ts";
import { createFormat } from "../../../app/ui/format.ts";
import { translator } from "../../../app/ui/messages/catalogue.ts";
import { marginText } from "../../../app/ui/segments/margin-text.ts";
import { refreshValuation } from "../../../app/valuation/compute/refresh.ts";
import { aShopOf } from "../../builders/segment-shop.ts";
import { valuationHost } from "../../builders/valuation-host.ts";
import { test } from "../database.ts";

const TODAY = "2024-12-31";
const byMargin: Rule = { fact: "grossMarginIn", period: { lastDays: 90 }, is: "in_top", share: 0.5 };

/** Of 20 customers the last five bought most, and one order of each is of unknown cost; one never bought. */
const aShopWithGapsInCosts = (db: Db): Promise<ShopRef> =>
  aShopOf(db, TODAY, [
    ...Array.from({ length: 15 }, (_, i) => ({
      orders: [["2024-12-01", 1_000 + i, { cost: 500 }] as const],
    })),
    ...Array.from({ length: 5 }, (_, i) => ({
      orders: [
        ["2024-11-01", 5_000 + i, { cost: 1_000 }],
        ["2024-12-01", 4_000],
      ] as const,
    })),
    {},
  ]);

async function setMargin(db: Db, shop: ShopRef, bp: number): Promise<void> {
  await db.pool.query(
    `insert into shop_settings (shop_id, count_zero_value_orders, join_guests_by_email, refund_dating, default_margin_bp, revision,
       updated_at) values ($1, false, true, 'order', $2, 1, now())`,
    [shop.shopId, bp],
  );
  await refreshValuation(valuationHost(db, TODAY), shop, { full: false });
}

async function membersOf(db: Db, shop: ShopRef, key: SegmentKey): Promise<number[]> {
  const view = await readSegment(db, shop, key);
  return view!.members.map(({ customerId }) => customerId).sort((a, b) => a - b);
}

const format = createFormat({ locale: "en", currency: "EUR", minorDigits: 2, timeZone: "UTC" });

describe("a list by margin", () => {
  test("says without a default margin among how many it is drawn, wherever it is shown", async ({ db }) => {
    const shop = await aShopWithGapsInCosts(db);
    const host = { db, clock: () => new Date(`${TODAY}T12:00:00Z`), jobs: { enqueue: async () => true } };
    const own = await createSegment(host, shop, { name: "Own", rule: { not: byMargin } }, "7");
    if (!own.ok) throw new Error(own.reason);
    const netSales = 15 * 1_000 + 105 + 5 * 9_000 + 10;
    const margins = {
      ...{ customers: 20, known: 15, hasDefault: false },
      coverage: (netSales - 20_000) / netSales,
    };
    expect(await membersOf(db, shop, "highest_margin")).toEqual([14, 15]);
    const view = await readSegment(db, shop, "highest_margin");
    expect(view?.margins).toEqual(margins);
    expect(marginText(view!.margins!, translator("en"), format)).toBe(
      "Gross margin is known of 15 of 20 customers, and only they are ranked and compared by it: set a default margin in the settings to have all. Costs are known for 66.7% of net sales.",
    );
    const list = await listSegments(db, shop);
    expect([list.margins, list.byMargin]).toEqual([margins, ["highest_margin", own.segment.key]]);
    expect(await previewRule(db, shop, byMargin)).toMatchObject({ preview: { margins } });

    expect((await readSegment(db, shop, "vip"))?.margins).toBeNull();
    expect(await previewRule(db, shop, { all: [] })).toMatchObject({ preview: { margins: null } });
  });

  test("holds everybody's with a default margin, and says how much of it is known", async ({ db }) => {
    const shop = await aShopWithGapsInCosts(db);
    await setMargin(db, shop, 4_000);
    expect(await membersOf(db, shop, "highest_margin")).toEqual([19, 20]);
    const { margins } = (await readSegment(db, shop, "highest_margin"))!;
    expect(margins).toMatchObject({ customers: 20, known: 20, hasDefault: true });
    expect(marginText(margins!, translator("nl"), format)).toContain("voor de rest telt je standaardmarge");
  });

  test("of the first days takes costs from those days alone, and nobody for whom they have not passed", async ({
    db,
  }) => {
    const shop = await aShopOf(db, TODAY, [
      {
        orders: [
          ["2024-01-01", 1_000, { cost: 400 }],
          ["2024-01-30", 500, { cost: 100 }],
          ["2024-01-31", 9_000],
        ],
      },
      { orders: [["2024-12-20", 1_000, { cost: 400 }]] },
      { orders: [["2024-06-01", 1_000]] },
      {},
    ]);
    const among = async (question: object, firstDays = 30) => {
      const rule = { fact: "earlyGrossMargin", firstDays, ...question } as Rule;
      const answer = await previewRule(db, shop, rule);
      if (answer.state !== "full") throw new Error(answer.state);
      return answer.preview.sample.map(({ person }) => person.customerId).sort((a, b) => a - b);
    };
    const exactly = (value: number) => ({ is: "=", value });
    expect(await among(exactly(1_000))).toEqual([1]);
    expect(await among(exactly(600), 14)).toEqual([1]);
    expect([await among({ is: "known" }), await among({ is: "known" }, 60)]).toEqual([[1], []]);
    expect(await among({ is: "missing" })).toEqual([2, 3, 4]);
    expect(await among({ is: "!=", value: 1_000 })).toEqual([2, 3, 4]);
    await setMargin(db, shop, 2_500);
    expect(await among({ is: "known" }, 60)).toEqual([1, 3]);
    expect(await among(exactly(1_000 + 2_250), 60)).toEqual([1]);
    expect(await among({ is: "in_bottom", share: 0.5 })).toEqual([3]);
    expect(await among({ is: "known" }, 14)).toEqual([1, 3]);
  });
});
