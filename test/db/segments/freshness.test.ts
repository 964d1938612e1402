import { describe, expect } from "vitest";
import { isoOfDay } from "../../../app/clv/calendar.ts";
import { type Db, rows } from "../../../app/db/client.ts";
import { touchCustomers } from "../../../app/db/queries/valuation/dirty.ts";
import type { ShopRef } from "../../../app/platform/ids.ts";
import { createSegment, restoreSegment, updateSegment } from "../../../app/segments/change-segment.ts";
import { findSegment } from "../../../app/segments/find.ts";
import { readSegmentHistory, readSegmentsOfCustomer } from "../../../app/segments/membership/history.ts";
import { refreshMembership } from "../../../app/segments/membership/refresh.ts";
import type { Rule } from "../../../app/segments/rule.ts";
import type { SegmentKey, StoredKey } from "../../../app/segments/segment-key.ts";
import { refitModel } from "../../../app/valuation/compute/refit.ts";
import { refreshValuation } from "../../../app/valuation/compute/refresh.ts";
import { aShopOf, type Member } from "../../builders/segment-shop.ts";
import { someOrders } from "../../builders/shop-rows.ts";
import { valuationHost } from "../../builders/valuation-host.ts";
import { test } from "../database.ts";

const TODAY = "2024-12-31";
const LAST_DAY = 20_088;
const BY = "7";

/** A host by whose clock it is `time`. */
const hostAt = (db: Db, time: string) => ({
  ...valuationHost(db, TODAY),
  clock: () => new Date(`${TODAY}T${time}Z`),
  jobs: { enqueue: async () => true },
});

async function own(db: Db, shop: ShopRef, name: string, rule: Rule): Promise<StoredKey> {
  const saved = await createSegment(hostAt(db, "12:00"), shop, { name, rule }, BY);
  if (!saved.ok) throw new Error(saved.reason);
  return saved.segment.key;
}

const refresh = (db: Db, shop: ShopRef, time: string, whole = false) =>
  refreshMembership(hostAt(db, time), shop, { whole });

async function stateOf(db: Db, shop: ShopRef, key: SegmentKey) {
  const segment = (await findSegment(db.pool, shop.shopId, key))!;
  const history = await readSegmentHistory(db, shop, key, segment.rule!, new Date(`${TODAY}T23:00Z`));
  const { membership } = history!;
  return membership.state === "kept" && membership.isBehind ? "behind" : membership.state;
}

async function members(db: Db, shop: ShopRef, key: string): Promise<number[]> {
  const found = await rows<{ id: number }>(
    db.pool,
    "select customer_id id from segment_member where shop_id = $1 and segment_key = $2 order by 1",
    [shop.shopId, key],
  );
  return found.map(({ id }) => id);
}

const bought: Rule = { fact: "orders", is: ">", value: 0 };
const never: Rule = { fact: "orders", is: "=", value: 0 };
const inSegment = (segment: SegmentKey): Rule => ({ fact: "member", segment, is: "=", value: true });

/** The first has bought, the second has not. */
const aBuyer = (db: Db) => aShopOf(db, TODAY, [{ orders: [["2024-12-30", 1_000]] }, {}]);

