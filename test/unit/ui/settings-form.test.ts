import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fieldsOf, parseMargin, sameFields } from "../../../app/ui/settings/settings-form.ts";

const view = {
  shop: { domain: "a.myshopify.com", name: "A", currency: "EUR", minorDigits: 2, timeZone: "UTC" },
  countZeroValueOrders: false,
  joinGuestsByEmail: true,
  refundDating: "order",
  defaultMarginBp: null,
  alwaysHeldOutBp: 500,
  recomputing: false,
} as const;

describe("the default margin as it is typed", () => {
  test.each([
    ["", null],
    ["   ", null],
    ["%", null],
    ["45", 4_500],
    ["37.5", 3_750],
    ["37,5", 3_750],
    [" 12,25 % ", 1_225],
    ["0", 0],
    ["100", 10_000],
    ["33.333333", 3_333],
  ])("%j is %j basis points", (typed, bp) => {
    expect(parseMargin(typed, "en")).toEqual({ bp });
  });

  test.each(["abc", "1.2.3", "1.000.5", "--1", "0x10", "1e2", ".", "٤٥"])(
    "%j is not a percentage",
    (typed) => {
      expect(parseMargin(typed, "en")).toEqual({ error: "settings.margin.error.number" });
    },
  );

  test.each(["-1", "100,01", "250", "1,000.5"])("%j is out of range", (typed) => {
    expect(parseMargin(typed, "en")).toEqual({ error: "settings.margin.error.range" });
  });

  test("three digits after a mark are decimals by that of the language, and can be thousands by the other", () => {
    expect([parseMargin("12.125", "en"), parseMargin("12,125", "nl")]).toEqual([
      { bp: 1_213 },
      { bp: 1_213 },
    ]);
    expect([parseMargin("12,125", "en"), parseMargin("12.125", "nl")]).toEqual([
      { error: "typed.ambiguous" },
      { error: "typed.ambiguous" },
    ]);
  });

  test("what is shown for a stored margin is read back as the same margin in every locale", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10_000 }),
        fc.constantFrom("en", "nl", "de-CH", "fr", "ar-EG", "hi"),
        (bp, locale) => {
          const { defaultMargin } = fieldsOf({ ...view, defaultMarginBp: bp }, locale);
          expect(parseMargin(defaultMargin, locale)).toEqual({ bp });
        },
      ),
    );
  });
});

test("another spelling of the saved margin is not a change; another margin, nonsense or a switch is", () => {
  const saved = fieldsOf({ ...view, defaultMarginBp: 3_750 }, "en");
  expect(sameFields(saved, { ...saved, defaultMargin: " 37,50 % " }, "en")).toBe(true);
  expect(sameFields(saved, { ...saved, defaultMargin: "much" }, "en")).toBe(false);
  expect(sameFields(saved, { ...saved, countZeroValueOrders: true }, "en")).toBe(false);
  expect(sameFields(saved, { ...saved, defaultMargin: "4" }, "en")).toBe(false);
});
