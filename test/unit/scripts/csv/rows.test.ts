import { describe, expect, test } from "vitest";
import { orderTexts, readLog } from "./read-log.ts";

const lines = (...rows: readonly string[]) => `${rows.join("\n")}\n`;

describe("exports of shop programs", () => {
  const shopify = (...rows: readonly string[]) =>
    readLog(
      lines(
        "Name,Email,Financial Status,Paid at,Currency,Subtotal,Shipping,Total,Created at,Lineitem quantity,Lineitem name,Notes,Cancelled at,Refunded Amount",
        ...rows,
      ),
    );

  test("Shopify: an order is one though it has several lines, its amount is what the goods cost less what was given back", () => {
    const log = shopify(
      '#1,ann@example.com,paid,2026-01-15 00:10:00 +0100,EUR,50.00,5.00,55.00,2026-01-15 00:10:00 +0100,1,Tea,"by\nthe door",,0.00',
      "#1,ann@example.com,,,,,,,2026-01-15 00:10:00 +0100,2,Cup,,,",
      "#2,bob@example.com,refunded,2026-01-16 09:00:00 +0100,EUR,40.00,5.00,45.00,2026-01-16 09:00:00 +0100,1,Tea,,2026-01-17 09:00:00 +0100,45.00",
      "#3,bob@example.com,partially_refunded,2026-01-18 09:00:00 +0100,EUR,40.00,5.00,45.00,2026-01-18 09:00:00 +0100,1,Tea,,,12.00",
      "#4,bob@example.com,voided,,EUR,40.00,5.00,45.00,2026-01-19 09:00:00 +0100,1,Tea,,2026-01-20 09:00:00 +0100,0.00",
      "#5,bob@example.com,paid,2026-01-21 09:00:00 +0100,EUR,40.00,5.00,45.00,2026-01-21 09:00:00 +0100,1,Tea,,2026-01-22 09:00:00 +0100,30.00",
    );
    expect(orderTexts(log)).toEqual([
      "ann@example.com 2026-01-15 5000",
      "bob@example.com 2026-01-16 4000 -4000 on 2026-01-16",
      "bob@example.com 2026-01-18 4000 -1200 on 2026-01-18",
      "bob@example.com 2026-01-21 4000 -2500 on 2026-01-21",
    ]);
    expect(log).toMatchObject({ currency: "EUR", refused: [] });
    expect(log.understood).toContain("Email / Created at / Subtotal, 4 orders of 2 customers, 93.00 EUR");
    expect(log.understood).toContain("1 cancelled, voided or failed order left out");
  });

  test("WooCommerce: who has no account is known by the address, never by the 0 that all of them share", () => {
    const log = readLog(
      lines(
        "order_id,order_date,status,order_total,order_currency,customer_id,customer_email",
        "1,2026-01-15 10:00:00,completed,5.00,EUR,0,ann@example.com",
        "2,2026-01-16 10:00:00,wc-processing,6.00,EUR,0,bob@example.com",
        "3,2026-01-17 10:00:00,failed,7.00,EUR,0,bob@example.com",
        "4,2026-01-18 10:00:00,refunded,8.00,EUR,12,Ann@example.com",
      ),
    );
    expect(orderTexts(log)).toEqual([
      "12 2026-01-15 500",
      "bob@example.com 2026-01-16 600",
      "12 2026-01-18 800 -800 on 2026-01-18",
    ]);
  });

  test("invoices of lines: quantity and price of a unit make the amount, a negative quantity is a return", () => {
    const log = readLog(
      lines(
        "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country",
        '536365,85123A,"HEART, WHITE",6,12/1/2010 8:26,2.55,17850,United Kingdom',
        "536365,71053,LANTERN,2,12/1/2010 8:26,3.39,17850,United Kingdom",
        "536366,22633,HAND WARMER,10,12/13/2010 8:28,0.85,17850,United Kingdom",
        "C536379,22633,HAND WARMER,-4,12/14/2010 9:41,0.85,17850,United Kingdom",
        "536380,22961,JAM JAR,two,12/15/2010 9:41,1.45,17809,United Kingdom",
      ),
    );
    expect(orderTexts(log)).toEqual(["17850 2010-12-01 2208", "17850 2010-12-13 850 -340 on 2010-12-14"]);
    expect(log.refused).toMatchObject([{ line: 6, reason: '"two" is no quantity (a whole number)' }]);
    expect(log.understood).toContain(
      "CustomerID / InvoiceDate / Quantity x UnitPrice, 2 orders of 1 customer",
    );
  });

  test("a column of amounts counts for itself, whatever stands beside it; a price without a quantity is no amount", () => {
    const both = readLog(lines("customer,date,quantity,price,amount", "A,2026-01-15,2,5.00,9.00"));
    expect(orderTexts(both)).toEqual(["A 2026-01-15 900"]);
    const price = readLog(lines("customer,date,price", "A,2026-01-15,5.00"), { needsAmount: false });
    expect(price.hasAmounts).toBe(false);
  });

  test("rows of one order on one day are one order; the same id on another day or of another customer is not", () => {
    const log = readLog(
      lines(
        "customer_id,date,order_id,amount",
        "A,2026-01-15,7,5.00",
        "A,2026-01-15,7,6.00",
        "A,2026-02-15,7,5.50",
        "B,2026-01-15,7,1.00",
      ),
    );
    expect(orderTexts(log)).toEqual(["A 2026-01-15 1100", "A 2026-02-15 550", "B 2026-01-15 100"]);
  });

  test("a total that stands on each row of an order counts once; where it may be a line's it is a question", () => {
    const rows = ["A,2026-01-15,1,5.00", "B,2026-01-15,2,6.00", "C,2026-01-15,3,7.00"].flatMap((row) => [
      row,
      row,
    ]);
    const totals = readLog(lines("customer_id,date,order_id,order_total", ...rows));
    expect(orderTexts(totals)).toEqual(["A 2026-01-15 500", "B 2026-01-15 600", "C 2026-01-15 700"]);
    expect(totals.understood).toContain("the total of each order counted once");
    expect(orderTexts(readLog(lines("customer_id,date,order_id,line_amount", ...rows)))[0]).toBe(
      "A 2026-01-15 1000",
    );
    expect(() => readLog(lines("customer_id,date,order_id,amount", ...rows))).toThrow(
      "3 orders of several rows with the same amount on each (such as lines 2 and 3)",
    );
  });
});

