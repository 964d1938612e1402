import fc from "fast-check";
import type { GraphQLEnumType } from "graphql";
import { expect, test, vi } from "vitest";
import { CURRENCY_DECIMALS, currencyDecimals, UnknownCurrency } from "../../../app/platform/currencies.ts";
import { decimalText, minorUnits } from "../../../app/platform/money.ts";
import { adminSchema } from "../../shopify/graphql/schema.ts";

test("decimal money becomes minor units of its currency, without a float", () => {
  expect(minorUnits("25.0", "EUR")).toBe(2_500);
  expect(minorUnits("25.00", "EUR")).toBe(2_500);
  expect(minorUnits("25", "JPY")).toBe(25);
  expect(minorUnits("1.234", "KWD")).toBe(1_234);
  expect(minorUnits("-0.00", "EUR")).toBe(0);
  expect(Object.is(minorUnits("-0.00", "EUR"), 0)).toBe(true);
  expect(minorUnits("90071992547409.91", "EUR")).toBe(9_007_199_254_740_991);
});

test("digits beyond the minor unit are rounded half away from zero", () => {
  expect(minorUnits("1.005", "EUR")).toBe(101);
  expect(minorUnits("-1.005", "EUR")).toBe(-101);
  expect(minorUnits("1.0049", "EUR")).toBe(100);
  expect(minorUnits("0.5", "JPY")).toBe(1);
});

test("what is not a decimal amount, is too large, or has no known currency is an error that says so", () => {
  for (const text of ["", "1,50", "1e3", "NaN", "--1", "-", ".5", "1.", "1.2.3", " 1", "1 "]) {
    expect(() => minorUnits(text, "EUR")).toThrow("is not a decimal amount");
  }
  expect(() => minorUnits("900719925474099.92", "EUR")).toThrow("too large");
  expect(() => minorUnits("1.00", "EURO")).toThrow(UnknownCurrency);
});

test("minor units as text and back are the same minor units", () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), fc.constantFrom("EUR", "JPY", "KWD"), (minor, currency) => {
      const text = decimalText(minor, currency);
      expect(minorUnits(text, currency)).toBe(minor);
      expect(text.split(".")[1]?.length ?? 0).toBe(currencyDecimals(currency));
    }),
  );
});

test("every currency of Shopify's schema has its decimals, and no other has", () => {
  const codes = adminSchema().schema.getType("CurrencyCode") as GraphQLEnumType;
  const names = codes.getValues().map(({ name }) => name);
  // XXX is Shopify's word for a currency that it does not recognise.
  expect(Object.keys(CURRENCY_DECIMALS).sort()).toEqual(names.filter((name) => name !== "XXX").sort());
});

test("decimals are Shopify's, whatever the ICU of this Node says", () => {
  const asked = vi.spyOn(Intl, "NumberFormat").mockImplementation(() => {
    throw new Error("ICU was asked");
  });
  try {
    const two = ["EUR", "HUF", "COP", "IDR", "PKR", "ALL", "RSD", "IRR"];
    expect(two.map(currencyDecimals)).toEqual(two.map(() => 2));
    expect(["JPY", "KRW", "CLP", "ISK", "XOF"].map(currencyDecimals)).toEqual([0, 0, 0, 0, 0]);
    expect(["KWD", "IQD", "BHD"].map(currencyDecimals)).toEqual([3, 3, 3]);
    expect(minorUnits("4990.00", "HUF")).toBe(499_000);
    expect(minorUnits("17000.0", "HUF")).toBe(1_700_000);
  } finally {
    asked.mockRestore();
  }
});
