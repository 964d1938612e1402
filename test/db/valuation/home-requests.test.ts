import { expect } from "vitest";
import { handOver } from "../../../app/db/queries/privacy/requests.ts";
import { readHome } from "../../../app/segments/home.ts";
import { refreshValuation } from "../../../app/valuation/compute/refresh.ts";
import { storeRequest } from "../../builders/privacy-requests.ts";
import { aCustomer, anOrder, aShop } from "../../builders/shop-rows.ts";
import { valuationHost } from "../../builders/valuation-host.ts";
import { test } from "../database.ts";

const DAY_MS = 86_400_000;
const NOW = new Date("2024-12-31T12:00:00Z");

test("the overview names requests for data until they are handed over, the late ones first and before everything else", async ({
  db,
}) => {
  const shop = await aShop(db.pool);
  const other = await aShop(db.pool);
  await aCustomer(db.pool, shop, { id: 1 });
  await anOrder(db.pool, shop, { id: 1, customer: 1, day: "2024-05-01", gross: 10_000 });
  await anOrder(db.pool, shop, { id: 2, customer: null, day: "2024-05-02", gross: 10_000 });
  await refreshValuation(valuationHost(db, "2024-12-31"), shop, { full: true });
  const named = async () => {
    const home = await readHome(db, shop, NOW);
    return home.state === "full"
      ? home.attention.filter(({ kind }) => kind.startsWith("data_requests"))
      : null;
  };
  const daysAgo = (days: number) => new Date(NOW.getTime() - days * DAY_MS);
  const ask = (days: number, of = shop) =>
    storeRequest(db, of, {
      topic: "customers/data_request",
      email: "ask@example.com",
      requestedAt: daysAgo(days),
    });
  await storeRequest(db, shop, { email: "erase@example.com", requestedAt: daysAgo(50) });
  await ask(40, other);
  expect(await named()).toEqual([]);

  const soon = await ask(3);
  await ask(12);
  const late = await ask(31);
  const later = await ask(45);
  const inTime = { kind: "data_requests", requests: 2, dueAt: daysAgo(12 - 30).toISOString() };
  expect(await named()).toEqual([
    { kind: "data_requests_overdue", requests: 2, dueAt: daysAgo(45 - 30).toISOString() },
    inTime,
  ]);
  const home = await readHome(db, shop, NOW);
  expect(
    home.state === "full" && home.attention.map(({ kind }) => kind).indexOf("data_requests_overdue"),
  ).toBe(0);

  const hand = (requestId: string) => db.transaction((tx) => handOver(tx, shop.shopId, requestId, "7", NOW));
  for (const requestId of [late, later]) await hand(requestId);
  expect(await named()).toEqual([inTime]);
  await hand(soon);
  expect(await named()).toEqual([{ ...inTime, requests: 1 }]);
});
