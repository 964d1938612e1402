import { describe, expect, test } from "vitest";
import { orderTexts, readLog } from "./read-log.ts";

describe("encodings", () => {
  const text = "klant;datum;bedrag\r\nZoë;2026-01-15;12,50\r\n";
  const wanted = ["Zoë 2026-01-15 1250"];
  const utf16be = Buffer.from(`\uFEFF${text}`, "utf16le").swap16();
  test.each([
    ["UTF-8", Buffer.from(text)],
    ["UTF-8", Buffer.from(`\uFEFF${text}`)],
    ["UTF-16LE", Buffer.from(`\uFEFF${text}`, "utf16le")],
    ["UTF-16BE", utf16be],
    ["Windows-1252", Buffer.from(text, "latin1")],
  ])("%s is known by its bytes (%#)", (encoding, bytes) => {
    const log = readLog(bytes);
    expect(orderTexts(log)).toEqual(wanted);
    expect(log.understood.endsWith(`, ${encoding}`)).toBe(encoding !== "UTF-8");
  });

  test("the euro sign of Windows-1252 is one", () => {
    const bytes = Buffer.from("klant;datum;bedrag\nA;2026-01-15;\x80 12,50\n", "latin1");
    expect(readLog(bytes)).toMatchObject({ currency: "EUR" });
  });

  test("a given encoding is taken, and refused where the bytes are not of it", () => {
    expect(orderTexts(readLog(Buffer.from(text, "utf16le"), { format: { encoding: "utf-16le" } }))).toEqual(
      wanted,
    );
    expect(() => readLog(Buffer.from(text, "latin1"), { format: { encoding: "utf-8" } })).toThrow(
      "no valid utf-8",
    );
  });
});

describe("files that are no log", () => {
  test.each([
    ["a workbook (.xlsx or the like)", Buffer.from("504b03041400", "hex")],
    ["a workbook (.xls)", Buffer.from("d0cf11e0a1b11ae1", "hex")],
    ["compressed (gzip)", Buffer.from("1f8b0800", "hex")],
    ["a web page or XML", "<html><table><tr><td>customer_id</td></tr></table></html>"],
    ["is empty", ""],
    ["is empty", "\uFEFF\r\n \r\n"],
    ["has a header and no rows", "cust,date,amount\n\n"],
    [
      "has no header: its first line is a row already (7, 2026-01-15, 5.00)",
      "7,2026-01-15,5.00\n8,2026-01-16,5.00\n",
    ],
    ["has the column date twice", "cust,date,amount,date\n7,2026-01-15,5.00,2026-01-15\n"],
    [
      "no column for customer was found, it has: name, date, amount",
      "name,date,amount\nAnn,2026-01-15,5.00\n",
    ],
    [
      "every quote should be closed; the one that opens on line 3 is not",
      'cust,date,amount\n7,2026-01-15,5.00\n"8,2026-01-15,5.00\n',
    ],
    ["has zero bytes", Buffer.from("cust,date\n7,2026-01-15\n", "utf16le")],
    ["no order that counts", "cust,date,amount\n7,2026-01-15,-5.00\n"],
  ])("%s", (message, content) => {
    expect(() => readLog(content)).toThrow(message);
  });
});

describe("columns", () => {
  test.each([
    "cust,date,amount",
    "Customer ID,Order Date,Order Total",
    "Klantnummer,Besteldatum,Bedrag (EUR)",
    "Kunden-Nr.,Bestelldatum,Gesamtbetrag",
    "Numéro client,Date de commande,Montant TTC",
    "CustomerNumber,createdAt,GrandTotal",
  ])("%s", (header) => {
    const log = readLog(`${header}\n7,2026-01-15,12.50\n`);
    expect(orderTexts(log)).toEqual(["7 2026-01-15 1250"]);
    expect(log.understood).toContain(header.split(",").join(" / "));
  });

  test("named by the caller they come before known names, exactly as written first", () => {
    const text = "cust,wie,date,amount,Amount\n7,Ann,2026-01-15,1.00,2.00\n";
    const columns = { customer: "wie", amount: "Amount" };
    expect(orderTexts(readLog(text, { format: { columns } }))).toEqual(["Ann 2026-01-15 200"]);
    expect(() => readLog(text)).toThrow("has the column amount twice");
    expect(() => readLog(text, { format: { columns: { customer: "who" } } })).toThrow('has no column "who"');
  });

  test("lines may end in any way and hold quotes, delimiters and line breaks; lines are counted as an editor does", () => {
    const log = readLog(
      'cust;date;amount;note\r\n"A;1";2026-01-15;5,50;"one\r\ntwo ""three"""\n\r\nB;2026-01-16;6,00;5" pipe\rC;soon;1,00;\n;;;\n',
    );
    expect(orderTexts(log)).toEqual(["A;1 2026-01-15 550", "B 2026-01-16 600"]);
    expect(log.refused).toEqual([
      { line: 6, reason: '"soon" is no date (YYYY-MM-DD)', text: "C;soon;1,00;" },
    ]);
  });
});

