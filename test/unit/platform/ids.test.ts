import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import {
  ascendingIds,
  gidOf,
  InvalidShopDomain,
  idFromGid,
  parseShopDomain,
  shopRef,
} from "../../../app/platform/ids.ts";

test("a shop's id follows from its domain, whatever the case, and is a safe integer", () => {
  const shop = shopRef("Example-Shop.myshopify.com ");
  expect(shop.domain).toBe("example-shop.myshopify.com");
  expect(shop.shopId).toBe(shopRef("example-shop.myshopify.com").shopId);
  expect(Number.isSafeInteger(shop.shopId)).toBe(true);
  expect(shop.shopId).not.toBe(shopRef("example-shop-2.myshopify.com").shopId);
});

test("what is not a shop's domain is refused", () => {
  for (const text of [
    "",
    "example.com",
    "a.b.myshopify.com",
    "-a.myshopify.com",
    "a.myshopify.com.evil.example",
  ]) {
    expect(() => parseShopDomain(text)).toThrow(InvalidShopDomain);
  }
});

test("a Shopify id gives its number, and only for the type that was asked for", () => {
  expect(idFromGid("gid://shopify/Customer/6940095840", "Customer")).toBe(6_940_095_840);
  expect(idFromGid(gidOf("Order", 7), "Order")).toBe(7);
  expect(idFromGid("gid://shopify/Order/7?part=1", "Order")).toBe(7);
  expect(() => idFromGid("gid://shopify/Order/", "Order")).toThrow(RangeError);
  expect(() => idFromGid("gid://shopify/OrderLine/7", "Order")).toThrow(RangeError);
  expect(() => idFromGid("gid://shopify/Order/7", "Customer")).toThrow("is not the id of a Shopify Customer");
  expect(() => idFromGid("gid://shopify/Order/99999999999999999999", "Order")).toThrow(RangeError);
});

test("a later id is greater, while the clock stands, goes on and goes back", () => {
  const start = Date.UTC(2026, 5, 1);
  const times = [...new Array<number>(10_000).fill(start), start + 1, start + 60_000, start - 60_000, start];
  let at = 0;
  const next = ascendingIds(() => times[at++] ?? start, randomBytes);
  const ids = times.map(() => next());
  expect(ids).toEqual([...new Set(ids)].sort());
  for (const id of ids)
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(Number.parseInt((ids[0] ?? "").replace("-", "").slice(0, 12), 16)).toBe(start);
});