describe("returns", () => {
  test("lower the order that they name, and no other by what is too much", () => {
    const log = readLog(
      lines(
        "customer_id,date,order_id,amount",
        "A,2026-01-15,1,10.00",
        "A,2026-01-20,2,30.00",
        "A,2026-01-25,1,-12.00",
      ),
    );
    expect(orderTexts(log)).toEqual(["A 2026-01-15 1000 -1000 on 2026-01-25", "A 2026-01-20 3000"]);
    expect(log.notes).toEqual([expect.stringContaining('on line 4, 2.00 of "A" lowers nothing')]);
  });

  test("without an order lower the last one by then of just that amount, else the customer's orders backwards, at last later ones", () => {
    const log = readLog(
      lines(
        "customer_id,date,amount",
        "A,2026-01-10,20.00",
        "A,2026-01-15,10.00",
        "A,2026-01-20,30.00",
        "A,2026-01-22,(10.00)",
        "A,2026-01-23,-45.00",
        "B,2026-01-10,-4.00",
        "B,2026-01-15,10.00",
      ),
    );
    expect(orderTexts(log)).toEqual([
      "A 2026-01-10 2000 -1500 on 2026-01-23",
      "A 2026-01-15 1000 -1000 on 2026-01-22",
      "A 2026-01-20 3000 -3000 on 2026-01-23",
      "B 2026-01-15 1000 -400 on 2026-01-15",
    ]);
    expect(log.understood).toContain("4 orders of 2 customers, 11.00, after 3 returns of 59.00");
    expect(log.notes).toEqual([]);
  });
});

