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

  test.each([
    ["Bedrag excl. btw;Bedrag incl. btw", "10,00;12,10", "Bedrag excl. btw (not Bedrag incl. btw), "],
    ["Bedrag incl. btw;Bedrag", "12,10;10,00", "Bedrag (not Bedrag incl. btw), "],
    ["Totaal;Totaal excl. btw", "12,10;10,00", "Totaal excl. btw (not Totaal), "],
    ["Total (inc. tax);Total (ex. tax)", "12,10;10,00", "Total (ex. tax) (not Total (inc. tax)), "],
    ["amount_incl_vat;amount_excl_vat", "12,10;10,00", "amount_excl_vat (not amount_incl_vat), "],
    ["incl. btw;excl. btw", "12,10;10,00", "excl. btw (not incl. btw), "],
    ["Montant TTC;Montant HT", "12,10;10,00", "Montant HT (not Montant TTC), "],
    ["Aantal;Price Incl;Price", "2;6,05;5,00", "Aantal x Price (not Price Incl), "],
    ["Qty;Price Incl;Price Excl", "2;6,05;5,00", "Qty x Price Excl (not Price Incl), "],
  ])("of %s those without tax are read, and the line says so", (header, cells, said) => {
    const log = readLog(`klant;datum;${header}\nA;2026-01-15;${cells}\n`);
    expect(orderTexts(log)).toEqual(["A 2026-01-15 1000"]);
    expect(log.understood).toContain(` / ${said}`);
  });

  test("with tax are read where nothing else stands beside them, or the caller says so", () => {
    expect(readLog("klant;datum;Qty;Price Incl\nA;2026-01-15;2;6,05\n").understood).toContain(
      " / Qty x Price Incl, ",
    );
    const text = "klant;datum;Bedrag excl. btw;Bedrag incl. btw\nA;2026-01-15;10,00;12,10\n";
    const { columns } = parseFormat({ columns: "amount=Bedrag incl. btw" });
    const log = readLog(text, { format: { columns } });
    expect(orderTexts(log)).toEqual(["A 2026-01-15 1210"]);
    expect(log.understood).toContain(" / Bedrag incl. btw, ");
  });

  test.each(["amount", "price"])(
    "two of the same %s that differ in nothing but the currency are a question",
    (role) => {
      const text = `klant;datum;qty;${role} EUR;${role} USD\nA;2026-01-15;2;10,00;12,10\n`;
      expect(() => readLog(text)).toThrow(
        `has the columns "${role} EUR" and "${role} USD", and each can be the ${role}: name the one that counts, such as --columns ${role}="${role} EUR"`,
      );
    },
  );

  test("that nobody knows are named where they hold amounts, with what to give", () => {
    const rows = ["A;2026-01-15;12,50;;x;7", "A;2026-01-16;;3,00;2026-01-17;8"];
    const log = readLog(["klant;datum;Opbrengst;Toeslag;memo;leeftijd", ...rows].join("\n"));
    expect(log.hasAmounts).toBe(false);
    expect(log.notes).toEqual([
      'no column is known as the amount, so there are no values; not read: "Opbrengst", "Toeslag"; where one of them is the amount, give --columns amount="Opbrengst"',
    ]);
  });
});

describe("two columns of which a row has one", () => {
  const sales = (side: (amount: string) => string) =>
    Array.from({ length: 5 }, (_, at) => `A;2026-01-1${at};${side(`${at + 1},00`)}`);

  test.each([
    ["Debet;Credit", (amount: string) => `${amount};`, ";3,00"],
    ["Debit;Credit", (amount: string) => `${amount};0,00`, "0,00;3,00"],
    ["Soll;Haben", (amount: string) => `;€ ${amount}`, "€ 3,00;"],
  ])("%s: the sales are where nearly all are, and the other side lowers them", (header, side, back) => {
    const log = readLog([`klant;datum;${header}`, ...sales(side), `A;2026-01-20;${back}`].join("\n"));
    expect(orderTexts(log)).toEqual([
      "A 2026-01-10 100",
      "A 2026-01-11 200",
      "A 2026-01-12 300 -300 on 2026-01-20",
      "A 2026-01-13 400",
      "A 2026-01-14 500",
    ]);
    const [debit = "", credit = ""] = header.split(";");
    const [amount, refunded] = debit === "Soll" ? [credit, debit] : [debit, credit];
    expect(log.understood).toContain(` / ${amount} less ${refunded}, 5 orders of 1 customer, 12.00`);
    expect(log.refused).toEqual([]);
  });

  test("where one is empty in all of them, the other is the amount", () => {
    const log = readLog(["klant;datum;Debet;Credit", ...sales((amount) => `;${amount}`)].join("\n"));
    expect(log.understood).toContain(" / datum / Credit, 5 orders of 1 customer, 15.00");
  });

  test("where both hold many it is a question, and an option answers", () => {
    const rows = [
      "A;2026-01-15;12,50;",
      "A;2026-01-16;;3,00",
      "B;2026-01-17;5,00;1,00",
      "B;2026-01-18;;-2,00",
    ];
    const text = ["klant;datum;Debet;Credit", ...rows].join("\n");
    expect(() => readLog(text)).toThrow(
      '2 amounts in "Debet" ("12,50" on line 2) and 3 amounts in "Credit" ("3,00" on line 3), and does not say which are sales: ' +
        'give --columns amount="Debet",refunded="Credit" or --columns amount="Credit",refunded="Debet", and leave out rows that are payments',
    );
    const given = (columns: string) => orderTexts(readLog(text, { format: parseFormat({ columns }) }));
    expect(given('amount="Debet",refunded="Credit"')).toEqual([
      "A 2026-01-15 1250 -300 on 2026-01-16",
      "B 2026-01-17 500 -100 on 2026-01-17",
      "B 2026-01-18 200",
    ]);
    expect(given('amount="Credit",refunded="Debet"')).toEqual([
      "A 2026-01-16 300 -300 on 2026-01-16",
      "B 2026-01-17 100 -100 on 2026-01-17",
    ]);
  });

  test("where one amount of the other side pays for many, the sums say so, and an option answers", () => {
    const invoices = sales((amount) => `${amount};`);
    const text = ["klant;datum;Debet;Credit", ...invoices, "A;2026-01-20;;15,00"].join("\n");
    expect(() => readLog(text)).toThrow(
      'the amounts in "Credit" are more than half of those in "Debet" (100 %), too much to have been given back: ' +
        'give --columns amount="Debet",refunded="Credit" or --columns amount="Credit",refunded="Debet", and leave out rows that are payments',
    );
    const format = parseFormat({ columns: 'amount="Debet",refunded="Credit"' });
    expect(orderTexts(readLog(text, { format }))).toHaveLength(5);
    expect(readLog(text.replace("15,00", "7,50")).orders).toHaveLength(5);
  });

  test("say nothing beside a column of amounts", () => {
    const log = readLog("klant;datum;Debet;Credit;Bedrag\nA;2026-01-15;;1,00;12,50\n");
    expect(orderTexts(log)).toEqual(["A 2026-01-15 1250"]);
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
