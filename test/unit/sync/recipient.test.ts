import { expect, test } from "vitest";
import { shopRef } from "../../../app/platform/ids.ts";
import { mapOrder, NO_DETAILS } from "../../../app/sync/mapping/order.ts";
import { recipientMarks } from "../../../app/sync/mapping/recipient.ts";
import { aMappingShop, anOrderNode } from "../../builders/order-nodes.ts";

const keyOf = (byte: number) => `key${byte}:${Buffer.alloc(32, byte).toString("base64")}`;
const { shopId } = shopRef("one.myshopify.com");
const mark = recipientMarks(keyOf(1), shopId);

test("one name is one recipient, however it is spelled", () => {
  const spellings = [
    "Zoë van den Berg",
    " zoe  VAN DEN BERG ",
    "van den Berg, Zoë",
    "Zoe\u0308 van-den Berg",
  ];
  expect(new Set(spellings.map(mark)).size).toBe(1);
  expect(mark("Zoë van der Berg")).not.toBe(mark("Zoë van den Berg"));
});

test("a name without a letter or digit is nobody", () => {
  expect(["", "  ", "-", "…"].map(mark)).toEqual([null, null, null, null]);
  expect(mark("王小明")).not.toBeNull();
});

test("a mark says nothing under another key or in another shop, and is shared by many names", () => {
  const names = Array.from({ length: 2_000 }, (_, i) => `Person ${i}`);
  const other = shopRef("other.myshopify.com").shopId;
  for (const foreign of [recipientMarks(keyOf(2), shopId), recipientMarks(keyOf(1), other)]) {
    const same = names.filter((name) => foreign(name) === mark(name));
    expect(same.length).toBeLessThan(20);
  }
  const marks = names.map((name) => mark(name) ?? -1);
  for (const one of marks) expect(one >= 0 && one < 2 ** 20).toBe(true);
  expect(new Set(marks).size).toBeGreaterThan(1_980);
});

test("only the first key marks: keys that are kept for those who were erased change nothing", () => {
  expect(recipientMarks(`${keyOf(1)},${keyOf(2)}`, shopId)("Jan")).toBe(mark("Jan"));
});

test("an order is for whom its goods were sent to, else for who paid; without a name it is for nobody known", () => {
  const shop = aMappingShop();
  const of = (shipping: string | null | undefined, billing: string | null | undefined) => {
    const address = (name: string | null | undefined) =>
      name === undefined ? null : { name, countryCodeV2: "NL" };
    const node = anOrderNode({ shippingAddress: address(shipping), billingAddress: address(billing) });
    return mapOrder(node, [], NO_DETAILS, shop).order.recipientMark;
  };
  expect(of("An Bos", "Jan Bos")).toBe(shop.recipientMark("An Bos"));
  expect(of(undefined, "Jan Bos")).toBe(shop.recipientMark("Jan Bos"));
  expect(of(null, "Jan Bos")).toBe(shop.recipientMark("Jan Bos"));
  expect(of(undefined, undefined)).toBeNull();
});
