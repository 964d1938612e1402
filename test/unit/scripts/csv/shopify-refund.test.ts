import { expect, test } from "vitest";
import { orderTexts, readLog } from "./read-log.ts";

const HEADER =
  "Name,Email,Financial Status,Currency,Subtotal,Shipping,Taxes,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Cancelled at,Refunded Amount,Id,Tax 1 Name";

/** One order of two units of 50.00, and what its refund took of them. */
function returnsOf(totals: {
  taxes: string;
  total: string;
  refunded: string;
  tax?: string;
  delimiter?: string;
}) {
  const cells = [
    ...["#1", "ann@example.com", "partially_refunded", "EUR", "100.00", "10.00", totals.taxes, totals.total],
    ...["2026-01-15 10:00:00 +0100", "2", "Tea", "50.00", "", totals.refunded, "1", totals.tax ?? ""],
  ];
  const text = `${HEADER}\n${cells.join(",")}\n`;
  const log = readLog(
    totals.delimiter ? text.replaceAll(",", totals.delimiter).replaceAll(/(\d)\.(\d\d)\b/g, "$1,$2") : text,
  );
  return orderTexts(log)[0]?.replace("ann@example.com 2026-01-15 ", "");
}

test("shipping that was given back is none of the goods", () => {
  const onTop = { taxes: "21.00", total: "131.00" };
  expect(returnsOf({ ...onTop, refunded: "10.00" })).toBe("10000");
  expect(returnsOf({ ...onTop, refunded: "10.00", tax: "BTW 21%" })).toBe("10000");
  expect(returnsOf({ taxes: "19.09", total: "110.00", refunded: "10.00" })).toBe("10000");
});

test("tax on top of a returned unit is none of the goods, and tax inside of it stays as in the subtotal", () => {
  const onTop = { taxes: "21.00", total: "131.00", tax: "BTW 21%" };
  expect(returnsOf({ ...onTop, refunded: "60.50" })).toBe("10000 -5000 on 2026-01-15");
  expect(returnsOf({ ...onTop, refunded: "70.50" })).toBe("10000 -5000 on 2026-01-15");
  expect(returnsOf({ ...onTop, refunded: "131.00" })).toBe("10000 -10000 on 2026-01-15");
  const inside = { taxes: "19.09", total: "110.00", tax: "BTW 21%" };
  expect(returnsOf({ ...inside, refunded: "50.00" })).toBe("10000 -5000 on 2026-01-15");
  expect(returnsOf({ ...inside, refunded: "110.00" })).toBe("10000 -10000 on 2026-01-15");
});

test("money that no units explain is taken from the goods", () => {
  expect(returnsOf({ taxes: "19.09", total: "110.00", refunded: "7.50" })).toBe("10000 -750 on 2026-01-15");
});

test("the same file as a Dutch spreadsheet saves it gives the same", () => {
  const saved = { taxes: "21.00", total: "131.00", tax: "BTW 21%", delimiter: ";" };
  expect(returnsOf({ ...saved, refunded: "60.50" })).toBe("10000 -5000 on 2026-01-15");
});

test("a unit whose tax was rounded for the whole order is that unit, and what is further off is not", () => {
  const log = (refunded: string) =>
    orderTexts(
      readLog(
        `${HEADER}\n#1,ann@example.com,partially_refunded,EUR,100.02,0.00,21.00,121.02,2026-01-15 10:00:00 +0100,2,Tea,50.01,,${refunded},1,BTW 21%\n`,
      ),
    )[0]?.split(" 10002 ")[1];
  expect(log("60.51")).toBe("-5001 on 2026-01-15");
  expect(log("60.52")).toBe("-5001 on 2026-01-15");
  expect(log("60.54")).toBe("-6054 on 2026-01-15");
});
