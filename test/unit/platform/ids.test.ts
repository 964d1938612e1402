import { expect, test } from "vitest";
import { gidOf, InvalidShopDomain, idFromGid, parseShopDomain, shopRef } from "../../../app/platform/ids.ts";

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
