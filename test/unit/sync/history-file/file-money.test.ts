import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { fileRowsOf } from "../../../../app/sync/history-file/file-rows.ts";
import { exportText, line, ordersIn, row } from "./export-text.ts";

/** The money of the one order of these rows, in a shop without tax in its prices unless said. */
function moneyOf(rows: Parameters<typeof exportText>[0], taxesIncluded = false) {
  const { orders, refusals } = ordersIn(exportText(rows));
  expect(refusals).toEqual([]);
  const [order] = orders;
  if (!order || orders.length > 1) throw new Error(`${orders.length} orders`);
  return fileRowsOf(order, taxesIncluded);
}

describe("tax", () => {
  const taxed = { "Tax 1 Name": "BTW 21%", "Tax 1 Value": "2.10" };

  test("the total says whether it is on top or inside, whatever the shop's setting", () => {
    const onTop = row({ Taxes: "2.10", Total: "12.10", ...taxed });
    const inside = row({
      Subtotal: "12.10",
      Taxes: "2.10",
      Total: "12.10",
      "Lineitem price": "12.10",
      ...taxed,
    });
    for (const setting of [true, false]) {
      expect(moneyOf([onTop], setting).order).toMatchObject({ netSalesMinor: 1_000, taxMinor: 210 });
      expect(moneyOf([inside], setting).order).toMatchObject({ netSalesMinor: 1_000, taxMinor: 210 });
    }
  });

  test("shipping takes its own part of it", () => {
    const shipped = {
      Subtotal: "12.10",
      Shipping: "6.05",
      Taxes: "3.15",
      Total: "18.15",
      "Lineitem price": "12.10",
      "Tax 1 Name": "BTW 21%",
      "Tax 1 Value": "3.15",
    };
    expect(moneyOf([row(shipped)], true).order).toMatchObject({ netSalesMinor: 1_000, shippingMinor: 500 });
    const untaxed = { ...shipped, Taxes: "2.10", "Tax 1 Value": "2.10" };
    expect(moneyOf([row(untaxed)], true).order).toMatchObject({ netSalesMinor: 1_000, shippingMinor: 605 });
  });
});

describe("lines", () => {
  test("what is missing from the subtotal is the order's discount, over its goods", () => {
    const { order, lines } = moneyOf([
      row({ Subtotal: "27.00", Total: "27.00", "Lineitem discount": "1.00", "Lineitem quantity": 2 }),
      line({ "Lineitem price": "11.00" }),
    ]);
    expect(order).toMatchObject({
      grossSalesMinor: 3_100,
      discountsMinor: 400,
      netSalesMinor: 2_700,
      doubts: [],
    });
    expect(lines.map((one) => one.discountMinor)).toEqual([290, 110]);
  });

  test("a tip is a line that the total has and the subtotal has not", () => {
    const tip = line({
      "Lineitem name": "Tip",
      "Lineitem price": "2.50",
      Vendor: "",
      "Lineitem requires shipping": "false",
    });
    const { order, lines } = moneyOf([row({ Total: "12.50" }), tip]);
    expect(order).toMatchObject({ netSalesMinor: 1_000, tipsMinor: 250, doubts: [] });
    expect(lines.map((one) => one.kind)).toEqual(["goods", "tip"]);
  });

  test("a gift card is known by its name, where it is neither taxed nor shipped", () => {
    const card = {
      "Lineitem name": "Cadeaubon €50",
      "Lineitem taxable": "false",
      "Lineitem requires shipping": "false",
    };
    expect(moneyOf([row(card)]).order).toMatchObject({ netSalesMinor: 0, exclusion: "gift_card" });
    expect(moneyOf([row({ ...card, "Lineitem taxable": "true" })]).order).toMatchObject({
      netSalesMinor: 1_000,
      exclusion: null,
    });
  });

  test("lines that come to less than the subtotal contradict it, and count", () => {
    expect(moneyOf([row({ Subtotal: "14.00", Total: "14.00" })]).order).toMatchObject({
      netSalesMinor: 1_000,
      doubts: ["totals_disagree"],
    });
  });
});

