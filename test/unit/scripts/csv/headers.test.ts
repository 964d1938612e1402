import { describe, expect, test } from "vitest";
import { BadOption } from "../../../../scripts/bad-option.ts";
import { parseFormat } from "../../../../scripts/csv/format/format-options.ts";
import { orderTexts, readLog } from "./read-log.ts";

describe("headers of amounts", () => {
  test.each([
    ["Betrag CHF", "CHF"],
    ["Bedrag (EUR)", "EUR"],
    ["Amount in USD", "USD"],
    ["Bedrag, incl. btw", null],
    ["Totaal excl. BTW", null],
    ["Total (inc. tax)", null],
  ])("%s", (header, currency) => {
    const log = readLog(`klant;datum;${header}\nA;2026-01-15;12,50\n`);
    expect(orderTexts(log)).toEqual(["A 2026-01-15 1250"]);
    expect(log.currency).toBe(currency);
  });

  test("with and without tax are a question", () => {
    const text = "klant;datum;Bedrag excl. btw;Bedrag incl. btw\nA;2026-01-15;10,00;12,10\n";
    expect(() => readLog(text)).toThrow(
      'has the columns "Bedrag excl. btw" and "Bedrag incl. btw", and each can be the amount: name the one that counts, such as --columns amount="Bedrag excl. btw"',
    );
    const { columns } = parseFormat({ columns: "amount=Bedrag incl. btw" });
    expect(orderTexts(readLog(text, { format: { columns } }))).toEqual(["A 2026-01-15 1210"]);
  });

  test("that nobody knows are named where they hold amounts, with what to give", () => {
    const rows = ["A;2026-01-15;12,50;;x;7", "A;2026-01-16;;3,00;2026-01-17;8"];
    const log = readLog(["klant;datum;Debet;Credit;memo;leeftijd", ...rows].join("\n"));
    expect(log.hasAmounts).toBe(false);
    expect(log.notes).toEqual([
      'no column is known as the amount, so there are no values; not read: "Debet", "Credit"; where one of them is the amount, give --columns amount="Debet"',
    ]);
  });
});

describe("--columns", () => {
  test("takes commas and quotes in a header", () => {
    expect(parseFormat({ columns: 'customer=wie,amount="Bedrag, incl. btw",date=op' }).columns).toEqual({
      customer: "wie",
      amount: "Bedrag, incl. btw",
      date: "op",
    });
    expect(parseFormat({ columns: "amount=Bedrag, incl. btw, date=op" }).columns).toEqual({
      amount: "Bedrag, incl. btw",
      date: "op",
    });
    expect(() => parseFormat({ columns: "amount=a,who=b" })).toThrow(BadOption);
  });
});

describe("lines above the header", () => {
  const title = ["Omzetrapport 2024; 2025", "Aangemaakt op 1-8-2025", ""];
  test("are passed over where the header is certain, and that is said", () => {
    const log = readLog([...title, "klant;datum;bedrag", "A;2026-01-15;12,50"].join("\n"));
    expect(orderTexts(log)).toEqual(["A 2026-01-15 1250"]);
    expect(log.notes).toEqual(["2 lines above the header are passed over"]);
    const given = readLog([...title, "wie;op;bedrag", "A;2026-01-15;12,50"].join("\n"), {
      format: { columns: { customer: "wie", date: "op" } },
    });
    expect(orderTexts(given)).toEqual(["A 2026-01-15 1250"]);
  });

  test("are to be removed where it is not", () => {
    expect(() => readLog("Omzetrapport\nwie;op;bedrag\nA;2026-01-15;12,50\n")).toThrow(
      "Where lines with a title stand above the header, remove those lines; else name the columns with --columns customer=...,date=...",
    );
  });
});
