import { expect, test } from "vitest";
import { backAddress, withFrom } from "../../../app/ui/customer/back-address.ts";

test("a customer's page leads back to the list as it was, or to the members of a segment, and nowhere else", () => {
  const list =
    "/app/customers?sort=orders&direction=asc&country=NL&p_alive=0.2..0.7&rule=WyIiLHt9XQ&cursor=abc";
  expect(backAddress(list)).toEqual({ of: "customers", url: list });
  expect(backAddress("/app/segments/vip?cursor=abc")).toEqual({
    of: "segment",
    url: "/app/segments/vip?cursor=abc",
  });
  for (const from of [
    null,
    "",
    "https://evil.example/app/customers",
    "//evil.example/app/customers",
    "/app/segments/vip/export",
    "/app/segments/../settings",
    "/app/settings",
    "javascript:alert(1)",
    "/app/customers?sort=hats&cursor=",
  ])
    expect(backAddress(from), String(from)).toEqual({ of: "customers", url: "/app/customers" });
});

test("the comparison of a customer, and its way back, keep the list that the customer was opened from", () => {
  const list = "/app/segments/vip?cursor=abc";
  const onCustomer = new URLSearchParams({ from: list });
  const comparison = new URL(withFrom("/app/compare?customer=7", onCustomer), "https://app.invalid");
  expect(comparison.searchParams.get("customer")).toBe("7");
  const back = new URL(withFrom("/app/customers/7", comparison.searchParams), "https://app.invalid");
  expect(back.pathname).toBe("/app/customers/7");
  expect(backAddress(back.searchParams.get("from"))).toEqual({ of: "segment", url: list });
  expect(withFrom("/app/customers/7", new URLSearchParams())).toBe("/app/customers/7");
});
