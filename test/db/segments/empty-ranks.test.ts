import { expect } from "vitest";
import type { Db } from "../../../app/db/client.ts";
import type { ShopRef } from "../../../app/platform/ids.ts";
import { createSegment } from "../../../app/segments/change-segment.ts";
import { readSegment } from "../../../app/segments/read-segment.ts";
import type { Rule } from "../../../app/segments/rule.ts";
import { translator } from "../../../app/ui/messages/catalogue.ts";
import { nobodyText } from "../../../app/ui/segments/nobody-text.ts";
import { aShopOf } from "../../builders/segment-shop.ts";
import { test } from "../database.ts";

const TODAY = "2024-12-31";

/** What the page of a segment of this rule answers about nobody being in it. */
async function answer(db: Db, shop: ShopRef, name: string, rule: Rule) {
  const host = { db, clock: () => new Date(`${TODAY}T12:00:00Z`), jobs: { enqueue: async () => true } };
  const saved = await createSegment(host, shop, { name, rule }, "7");
  if (!saved.ok) throw new Error(saved.reason);
  const view = (await readSegment(db, shop, saved.segment.key))!;
  return { customers: view.segment.customers, emptyRanks: view.emptyRanks };
}

test("a top of which nobody has a value, or all have the same, is said to be so, and nothing else is", async ({
  db,
}) => {
  const shop = await aShopOf(db, TODAY, [
    ...Array.from({ length: 4 }, (_, i) => ({ orders: [["2024-12-01", 1_000 + i]] as const })),
    {},
  ]);
  const top = { is: "in_top", share: 0.2 } as const;
  const best: Rule = { fact: "expectedValue", ...top };
  const margin: Rule = { fact: "grossMargin", is: "in_bottom", share: 0.5 };
  const orders: Rule = { fact: "orders", ...top };
  const nobody: Rule = { fact: "orders", is: ">", value: 9 };
  const noBest = { fact: "expectedValue", why: "no_values" };
  expect(await answer(db, shop, "Best", best)).toEqual({ customers: 0, emptyRanks: [noBest] });
  expect(await answer(db, shop, "Both", { any: [margin, { all: [best, orders] }] })).toEqual({
    customers: 0,
    emptyRanks: [{ fact: "grossMargin", why: "no_values" }, noBest, { fact: "orders", why: "tied" }],
  });
  const netSales: Rule = { fact: "netSales", ...top };
  expect(await answer(db, shop, "Some", { any: [best, netSales] })).toEqual({ customers: 1, emptyRanks: [] });
  expect(await answer(db, shop, "None", { all: [netSales, nobody, { not: best }] })).toEqual({
    customers: 0,
    emptyRanks: [],
  });

  expect(await answer(db, shop, "Either", { any: [best, nobody] })).toEqual({ customers: 0, emptyRanks: [] });

  expect((await readSegment(db, shop, "highest_expected"))?.emptyRanks).toEqual([noBest]);
  const said = nobodyText([{ fact: "expectedValue", why: "no_values" }], translator("en"));
  expect(said).toMatch(/“Expected in the next 12 months”.*no customer has such a value/);
  expect(nobodyText([], translator("nl"))).toContain("later");
});