describe("money back", () => {
  const two = { Subtotal: "25.00", Total: "30.00", Shipping: "5.00", "Lineitem quantity": 1 };
  const refunded = (amount: string, status = "partially_refunded") => [
    row({ ...two, "Refunded Amount": amount, "Financial Status": status }),
    line({ "Lineitem price": "15.00" }),
  ];

  test("units whose price it is are returned, without shipping before with it", () => {
    expect(moneyOf(refunded("15.00")).order).toMatchObject({ netSalesMinor: 1_000, shippingMinor: 500 });
    expect(moneyOf(refunded("20.00")).order).toMatchObject({ netSalesMinor: 1_000, shippingMinor: 0 });
    expect(moneyOf(refunded("5.00")).order).toMatchObject({ netSalesMinor: 2_500, shippingMinor: 0 });
    expect(moneyOf(refunded("30.00", "refunded")).order).toMatchObject({
      netSalesMinor: 0,
      shippingMinor: 0,
    });
  });

  test("an amount that is no price lowers net sales by itself, as for goods that stay", () => {
    const { order, refunds } = moneyOf(refunded("3.33"));
    expect(order).toMatchObject({ netSalesMinor: 2_167, refundDiscrepancyMinor: -333, doubts: [] });
    expect(refunds).toMatchObject([{ refundedMinor: 333, discrepancyMinor: -333 }]);
  });

  test("of a cancelled order what was kept is left", () => {
    const cancelled = { "Cancelled at": "2024-01-08 10:15:00 +0100" };
    const back = (amount: string) => moneyOf([row({ ...cancelled, "Refunded Amount": amount })]).order;
    expect(back("10.00")).toMatchObject({ netSalesMinor: 0, exclusion: "cancelled" });
    expect(back("9.00")).toMatchObject({ netSalesMinor: 100, exclusion: null });
    expect(back("0.00")).toMatchObject({ netSalesMinor: 1_000, exclusion: null });
    const unpaid = moneyOf([row({ ...cancelled, "Financial Status": "pending" })]).order;
    expect(unpaid).toMatchObject({ netSalesMinor: 0, exclusion: "cancelled" });
  });

  test.each([
    ["voided", {}, "voided"],
    ["expired", {}, "expired"],
    ["paid", { "Payment Method": "(for testing) Bogus Gateway" }, "test"],
  ])("%s %o never counts", (status, fields, exclusion) => {
    expect(moneyOf([row({ "Financial Status": status, ...fields })]).order.exclusion).toBe(exclusion);
  });
});

test.each([
  ["no_id", { Id: "" }],
  ["bad_id", { Id: "5.65E+12" }],
  ["no_name", { Name: "" }],
  ["bad_date", { "Created at": "7-1-2024 10:15" }],
  ["bad_date", { "Created at": "9999-12-31 23:59:59 -0100" }],
  ["bad_date", { "Created at": "0001-01-01 00:00:00 +0100" }],
  ["bad_amount", { Total: "1.266,61" }],
  ["bad_amount", { "Refunded Amount": "-90.00" }],
  ["bad_amount", { "Lineitem price": "5650000000000.00" }],
  ["bad_quantity", { "Lineitem quantity": "1.5" }],
  ["bad_status", { "Financial Status": "betaald" }],
  ["unknown_currency", { Currency: "EURO" }],
  ["other_currency", { Currency: "USD" }],
  ["no_lines", { "Lineitem name": "", "Lineitem price": "" }],
  ["stray_line", { Id: "", Total: "" }],
])("%s: refused by the cell, and nothing else is", (reason, fields) => {
  const rows = [row(), row({ Name: "#1002", Id: 2, ...fields }), row({ Name: "#1003", Id: 3 })];
  const { orders, refusals } = ordersIn(exportText(rows));
  expect(refusals).toMatchObject([{ reason, lineNo: 3 }]);
  expect(orders.map(({ name }) => name)).toEqual(["#1001", "#1003"]);
});

const CASE = new URL("../../../../../shared/cases/files/shopify-orders_export.csv", import.meta.url);

test.skipIf(!existsSync(CASE))("a shop's export comes to what its reporter counted", () => {
  const { orders, refusals } = ordersIn(readFileSync(CASE, "utf8"));
  expect(refusals).toEqual([]);
  expect([orders.length, new Set(orders.map(({ email }) => email)).size]).toEqual([172, 60]);
  const net = orders.map((order) => fileRowsOf(order, true).order.netSalesMinor);
  expect(net.reduce((sum, one) => sum + one, 0)).toBe(13_801_046);
});
