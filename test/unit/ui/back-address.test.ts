import { expect, test } from "vitest";
import { backAddress } from "../../../app/ui/customer/back-address.ts";

test("a customer's page leads back to the list as it was, or to the members of a segment, and nowhere else", () => {
  const list = "/app/customers?sort=orders&direction=asc&country=NL&p_alive=0.2..0.7&cursor=abc";
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
