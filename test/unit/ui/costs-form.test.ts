import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { NO_COST, NO_COST_RULES } from "../../../app/clv/historic/cost-rules.ts";
import {
  type CostsMeant,
  type CostsText,
  readCostsText,
  sameCosts,
  textOfCosts,
} from "../../../app/ui/costs/costs-form.ts";
import { changesTyped, costMeant, withTyped } from "../../../app/ui/costs/products-form.ts";

const typing = { locale: "en", currency: "EUR", minorDigits: 2 };
const textOf = ({ defaultMarginBp, ...rules }: CostsMeant, locale = "en", minorDigits = 2) =>
  textOfCosts({ defaultMarginBp, rules }, { ...typing, locale, minorDigits });
const nothing: CostsMeant = { defaultMarginBp: null, ...NO_COST_RULES };
const empty = textOf(nothing);

const marginOf = (defaultMargin: string, locale = "en") => {
  const reading = readCostsText({ ...empty, defaultMargin }, { ...typing, locale });
  return reading.ok ? reading.meant.defaultMarginBp : reading.faults.get("defaultMargin");
};

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
    expect(marginOf(typed)).toBe(bp);
  });

  test.each(["abc", "1.2.3", "1.000.5", "--1", "0x10", "1e2", ".", "٤٥", "-1", "100,01", "250", "1,000.5"])(
    "%j is no percentage from 0 to 100",
    (typed) => {
      expect(marginOf(typed)).toBe("costs.error.share");
    },
  );

  test("three digits after a mark are decimals by that of the language, and can be thousands by the other", () => {
    expect([marginOf("12.125", "en"), marginOf("12,125", "nl")]).toEqual([1_213, 1_213]);
    expect([marginOf("12,125", "en"), marginOf("12.125", "nl")]).toEqual([
      "typed.ambiguous",
      "typed.ambiguous",
    ]);
  });
});

describe("costs as they are typed", () => {
  test("what is shown of stored costs is read back as the same costs in every language and currency", () => {
    const rule = fc.record({
      fixedMinor: fc.integer({ min: 0, max: 10_000_000 }),
      shareBp: fc.integer({ min: 0, max: 10_000 }),
    });
    const byCountry = fc.record({
      everywhere: rule,
      countries: fc.dictionary(fc.constantFrom("NL", "DE", "US"), rule, { noNullPrototype: true }),
    });
    const costs = fc.record({
      defaultMarginBp: fc.option(fc.integer({ min: 0, max: 10_000 })),
      shipping: byCountry,
      payment: byCountry,
      fulfilment: byCountry,
    });
    fc.assert(
      fc.property(
        costs,
        fc.constantFrom("en", "nl", "de-CH", "fr", "ar-EG", "hi"),
        fc.constantFrom(0, 2, 3),
        (stored, locale, minorDigits) => {
          const text = textOf(stored, locale, minorDigits);
          expect(readCostsText(text, { ...typing, locale, minorDigits })).toEqual({
            ok: true,
            meant: stored,
          });
        },
      ),
    );
  });

  test("what cannot be read is said by its field", () => {
    const text: CostsText = {
      ...empty,
      shipping: { fixed: "-1", share: "much", countries: [{ code: "DE", fixed: "4,95", share: "101" }] },
      payment: { fixed: "1,234", share: "2.9", countries: [] },
      fulfilment: { fixed: "10000000001", share: "", countries: [] },
    };
    const reading = readCostsText(text, typing);
    expect(reading.ok ? null : [...reading.faults]).toEqual([
      ["shipping fixed", "costs.error.money"],
      ["shipping share", "costs.error.share"],
      ["shipping DE share", "costs.error.share"],
      ["fulfilment fixed", "costs.error.too_large"],
    ]);
  });

  test("another spelling of the same costs is no change; another amount, nonsense or a country is", () => {
    const stored: CostsMeant = {
      ...nothing,
      defaultMarginBp: 3_750,
      shipping: { everywhere: { fixedMinor: 495, shareBp: 0 }, countries: {} },
    };
    const saved = textOf(stored);
    const same = (part: Partial<CostsText>) => sameCosts(saved, { ...saved, ...part }, typing);
    expect(
      same({ defaultMargin: " 37,50 % ", shipping: { fixed: "€ 4,95", share: "0", countries: [] } }),
    ).toBe(true);
    expect(same({ defaultMargin: "much" })).toBe(false);
    expect(same({ shipping: { fixed: "4.96", share: "", countries: [] } })).toBe(false);
    const country = { code: "DE", fixed: "", share: "" };
    expect(same({ shipping: { ...saved.shipping, countries: [country] } })).toBe(false);
    expect(NO_COST).toEqual({ fixedMinor: 0, shareBp: 0 });
  });
});

describe("the cost of a product as it is typed", () => {
  const product = {
    ...{ productId: 7, title: "Tea", isDeleted: false, units: 3, netSalesMinor: 3_000 },
    ...{ priceMinor: 1_000, unitCostMinor: 250 },
  };
  const typed = (text: string) => withTyped({}, product, text);

  test("nothing takes back what was stated, and less than nothing is refused", () => {
    expect(costMeant(" ", typing)).toEqual({ minor: null });
    expect(costMeant("0", typing)).toEqual({ minor: 0 });
    expect(costMeant("-1", typing)).toEqual({ fault: "unreadable" });
    expect(costMeant("10000000000", typing)).toEqual({ minor: 1_000_000_000_000 });
    expect(costMeant("10000000000,01", typing)).toEqual({ fault: "too_large" });
    expect(changesTyped([product], typed(""), typing)).toMatchObject({
      changes: [{ productId: 7, unitCostMinor: null }],
      faulty: [],
    });
  });

  test("only what differs is a change, and a cost above the price is named", () => {
    expect(changesTyped([product], typed("2,50"), typing).changes).toEqual([]);
    expect(changesTyped([product], typed("10.01"), typing)).toEqual({
      changes: [{ productId: 7, unitCostMinor: 1_001 }],
      abovePrice: [{ title: "Tea", unitCostMinor: 1_001, priceMinor: 1_000 }],
      faulty: [],
    });
    expect(changesTyped([product], typed("dear"), typing)).toMatchObject({ changes: [], faulty: [product] });
  });

  test("what was typed stays typed while other products are shown, and is compared with what is stored by now", () => {
    const other = { ...product, productId: 8, title: "Pot" };
    const both = withTyped(typed("3"), other, "4");
    const changes = [
      { productId: 7, unitCostMinor: 300 },
      { productId: 8, unitCostMinor: 400 },
    ];
    expect(changesTyped([other], both, typing).changes).toEqual(changes);
    expect(changesTyped([], both, typing).changes).toEqual(changes);
    expect(changesTyped([{ ...product, unitCostMinor: 300 }], both, typing).changes).toEqual([changes[1]]);
    expect(changesTyped([other], typed("dear"), typing).faulty).toEqual([product]);
  });
});