describe("ids", () => {
  const notes = (...ids: readonly string[]) =>
    readLog(lines("cust,date,amount", ...ids.map((id) => `"${id}",2026-01-15,1.00`))).notes;

  test.each([
    [["Zoë", "Zo\uFFFD"]],
    [["Zoë", "ZoÃ«"]],
    [["Zoë", "Zo?"]],
    [["Ann", "ANN"]],
    [["1056", "1056.0"]],
    [["0056", "56"]],
    [["Ann  Lee", "Ann Lee"]],
  ])("%j are named and counted apart", (ids) => {
    expect(notes(...ids)).toContain(
      `"${ids[0]}" and "${ids[1]}" may be one customer; they are counted apart`,
    );
    expect(readLog(lines("cust,date", ...ids.map((id) => `${id},2026-01-15`))).customers).toEqual(ids);
  });

  test("of several people are not", () => {
    expect(notes("José", "Josè", "Jos", "1056", "1057", "10.56", "Ann.0")).toEqual([]);
  });

  test("with a letter lost are named though nobody is like them", () => {
    expect(notes("Zo\uFFFD")).toEqual([
      expect.stringContaining('may stand for several customers: "Zo\uFFFD"'),
    ]);
  });

  test("with spaces around them are the same, and that is said", () => {
    const log = readLog("cust,date\nAnn,2026-01-15\n Ann ,2026-01-16\n");
    expect(log.customers).toEqual(["Ann"]);
    expect(log.notes).toEqual(['spaces around ids are not part of them: "Ann" stand with and without']);
    expect(readLog("cust, date\n Ann, 2026-01-15\n Ann, 2026-01-16\n").notes).toEqual([]);
  });
});

describe("days far from all others", () => {
  const daily = Array.from({ length: 30 }, (_, at) => `A,2025-03-${String(at + 1).padStart(2, "0")},1.00`);
  const refusedOf = (...dates: readonly string[]) => {
    const log = readLog(lines("cust,date,amount", ...daily, ...dates.map((date) => `B,${date},1.00`)));
    return log.refused.map(({ line, reason }) => `${line}: ${reason}`);
  };

  test.each([
    ["2064-03-15", "lies in the future"],
    ["2026-11-22", "lies in the future"],
    ["1970-01-01", "is before any shop's log"],
    ["0024-03-15", "is before any shop's log"],
    ["2015-03-15", "is 10.0 years before all other rows"],
  ])("%s is put aside", (date, reason) => {
    expect(refusedOf(date)).toEqual([`32: ${date} ${reason}; the row is put aside`]);
  });

  test.each(["2026-11-20", "2026-11-21", "2024-01-15", "2025-12-24"])("%s is not", (date) => {
    expect(refusedOf(date)).toEqual([]);
  });

  test("an early time of the shop is one with several orders", () => {
    expect(refusedOf("2015-03-15", "2015-04-15")).toEqual([]);
  });

  test("a log of more than half a century is refused", () => {
    expect(() => readLog(lines("cust,date", "A,1971-01-15", "A,2026-01-15"))).toThrow(
      "goes from 1971-01-15 to 2026-01-15, more than 50 years",
    );
  });
});

describe("bad rows", () => {
  const good = (rows: number) => Array.from({ length: rows }, (_, at) => `A,2026-01-${10 + (at % 20)},1.00`);

  test("up to five, or two in a hundred, leave the others", () => {
    expect(
      readLog(lines("cust,date,amount", ...good(20), ...Array(5).fill("A,soon,1.00"))).refused,
    ).toHaveLength(5);
    expect(
      readLog(lines("cust,date,amount", ...good(980), ...Array(20).fill("A,soon,1.00"))).refused,
    ).toHaveLength(20);
  });

  test("more of them stop with the first", () => {
    const bad = Array(6).fill("A,,1.00");
    expect(() => readLog(lines("cust,date,amount", ...good(20), ...bad))).toThrow(
      /6 of its 26 rows cannot be read; .*\n {2}line 22: no date\n {2}line 23/,
    );
  });

  test("commas as decimal marks between commas are suspected", () => {
    expect(() => readLog(lines("cust,date,amount", "A,2026-01-15,10,99"))).toThrow(
      "line 2: 4 fields under a header of 3 (is a comma the decimal sign?)",
    );
  });
});
