import { describe, expect, test } from "vitest";
import { type InputKind, isAmbiguous, valueOfTyped } from "../../../app/ui/acquisition/typed-value.ts";

const read = (kind: InputKind, text: string, locale = "en", minorDigits = 2) =>
  valueOfTyped(kind, text, { minorDigits, locale });

describe("what is typed into a field of the calculator", () => {
  test.each(["10000", "10,000", "10.000", "10 000", "10\u00a0000", "10\u202f000"])(
    "%j people are ten thousand, in either language",
    (text) => {
      expect([read("count", text), read("count", text, "nl")]).toEqual([10_000, 10_000]);
    },
  );

  test("a million has the same mark twice", () => {
    expect([read("count", "1,000,000"), read("count", "1.000.000")]).toEqual([1_000_000, 1_000_000]);
    expect(read("count", "1,000.000")).toBeNull();
  });

  test.each(["10,00", "10.5", "10,0000", "1,00,000", "0,300", ",300", "300,", "-5", "1e3", "ten", ""])(
    "%j is no number of people",
    (text) => {
      expect(read("count", text)).toBeNull();
    },
  );

  test("months are read as counts are", () => {
    expect([read("months", "3"), read("months", "1,000"), read("months", "2.5")]).toEqual([3, 1_000, null]);
  });

  test("hours with three digits after one mark can be read in two ways, so they are refused", () => {
    for (const text of ["1,000", "10.000", "999,125"]) {
      expect(read("hours", text), text).toBeNull();
      expect(isAmbiguous("hours", text), text).toBe(true);
    }
    expect([read("hours", "7.5"), read("hours", "7,5"), read("hours", "0.125")]).toEqual([7.5, 7.5, 0.125]);
    expect(isAmbiguous("hours", "seven")).toBe(false);
  });

  test("in a currency of three decimals the mark of the language says which three digits are decimals", () => {
    expect([read("money", "10,000", "en", 3), read("money", "10.000", "nl", 3)]).toEqual([
      10_000_000, 10_000_000,
    ]);
    expect([read("money", "1.235", "en", 3), read("money", "1,235", "nl", 3)]).toEqual([1_235, 1_235]);
    expect(read("money", "1.234.567", "en", 3)).toBe(1_234_567_000);
  });

  test("in one of fewer decimals they are thousands", () => {
    expect([
      read("money", "10,000"),
      read("money", "10.000", "nl"),
      read("money", "10,000", "en", 0),
    ]).toEqual([1_000_000, 1_000_000, 10_000]);
    expect([read("money", "12.50"), read("money", "12,5"), read("money", "12.50", "en", 0)]).toEqual([
      1_250,
      1_250,
      null,
    ]);
  });

  test("a share has decimals", () => {
    expect([read("share", "2.125 %"), read("share", "2,5"), read("share", "two")]).toEqual([
      21_250,
      25_000,
      null,
    ]);
  });
});
