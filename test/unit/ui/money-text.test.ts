import { expect, test } from "vitest";
import { createFormat } from "../../../app/ui/format.ts";

const format = (currency: string, minorDigits: number) =>
  createFormat({ locale: "en", currency, minorDigits, timeZone: "UTC" });

test("decimals come from the given number, not from Intl", () => {
  // Versions of ICU differ about the forint; a dinar has three decimals, a yen none.
  expect(format("HUF", 2).money(499_000)).toBe("HUF\u00a04,990.00");
  expect(format("KWD", 3).money(1_234_567)).toBe("KWD\u00a01,234.567");
  expect(format("JPY", 0).money(1_250)).toBe("¥1,250");
  // Against what Intl has for either currency.
  expect(format("JPY", 2).money(1_250)).toBe("¥12.50");
  expect(format("EUR", 0).money(1_250)).toBe("€1,250");
});

test("whole and short amounts divide by the same number", () => {
  expect(format("KWD", 3).moneyWhole(1_999_600)).toBe("KWD\u00a02,000");
  expect(format("HUF", 2).moneyCompact(123_456_700)).toBe("HUF\u00a01.2M");
});

test("a code that Intl refuses is printed beside the amount", () => {
  expect(format("USDC", 2).money(-1_250)).toBe("-12.50 USDC");
});
