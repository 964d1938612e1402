import { describe, expect, test } from "vitest";
import { orderTexts, readLog } from "./read-log.ts";

const log = (header: string, ...rows: readonly string[]) => readLog([header, ...rows].join("\n"));

describe("rows that name nobody", () => {
  const named = ["A,2026-01-10,5.00", "B,2026-01-11,6.00"];

  test.each(["", "guest", "Gast", "NULL", "n/a", "#N/A", "-", "Guest Customer", "0"])('"%s"', (id) => {
    const { customers, understood, notes, ...rest } = log(
      "customer,date,amount",
      ...named,
      `${id},2026-01-12,7.00`,
      `${id},2026-01-13,8.00`,
      `${id},2026-01-14,-3.00`,
    );
    expect(customers).toEqual(["A", "B"]);
    expect(orderTexts({ customers, understood, notes, ...rest })).toEqual([
      "A 2026-01-10 500",
      "B 2026-01-11 600",
      "nobody 2026-01-12 700",
      "nobody 2026-01-13 800 -300 on 2026-01-14",
    ]);
    expect(understood).toContain("2 orders of 2 customers, 11.00, 2 orders without a customer, 12.00, after");
    expect(notes).toContain("orders without a customer count in no customer's figures and in no model");
    if (id !== "") expect(notes).toContain(`"${id}" names nobody: its 3 rows are without a customer`);
  });

  test("are of the customer whom another row of their order names, or whose address they have", () => {
    const lines = log(
      "order,customer,email,date,line_amount",
      "1,A,,2026-01-10,5.00",
      "1,,,2026-01-10,6.00",
      "2,guest,ann@example.com,2026-01-11,7.00",
    );
    expect(orderTexts(lines)).toEqual(["A 2026-01-10 1100", "ann@example.com 2026-01-11 700"]);
  });

  test("are nobody's where the other rows of their order name several customers", () => {
    const rows = ["1,A,2026-01-10,5.00", "1,B,2026-01-10,6.00", "1,C,2026-01-10,7.00", "1,,2026-01-10,99.00"];
    const read = log("order,customer,date,line_amount", ...rows);
    expect(orderTexts(read).filter((text) => text.includes("9900"))).toEqual(["nobody 2026-01-10 9900"]);
  });

  test("0 is a customer where the ids count from it", () => {
    const rows = [0, 1, 2, 3].map((id) => `${id},2026-01-1${id},1.00`);
    const counted = log("customer,date,amount", ...rows);
    expect(counted.customers).toEqual(["0", "1", "2", "3"]);
    expect(counted.notes).toEqual(['"0" is taken as a customer like the others, whose ids count from it']);
  });

  test("alone are no log", () => {
    expect(() => log("customer,date", ",2026-01-10", "guest,2026-01-11")).toThrow(
      "no row names a customer; name the column that does with --columns customer=...",
    );
  });
});

describe("ids that a spreadsheet shortened", () => {
  const rows = ["6.1056E+12,2026-01-10,5.00", "6,1E+11;2026-01-11;6,00"];
  test("are refused with what to do, since they are several customers'", () => {
    expect(() => log("customer,date,amount", rows[0]!)).toThrow(
      '"6.1056E+12" is an id of which a spreadsheet lost the last digits, and several customers can share it: take the file from the program that made it',
    );
    expect(() => log("customer;date;amount", rows[1]!)).toThrow('"6,1E+11" is an id of which');
  });

  test("do no harm beside an address", () => {
    const both = log(
      "customer,email,date",
      "6.1E+12,ann@example.com,2026-01-10",
      "6.1E+12,bob@example.com,2026-01-11",
    );
    expect(both.customers).toEqual(["ann@example.com", "bob@example.com"]);
  });
});