describe("how fresh the members of a segment are", () => {
  test("a fit leaves them behind until they are found with its scores", async ({ db }) => {
    const buyers: Member[] = Array.from({ length: 40 }, (_, i) => ({
      orders: Array.from(
        { length: 1 + (i % 4) },
        (_, k) => [isoOfDay(LAST_DAY - 300 + 40 * k + i), 1_000 + 100 * i] as const,
      ),
    }));
    const shop = await aShopOf(db, TODAY, buyers);
    const likely = await own(db, shop, "Likely", { fact: "pAlive", is: ">=", value: 0 });
    await refresh(db, shop, "13:00");
    expect(await stateOf(db, shop, likely)).toBe("kept");
    expect((await refitModel(hostAt(db, "13:01"), shop)).state).toBe("fitted");
    expect(await stateOf(db, shop, likely)).toBe("behind");
    expect(await members(db, shop, likely)).toEqual([]);
    await refresh(db, shop, "13:02");
    expect(await stateOf(db, shop, likely)).toBe("kept");
    expect(await members(db, shop, likely)).toHaveLength(40);
  });

  test("a valuation that began before they were found and ended after leaves them behind, of whatever clock", async ({
    db,
  }) => {
    const shop = await aBuyer(db);
    const buyers = await own(db, shop, "Buyers", bought);
    await refresh(db, shop, "13:00");
    await someOrders(db.pool, shop, [{ id: 900, customer: 2, day: "2024-12-31", gross: 500 }]);
    await touchCustomers(db.pool, shop.shopId, [2]);
    // Its rows are stored only now, as those of a valuation that is stamped 13:10 and takes two minutes.
    await refresh(db, shop, "13:11", true);
    await refreshValuation(hostAt(db, "13:10"), shop, { full: false });
    expect(await stateOf(db, shop, buyers)).toBe("behind");
    await refresh(db, shop, "13:12");
    expect(await stateOf(db, shop, buyers)).toBe("kept");
    expect(await members(db, shop, buyers)).toEqual([1, 2]);
  });

  test("a segment is calculating while one that it uses is, over any number in between", async ({ db }) => {
    const shop = await aBuyer(db);
    const first = await own(db, shop, "First", bought);
    const second = await own(db, shop, "Second", inSegment(first));
    const third = await own(db, shop, "Third", { not: inSegment(second) });
    const states = async () => [
      await stateOf(db, shop, first),
      await stateOf(db, shop, second),
      await stateOf(db, shop, third),
      await stateOf(db, shop, "new"),
    ];
    expect(await states()).toEqual(["calculating", "calculating", "calculating", "calculating"]);
    await refresh(db, shop, "13:00");
    expect(await states()).toEqual(["kept", "kept", "kept", "kept"]);
    await updateSegment(hostAt(db, "13:01"), shop, first, { rule: never, revision: 1 }, BY);
    expect(await states()).toEqual(["calculating", "calculating", "calculating", "kept"]);
    await refresh(db, shop, "13:02");
    expect(await states()).toEqual(["kept", "kept", "kept", "kept"]);
    expect(await members(db, shop, third)).toEqual([1]);
  });

  test("a segment that uses one which goes out of use, or comes back, is another", async ({ db }) => {
    const shop = await aBuyer(db);
    const used = await own(db, shop, "Used", bought);
    const user = await own(db, shop, "User", { not: inSegment(used) });
    await refresh(db, shop, "13:00");
    expect(await members(db, shop, user)).toEqual([2]);
    // As an earlier version of the app did: it is refused now.
    await db.pool.query("update segment set archived_at = now() where shop_id = $1 and segment_id = $2", [
      shop.shopId,
      used,
    ]);
    expect(await stateOf(db, shop, user)).toBe("calculating");
    await refresh(db, shop, "13:02");
    expect(await stateOf(db, shop, user)).toBe("calculating");
    expect(await members(db, shop, user)).toEqual([2]);
    await restoreSegment(hostAt(db, "13:03"), shop, used, BY);
    expect(await stateOf(db, shop, user)).toBe("calculating");
    await refresh(db, shop, "13:04");
    expect(await stateOf(db, shop, user)).toBe("kept");
    expect(await members(db, shop, user)).toEqual([2]);
  });

  test("a customer is said to be in no segment of which the members are those of another rule", async ({
    db,
  }) => {
    const shop = await aBuyer(db);
    const buyers = await own(db, shop, "Buyers", bought);
    const theirs = await own(db, shop, "Theirs", inSegment(buyers));
    const of = async (customer: number) => {
      const { memberOf, calculating } = await readSegmentsOfCustomer(db, shop, customer);
      const own = ({ key }: { key: string }) => key === buyers || key === theirs;
      return {
        memberOf: memberOf
          .map(({ segment }) => segment)
          .filter(own)
          .map(({ name }) => name)
          .sort(),
        calculating: calculating.filter(own).map(({ name }) => name),
      };
    };
    await refresh(db, shop, "13:00");
    expect(await of(1)).toEqual({ memberOf: ["Buyers", "Theirs"], calculating: [] });
    await updateSegment(hostAt(db, "13:01"), shop, buyers, { rule: never, revision: 1 }, BY);
    const unknown = { memberOf: [], calculating: ["Buyers", "Theirs"] };
    expect(await of(1)).toEqual(unknown);
    expect(await of(2)).toEqual(unknown);
    await refresh(db, shop, "13:02");
    expect(await of(1)).toEqual({ memberOf: [], calculating: [] });
    expect(await of(2)).toEqual({ memberOf: ["Buyers", "Theirs"], calculating: [] });
  });
});