describe("amounts", () => {
  const log = (amounts: readonly string[], options: Parameters<typeof readLog>[1] = {}) =>
    readLog(
      ["cust;date;amount", ...amounts.map((amount, at) => `A;2026-01-${10 + at};${amount}`)].join("\n"),
      options,
    );
  const minors = (amounts: readonly string[], options: Parameters<typeof readLog>[1] = {}) =>
    log(amounts, options).orders.map((order) => order.amountMinor);

  test.each([
    [
      ["1.234,56", "0,5", "7"],
      [123_456, 50, 700],
    ],
    [
      ["1,234.56", "0.5", "7"],
      [123_456, 50, 700],
    ],
    [
      ["1.234.567", "890"],
      [123_456_700, 89_000],
    ],
    [
      ["1 234,56", "1\u00a0234", "1\u202f234,5"],
      [123_456, 123_400, 123_450],
    ],
    [
      ["1'234.56", "12’345.00"],
      [123_456, 1_234_500],
    ],
    [
      ["€ 1.234,56", "12,50 €", "EUR 3,00", "€ 4,-"],
      [123_456, 1_250, 300, 400],
    ],
    [
      ["$1,234.56", "$12.50"],
      [123_456, 1_250],
    ],
    [
      ["1,270", "12.50"],
      [127_000, 1_250],
    ],
    [
      ["1234.560", "12.50"],
      [123_456, 1_250],
    ],
    [
      ["120", "7"],
      [12_000, 700],
    ],
  ])("%j", (amounts, wanted) => {
    expect(minors(amounts)).toEqual(wanted);
  });

  test("three digits after every mark are a question with both readings, and an option answers", () => {
    expect(() => minors(["1.270", "550"])).toThrow(
      '"1.270" (line 2) can be 1270 or 1.270: three digits after the point in a currency of 2 decimals, and no amount of the file decides; give --decimal , (then it is 1270) or --decimal . (then it is 1.270)',
    );
    expect(minors(["1.270", "550"], { format: { decimal: "," } })).toEqual([127_000, 55_000]);
    expect(minors(["1.270", "550"], { format: { decimal: "." } })).toEqual([127, 55_000]);
  });

  test("one such amount among others that prove the mark is refused and not read", () => {
    expect(log(["12.50", "3.25", "1.270"]).refused).toEqual([
      {
        line: 4,
        reason:
          '"1.270" is no amount (up to 2 decimals after a point); where it is a fraction, give --decimal .',
        text: "A;2026-01-12;1.270",
      },
    ]);
  });

  test("more decimals than the currency has are rounded half up, a row at a time, and that is said", () => {
    const read = log(["1046.785124", "1266.6149", "-0.12500", "946.785", "1266.310000000001"]);
    expect(read.orders.map((order) => order.amountMinor)).toEqual([104_679, 126_661, 94_679, 126_631]);
    expect(read.notes).toContain(
      'the amounts of 5 rows have more than 2 decimals: each row is rounded half up (first "1046.785124" on line 2)',
    );
    const pieces = readLog("cust,date,quantity,unit price\nA,2026-01-15,3,0.3333\nA,2026-01-16,-3,0.335\n", {
      format: { decimal: "." },
    });
    expect(orderTexts(pieces)).toEqual(["A 2026-01-15 100 -100 on 2026-01-16"]);
    expect(minors(["12.345", "1.5"], { format: { decimal: "." } })).toEqual([1_235, 150]);
    expect(log(["12.50", "1.270"]).notes).toEqual([]);
  });

  test("a formula of one text is that text", () => {
    const read = readLog('cust,date,amount\n="1056",2026-01-15,"=""12.50"""\n1056,2026-01-16,1.00\n');
    expect(orderTexts(read)).toEqual(["1056 2026-01-15 1250", "1056 2026-01-16 100"]);
  });

  test("lakhs are grouped by two", () => {
    expect(minors(["₹1,16,466.00", "INR 12,34,567", "₹950.50"])).toEqual([11_646_600, 123_456_700, 95_050]);
  });

  test("short forms of a spreadsheet and of a bank are refused with what to write", () => {
    const hints = log(["1.5", "484.99 CR", "1.26661E+03"]).refused.map(({ reason }) => reason);
    expect(hints[0]).toContain("; write - before what was given back, and leave CR and DR out");
    expect(hints[1]).toContain("; a spreadsheet shortened it: show the column with two decimals");
  });

  test("decimals are those of the currency", () => {
    expect(minors(["1.270", "550"], { currency: "JPY" })).toEqual([1_270, 550]);
    expect(minors(["1.270", "550.5"], { currency: "KWD" })).toEqual([1_270, 550_500]);
    expect(log(["500", "12.50"], { currency: "JPY" }).refused).toHaveLength(1);
  });

  test("a column that proves both marks is refused with a row of each", () => {
    expect(() => minors(["1,50", "2.50"])).toThrow(
      '"2.50" (line 3) and "1,50" (line 2) have different decimal marks',
    );
  });

  test("currencies are never added", () => {
    expect(() => minors(["€ 1,50", "$ 2,50"])).toThrow(
      "EUR (1 rows, first on line 2) and $ (1 rows, first on line 3)",
    );
    const column = "cust;date;amount;currency\nA;2026-01-15;1,50;EUR\nA;2026-01-16;2,50;USD\n";
    expect(() => readLog(column)).toThrow("which cannot be added; give --currency");
    const euros = readLog(column, { currency: "EUR" });
    expect(orderTexts(euros)).toEqual(["A 2026-01-15 150"]);
    expect(euros.understood).toContain("1.50 EUR, 1 row in other currencies left out");
    expect(() => minors(["$ 1,50"], { currency: "EUR" })).toThrow("none in EUR");
  });
});
