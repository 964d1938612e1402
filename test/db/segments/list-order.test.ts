import { parse } from "csv-parse/sync";
import { describe, expect } from "vitest";
import type { Db } from "../../../app/db/client.ts";
import { previewExport } from "../../../app/exports/exports.ts";
import type { ShopRef } from "../../../app/platform/ids.ts";
import {
  createSegment,
  duplicateSegment,
  returnToVersion,
  type SegmentEdit,
  type SegmentsHost,
  updateSegment,
} from "../../../app/segments/change-segment.ts";
import { readSegment } from "../../../app/segments/read-segment.ts";
import { readStored, type StoredSegment } from "../../../app/segments/stored.ts";
import { TEMPLATES } from "../../../app/segments/templates.ts";
import { exported, newcomer, TODAY } from "../../builders/asked-export.ts";
import { aShopOf } from "../../builders/segment-shop.ts";
import { test } from "../database.ts";

/** P(alive) and expected value of customers 1, 2, ...; the most at stake has the fifth, nothing is known of the third. */
const PREDICTED: readonly (readonly [pAlive: number, expectedMinor: number] | null)[] = [
  [0.9, 9_000],
  [0.5, 2_000],
  null,
  [0.3, 300],
  [0.25, 2_500],
  // As much as the second.
  [0.5, 2_000],
];
const BY_STAKE = [5, 6, 2, 1, 4, 3];

async function aShopAtRisk(db: Db): Promise<ShopRef> {
  const shop = await aShopOf(
    db,
    TODAY,
    PREDICTED.map((_, i) =>
      newcomer({ email: `p${i + 1}@example.com`, orders: [["2024-12-20", 1_000 * (i + 1)]] }),
    ),
  );
  for (const [i, predicted] of PREDICTED.entries())
    await db.pool.query(
      "update customer_value set p_alive = $3, expected_value_minor = $4 where shop_id = $1 and customer_id = $2",
      [shop.shopId, i + 1, predicted?.[0] ?? null, predicted?.[1] ?? null],
    );
  return shop;
}

const hostOf = (db: Db): SegmentsHost => ({
  db,
  clock: () => new Date(`${TODAY}T12:00:00Z`),
  jobs: { enqueue: async () => true },
});

async function made(
  db: Db,
  shop: ShopRef,
  name: string,
  templateKey?: "at_risk_high_value",
): Promise<StoredSegment> {
  const rule = { fact: "orders", is: ">", value: 0 };
  const outcome = await createSegment(hostOf(db), shop, { name, rule, templateKey }, "7");
  if (!outcome.ok) throw new Error(`not saved: ${outcome.reason}`);
  return outcome.segment;
}

