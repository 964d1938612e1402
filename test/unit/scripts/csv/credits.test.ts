import { describe, expect, test } from "vitest";
import { orderTexts, readLog } from "./read-log.ts";

const log = (header: string, ...rows: readonly string[]) => readLog([header, ...rows].join("\n"));

describe("a column that says which rows give money back", () => {
  test.each(["refund", "Creditfactuur", "credit note", "Gutschrift", "avoir", "credit"])("%s", (word) => {
    const read = log(
      "type;customer;date;amount",
      "invoice;A;2026-01-10;20.00",
      `${word};A;2026-01-12;5.00`,
      `${word};A;2026-01-13;-6.00`,
      "invoice;A;2026-01-14;1.00",
    );
    expect(orderTexts(read)).toEqual([
      "A 2026-01-10 2000 -500 on 2026-01-12 -600 on 2026-01-13",
      "A 2026-01-14 100",
    ]);
    expect(read.notes).toEqual([]);
  });

  test("a word in it that is neither is named with its rows and amount", () => {
    const rows = ["sale;A;2026-01-10;20.00", "payout;A;2026-01-12;5.00", "payout;A;2026-01-13;6.00"];
    expect(log("type;customer;date;amount", ...rows).notes).toEqual([
      'type "payout": 2 rows of 11.00 count as they stand',
    ]);
  });

  test("types of something else say nothing, and debit with credit is a question", () => {
    const other = log("type;customer;date;amount", "Tea;A;2026-01-10;20.00", "Cup;A;2026-01-11;1.00");
    expect(other.notes).toEqual([]);
    expect(() =>
      log("type;customer;date;amount", "debit;A;2026-01-10;20.00", "credit;A;2026-01-11;1.00"),
    ).toThrow("it does not say which of them are sales; write returns as amounts below zero");
  });
});

describe("states of orders", () => {
  test("that are not known count, and are named with their rows and amount", () => {
    const read = log(
      "customer,date,amount,status",
      "A,2026-01-10,5.00,completed",
      "A,2026-01-11,6.00,on-hold",
      "A,2026-01-12,7.00,on-hold",
      "A,2026-01-13,8.00,Geannuleerd door klant",
      "A,2026-01-14,9.00,Closed",
    );
    expect(read.notes).toEqual([
      'status "on-hold": 2 rows of 13.00 count as orders',
      'status "Closed": 1 row of 9.00 count as orders',
      'status "Geannuleerd door klant": 1 row of 8.00 are left out as cancelled',
    ]);
    expect(read.orders).toHaveLength(4);
  });

  test("Magento's Closed is refunded", () => {
    const read = log(
      "Customer Email,Purchase Date,Grand Total,Status",
      "a@example.com,2026-01-10,5.00,Closed",
    );
    expect(orderTexts(read)).toEqual(["a@example.com 2026-01-10 500 -500 on 2026-01-10"]);
    expect(read.notes[0]).toContain('status "Closed": 1 row of 5.00 are taken as refunded');
  });
});

describe("rows that sum up others", () => {
  const rows = ["A,2026-01-10,5.00", "B,2026-01-11,6.00"];
  test.each(["Total,2026-01-12,11.00", "Totaal,,11.00", ",,11.00", "Summe:,,9.00"])(
    "%s is left out and named",
    (total) => {
      const read = log("customer,date,amount", ...rows, total);
      expect(orderTexts(read)).toEqual(["A 2026-01-10 500", "B 2026-01-11 600"]);
      expect(read.notes).toEqual(["1 row sums up other rows and is left out (first on line 4)"]);
      expect(read.refused).toEqual([]);
    },
  );

  test("have a word for it or no date: a guest may spend what the others did together", () => {
    const read = log("customer,date,amount", ...rows, ",2026-01-12,11.00");
    expect(orderTexts(read)).toEqual(["A 2026-01-10 500", "B 2026-01-11 600", "nobody 2026-01-12 1100"]);
    expect(read.refused).toEqual([]);
  });

  test("after each customer are as well", () => {
    const read = log(
      "klant;datum;bedrag",
      ...["A;2026-01-10;5,00", "A;2026-01-11;6,00", "Subtotaal A;2026-01-11;11,00"],
      ...["B;2026-01-12;7,00", "B;2026-01-13;8,00", "Subtotaal B;;15,00", "Totaal;2026-01-13;26,00"],
    );
    expect(read.customers).toEqual(["A", "B"]);
    expect(read.notes).toEqual(["3 rows sum up other rows and are left out (first on line 4)"]);
  });

  test("by their word alone are refused, and names that begin like one are names", () => {
    const { refused, customers } = log(
      "customer,date,amount",
      ...rows,
      "Total,2026-01-12,9.00",
      "Totalis,2026-01-12,9.00",
    );
    expect(refused.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('"Total" is a word for a sum, and its amount is not that of the rows above'),
    ]);
    expect(customers).toEqual(["A", "B", "Totalis"]);
  });
});

describe("who the customer is", () => {
  test("the user of a shop is, and that of a till is not", () => {
    expect(log("user,date", "A,2026-01-10").customers).toEqual(["A"]);
    expect(() => log("Date,Receipt,User,Total", "2026-01-10,1,Anna,5.00")).toThrow(
      "no column for customer was found",
    );
  });

  test("a spreadsheet's mark of text is no part of an id", () => {
    const read = log("customer,date", "'1056,2026-01-10", "1056,2026-01-11");
    expect(read.customers).toEqual(["1056"]);
    expect(read.notes).toEqual([
      "the ' before ids of 1 rows is a spreadsheet's mark of text and no part of them",
    ]);
  });

  test("a header that comes again is no row", () => {
    expect(log("customer,date", "A,2026-01-10", "customer,date", "B,2026-01-11").refused).toEqual([]);
  });
});
