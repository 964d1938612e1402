import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { costsFile, type FileProduct, readCostsFile } from "../../../../app/valuation/costs/product-file.ts";

const product = (fields: Partial<FileProduct> & { productId: number }): FileProduct => ({
  title: `Product ${fields.productId}`,
  unitCostMinor: null,
  priceMinor: null,
  ...fields,
});
const shop = {
  currency: "EUR",
  products: [
    product({ productId: 1, title: "Tea", unitCostMinor: 250, priceMinor: 1_000 }),
    product({ productId: 2, title: "Pot, blue", priceMinor: 2_000 }),
    product({ productId: 3, title: "Cup" }),
    product({ productId: 4, title: "Cup" }),
  ],
};

describe("a file of what products cost", () => {
  test("as it was written says nothing new, whatever products are called", () => {
    const title = fc.oneof(fc.string(), fc.constantFrom("=1+1", 'a "b", c', "a\nb", "  "));
    const products = fc.uniqueArray(
      fc.record({
        productId: fc.integer({ min: 1, max: 2 ** 50 }),
        title,
        unitCostMinor: fc.option(fc.integer({ min: 0, max: 1_000_000 })),
        priceMinor: fc.option(fc.integer({ min: 0, max: 1_000_000 })),
        units: fc.integer({ min: 0, max: 900 }),
      }),
      { selector: ({ productId }) => productId, minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(products, fc.constantFrom("EUR", "JPY", "KWD"), (all, currency) => {
        const stated = all.filter(({ unitCostMinor }) => unitCostMinor !== null).length;
        expect(readCostsFile(costsFile(all, currency), { products: all, currency })).toEqual({
          ...{ ok: true, changes: [], refused: [], abovePrice: [] },
          ...{ same: stated, empty: all.length - stated },
        });
      }),
    );
  });

  test("changes the costs that it states, by id or by a title that only one product has", () => {
    const text = 'Product ID;Title;Kostprijs\n1;anything;"2,75"\n;pot, BLUE;€ 12\n3;Cup;\n';
    expect(readCostsFile(text, shop)).toEqual({
      ok: true,
      changes: [
        { productId: 1, unitCostMinor: 275 },
        { productId: 2, unitCostMinor: 1_200 },
      ],
      ...{ same: 0, empty: 1, refused: [], abovePrice: [] },
    });
  });

  test("keeps each row that cannot be used with its line and reason, and reads the others", () => {
    const text = [
      "product_id,title,unit_cost,currency",
      "99,,1.00,EUR",
      ",Cup,1.00,EUR",
      "1,,-2.00,EUR",
      "1,,two,EUR",
      "1,,1.234,EUR",
      "1,,10000000000.01,EUR",
      `1,,${"9".repeat(400)},EUR`,
      "1,,3.00,USD",
      "1,,3.00,eur",
      "1,,4.00,EUR",
      "2,,5.00,",
    ].join("\r\n");
    const reading = readCostsFile(text, shop);
    expect(reading).toMatchObject({
      ok: true,
      changes: [
        { productId: 1, unitCostMinor: 300 },
        { productId: 2, unitCostMinor: 500 },
      ],
    });
    expect(reading.ok && reading.refused.map(({ line, reason }) => [line, reason])).toEqual([
      [2, "unknown_product"],
      [3, "several_products"],
      [4, "negative"],
      [5, "not_an_amount"],
      [6, "too_many_decimals"],
      [7, "too_large"],
      [8, "too_large"],
      [9, "other_currency"],
      [11, "twice"],
    ]);
  });

  test("names a cost above the price, and takes it", () => {
    expect(readCostsFile("id,cost\n1,10.01\n2,20\n", shop)).toMatchObject({
      changes: [
        { productId: 1, unitCostMinor: 1_001 },
        { productId: 2, unitCostMinor: 2_000 },
      ],
      abovePrice: [{ title: "Tea", unitCostMinor: 1_001, priceMinor: 1_000 }],
    });
  });

  test("that is none says what is missing", () => {
    expect(readCostsFile("", shop)).toEqual({ ok: false, problem: "no_columns" });
    expect(readCostsFile("a,b\n1,2\n", shop)).toEqual({ ok: false, problem: "no_columns" });
    expect(readCostsFile("id,cost\n", shop)).toEqual({ ok: false, problem: "no_rows" });
    expect(readCostsFile('id,cost\n"1,2\n', shop)).toEqual({ ok: false, problem: "unclosed_quote" });
    expect(readCostsFile("PK\u0003\u0004\0", shop)).toEqual({ ok: false, problem: "not_text" });
    const many = `id,cost\n${"1,1\n".repeat(5_001)}`;
    expect(readCostsFile(many, shop)).toEqual({ ok: false, problem: "too_many_rows" });
    const mostlyEmpty = `${many.replaceAll("1,1\n", "1,\n")}2,3\n`;
    expect(readCostsFile(mostlyEmpty, shop)).toMatchObject({
      changes: [{ productId: 2, unitCostMinor: 300 }],
      empty: 5_001,
    });
  });
});
