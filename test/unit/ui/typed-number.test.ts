import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type NumberKind,
  readNumber,
  textOfMinor,
  textOfNumber,
  textOfShare,
} from "../../../app/ui/typed-number.ts";

/** The value, or what is wrong. */
function read(kind: NumberKind, text: string, locale = "en", currency = "EUR", minorDigits = 2) {
  const reading = readNumber(kind, text, { locale, currency, minorDigits });
  return "fault" in reading ? reading.fault : reading.value;
}
const inBoth = (kind: NumberKind, text: string) => [read(kind, text), read(kind, text, "nl")];
const both = (said: number | string) => [said, said];

describe("a whole number as it is typed", () => {
  test.each([
    "10000",
    "10,000",
    "10.000",
    "10 000",
    "10\u00a0000",
    "10\u202f000",
    "10'000",
    "10’000",
    " 10000 ",
  ])("%j is ten thousand, in either language", (text) => {
    expect(inBoth("whole", text)).toEqual(both(10_000));
  });

  test("a million has the same mark twice", () => {
    expect([read("whole", "1,000,000"), read("whole", "1.000.000")]).toEqual([1_000_000, 1_000_000]);
  });

  test.each([
    ...[
      "10,00",
      "10.5",
      "10,0000",
      "1,00,000",
      "1,000.000",
      "0,300",
      ",300",
      "300,",
      "-5",
      "+5",
      "1e3",
      "ten",
      "",
    ],
    ...["1 2", "1 2345", "5%", "€ 5", "٤٥", "0x10", "1".repeat(16)],
  ])("%j is none", (text) => {
    expect(inBoth("whole", text)).toEqual(both("unreadable"));
  });
});

describe("an amount as it is typed", () => {
  test.each(["10000", "10 000", "10,000.00", "10.000,00", "10 000,0", "10'000.00"])(
    "%j is ten thousand euros, in either language",
    (text) => {
      expect(inBoth("money", text)).toEqual(both(1_000_000));
    },
  );

  test.each([
    ["12.50", 1_250],
    ["12,5", 1_250],
    ["12.", 1_200],
    [".5", 50],
    ["1.234.567,89", 123_456_789],
    ["€ 12,50", 1_250],
    ["12.50€", 1_250],
    ["EUR 10 000", 1_000_000],
    ["10 000 eur", 1_000_000],
    ["€ 12500,-", 1_250_000],
    ["-5", -500],
    ["−€5", -500],
    ["€ -5", -500],
    ["-0", 0],
  ])("%j is %d cents, in either language", (text, cents) => {
    expect(inBoth("money", text)).toEqual(both(cents));
  });

  test.each(["0,300", "1234.505", "$ 5", "5 USD", "€", "€ €5", "5 €€", "1.234,567", "12,34,56", "--5", "5%"])(
    "%j is no amount in euros",
    (text) => {
      expect(inBoth("money", text)).toEqual(both("unreadable"));
    },
  );

  test("three digits after the language's own mark are more decimals than there are, or thousands", () => {
    expect([read("money", "12.505"), read("money", "12,505", "nl")]).toEqual(both("ambiguous"));
    expect([read("money", "12,505"), read("money", "€ 12.505,-", "nl")]).toEqual(both(1_250_500));
    expect([read("money", "10,000"), read("money", "10.000", "nl")]).toEqual(both(1_000_000));
  });

  test("the sign of a currency is that of the language, its short form or its code", () => {
    expect(["$5", "US$ 5", "5 USD", "€5"].map((text) => read("money", text, "nl", "USD"))).toEqual([
      500,
      500,
      500,
      "unreadable",
    ]);
    expect(read("money", "USDC 5", "en", "USDC")).toBe(500);
  });

  test("in a currency of three decimals the mark of the language says which three digits are decimals", () => {
    const dinar = (text: string, locale: string) => read("money", text, locale, "KWD", 3);
    expect([dinar("10,000", "en"), dinar("10.000", "nl")]).toEqual([10_000_000, 10_000_000]);
    expect([dinar("1.235", "en"), dinar("1,235", "nl")]).toEqual([1_235, 1_235]);
    expect(dinar("1.234.567", "en")).toBe(1_234_567_000);
  });

  test("in one without decimals there are only thousands", () => {
    expect(
      ["10,000", "10.000", "¥10,000", "12.50"].map((text) => read("money", text, "en", "JPY", 0)),
    ).toEqual([10_000, 10_000, 10_000, "unreadable"]);
  });
});

describe("a number that can have decimals, as it is typed", () => {
  test.each(["1,000", "10.000", "999,125"])("%j can be read in two ways", (text) => {
    expect(inBoth("decimal", text)).toEqual(both("ambiguous"));
  });

  test.each([
    ["7.5", 7.5],
    ["7,5", 7.5],
    ["0.125", 0.125],
    ["0,125", 0.125],
    ["1234,567", 1_234.567],
    ["1 000", 1_000],
    ["1,000.5", 1_000.5],
    ["1.000.000", 1_000_000],
    ["-2,5", -2.5],
  ])("%j is %d, in either language", (text, value) => {
    expect(inBoth("decimal", text)).toEqual(both(value));
  });
});

describe("a share as it is typed", () => {
  test.each([
    ["2,5", 0.025],
    ["2.5 %", 0.025],
    ["% 10", 0.1],
    ["100%", 1],
    ["33.3333", 0.333333],
  ])("%j is %d, in either language", (text, share) => {
    expect(inBoth("share", text)).toEqual(both(share));
  });

  test("three digits after the language's own mark are decimals, after the other they can be thousands", () => {
    expect([read("share", "2.125 %"), read("share", "2,125 %", "nl")]).toEqual([0.02125, 0.02125]);
    expect([read("share", "10,000"), read("share", "10.000", "nl")]).toEqual(["ambiguous", "ambiguous"]);
  });

  test.each(["two", "10%%", "€10", "%"])("%j is none", (text) => {
    expect(inBoth("share", text)).toEqual(both("unreadable"));
  });
});

test("what a field shows is read as the value that it shows, and so are amounts and counts with thousands apart", () => {
  const locales = fc.constantFrom("en", "nl", "en-GB", "en-IN", "en-ZA", "nl-BE");
  const digits = fc.constantFrom(0, 2, 3);
  fc.assert(
    fc.property(fc.integer(), digits, locales, (minor, minorDigits, locale) => {
      const typing = { locale, currency: "EUR", minorDigits };
      const meant = { value: minor === 0 ? 0 : minor };
      expect(readNumber("money", textOfMinor(minor, minorDigits, locale), typing)).toEqual(meant);
    }),
  );
  fc.assert(
    fc.property(fc.nat(100_000), locales, (millionths, locale) => {
      const share = millionths / 100_000;
      expect(readNumber("share", textOfShare(share, locale), { locale })).toEqual({ value: share });
    }),
  );
  fc.assert(
    fc.property(fc.nat(), fc.constantFrom("en", "nl", "en-GB", "nl-BE"), (count, locale) => {
      expect(readNumber("whole", textOfNumber(count, locale), { locale })).toEqual({ value: count });
      expect(readNumber("whole", count.toLocaleString(locale), { locale })).toEqual({ value: count });
      const written = (count / 100).toLocaleString(locale, { style: "currency", currency: "EUR" });
      expect(readNumber("money", written, { locale, currency: "EUR", minorDigits: 2 })).toEqual({
        value: count,
      });
    }),
  );
});