describe("the order of a segment", () => {
  test("is kept with what began as a template, and its table and its file follow it and say by what", async ({
    db,
  }) => {
    const shop = await aShopAtRisk(db);
    const first = await made(db, shop, "At risk", "at_risk_high_value");
    const copied = await duplicateSegment(hostOf(db), shop, first.key, "At risk too", "7");
    const copy = copied.ok ? await readStored(db.pool, shop.shopId, copied.segment.key) : null;
    for (const segment of [first, copy!]) {
      const view = (await readSegment(db, shop, segment.key))!;
      expect(view.order).toBe("value_at_stake");
      expect(view.members.map(({ customerId }) => customerId)).toEqual(BY_STAKE);
      const atStake = view.members.map(({ valueAtStakeMinor: minor }) => minor && Math.round(minor));
      expect(atStake).toEqual([7_500, 2_000, 2_000, 1_000, 700, null]);
      expect((await previewExport(db, shop, segment.key))?.order).toBe("value_at_stake");
      const file = await exported(db, shop, {
        audience: segment.key,
        columns: ["email", "p_alive", "value_at_stake"],
      });
      const [headings, ...lines]: string[][] = parse(file);
      expect(headings).toEqual(["email", "p_alive", "value_at_stake"]);
      expect(lines).toEqual([
        ["p5@example.com", "0.2500", "75.00"],
        ["p6@example.com", "0.5000", "20.00"],
        ["p2@example.com", "0.5000", "20.00"],
        ["p1@example.com", "0.9000", "10.00"],
        ["p4@example.com", "0.3000", "7.00"],
        ["p3@example.com", "", ""],
      ]);
    }
  });

  test("is that of net sales for a segment that began as nothing, and by id for a list that is none", async ({
    db,
  }) => {
    const shop = await aShopAtRisk(db);
    const { key } = await made(db, shop, "Buyers");
    const addresses = async (audience: Parameters<typeof previewExport>[2]) =>
      (await exported(db, shop, { audience })).trim().split("\r\n").slice(1);
    const view = (await readSegment(db, shop, key))!;
    expect([view.order, ...view.members.map(({ email }) => email)]).toEqual([
      "net_sales",
      ...(await addresses(key)),
    ]);
    expect(await addresses(key)).toEqual([6, 5, 4, 3, 2, 1].map((i) => `p${i}@example.com`));
    expect(await addresses({ all: [] })).toEqual([1, 2, 3, 4, 5, 6].map((i) => `p${i}@example.com`));
    expect((await previewExport(db, shop, { all: [] }))?.order).toBeNull();
  });

  test("is the one that was chosen, until another is; a new name, a copy and an earlier version keep it", async ({
    db,
  }) => {
    const shop = await aShopAtRisk(db);
    const host = hostOf(db);
    const rule = { fact: "orders", is: ">", value: 0 };
    const asked = { name: "Buyers", rule, order: "value_at_stake", templateKey: "champions" } as const;
    const created = await createSegment(host, shop, asked, "7");
    if (!created.ok) throw new Error(created.reason);
    const { key } = created.segment;
    const orderOf = async (segment: StoredSegment["key"]) => {
      const view = (await readSegment(db, shop, segment))!;
      expect((await previewExport(db, shop, segment))?.order).toBe(view.order);
      return [view.order, ...view.members.map(({ customerId }) => customerId)];
    };
    expect(await orderOf(key)).toEqual(["value_at_stake", ...BY_STAKE]);
    const save = async (edit: Partial<SegmentEdit>) => {
      const { revision } = (await readStored(db.pool, shop.shopId, key))!;
      const saved = await updateSegment(host, shop, key, { ...edit, revision }, "7");
      if (!saved.ok) throw new Error(saved.reason);
    };
    await save({ order: "predicted" });
    const byExpected = ["predicted", 1, 5, 6, 2, 4, 3];
    expect(await orderOf(key)).toEqual(byExpected);
    await save({ name: "Others" });
    await save({ rule: { fact: "orders", is: ">=", value: 1 } });
    await returnToVersion(host, shop, key, { version: 1, revision: 4 }, "7");
    expect(await orderOf(key)).toEqual(byExpected);
    const copied = await duplicateSegment(host, shop, key, "Once more", "7");
    expect(copied.ok && (await orderOf(copied.segment.key))).toEqual(byExpected);
  });

  test("of segments that began as a template before it was kept is found by the migration", async ({
    db,
  }) => {
    const shop = await aShopAtRisk(db);
    const { readFile, readdir } = await import("node:fs/promises");
    const folder = new URL("../../../prisma/migrations/", import.meta.url);
    const name = (await readdir(folder)).find((one) => one.endsWith("_segment_list_order"));
    const text = await readFile(new URL(`${name}/migration.sql`, folder), "utf8");
    const update = text.slice(text.indexOf("UPDATE"));
    for (const { key } of TEMPLATES)
      await db.pool.query(
        `insert into segment (shop_id, name, rule, template_key, created_at, created_by, updated_at, updated_by)
          values ($1, $2, '{}', $2, now(), '1', now(), '1')`,
        [shop.shopId, key],
      );
    await db.pool.query(update);
    const found = await db.pool.query<{ template_key: string; list_order: string }>(
      "select template_key, list_order from segment where shop_id = $1",
      [shop.shopId],
    );
    const orders = Object.fromEntries(found.rows.map((row) => [row.template_key, row.list_order]));
    expect(orders).toEqual(Object.fromEntries(TEMPLATES.map(({ key, order }) => [key, order])));
  });
});
