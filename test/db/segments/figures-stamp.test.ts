import { expect } from "vitest";
import { readFiguresStamp } from "../../../app/segments/figures-stamp.ts";
import { refreshMembership } from "../../../app/segments/membership/refresh.ts";
import { refreshValuation } from "../../../app/valuation/compute/refresh.ts";
import { aShopOf } from "../../builders/segment-shop.ts";
import { aShop } from "../../builders/shop-rows.ts";
import { valuationHost } from "../../builders/valuation-host.ts";
import { test } from "../database.ts";

const DAY = "2024-12-31";

test("the stamp of figures is another one after a valuation, a fit and a look at members, and no other shop's", async ({
  db,
}) => {
  const unvalued = await aShop(db.pool);
  expect(await readFiguresStamp(db, unvalued)).toBeNull();
  const shop = await aShopOf(db, DAY, [{ orders: [["2024-12-01", 1_000]] }]);
  const other = await aShopOf(db, DAY, [{ orders: [["2024-12-01", 1_000]] }]);
  const othersStamp = await readFiguresStamp(db, other);
  const at = (time: string) => ({ ...valuationHost(db, DAY), clock: () => new Date(`${DAY}T${time}Z`) });
  const seen = new Set<string | null>();
  const isNew = async () => {
    const stamp = await readFiguresStamp(db, shop);
    expect(await readFiguresStamp(db, shop)).toBe(stamp);
    expect(seen).not.toContain(stamp);
    seen.add(stamp);
  };
  await isNew();
  await refreshValuation(at("13:00"), shop, { full: true });
  await isNew();
  await refreshMembership(at("13:01"), shop, { whole: true });
  await isNew();
  await db.pool.query(
    "update shop_valuation set model_id = '019ac5a0-0000-7000-8000-000000000001' where shop_id = $1",
    [shop.shopId],
  );
  await isNew();
  expect(await readFiguresStamp(db, other)).toBe(othersStamp);
  expect(await readFiguresStamp(db, unvalued)).toBeNull();
});
