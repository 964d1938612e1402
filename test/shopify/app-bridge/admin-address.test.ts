import { expect, test } from "vitest";
import { adminPath } from "./admin-address.ts";

const SHOP = "corner-shop.myshopify.com";

test.each([
  ["shopify://admin/customers/1", "/customers/1"],
  ["shopify:admin/customers/1", "/customers/1"],
  ["SHOPIFY://admin", "/"],
  ["https://admin.shopify.com/store/corner-shop/orders/2?tab=a#top", "/orders/2?tab=a#top"],
  ["https://admin.shopify.com/store/corner-shop", "/"],
  [`https://${SHOP}/admin/customers/1`, "/customers/1"],
  [`https://${SHOP}/admin`, "/"],
])("%s is %s of this admin", (address, path) => {
  expect(adminPath(address, SHOP)).toBe(path);
});

test.each([
  "https://admin.shopify.com/store/another-shop/orders/2",
  "https://another-shop.myshopify.com/admin/customers/1",
  `https://${SHOP}/products/pencil`,
  `https://${SHOP}/administration`,
  "http://admin.shopify.com/store/corner-shop",
  "https://admin.shopify.com.evil.example/store/corner-shop",
  "shopify://checkout",
  "/customers/1",
  "javascript:alert(1)",
])("%s is no address of this admin", (address) => {
  expect(adminPath(address, SHOP)).toBeUndefined();
});
