import fc from "fast-check";
import { expect, test } from "vitest";
import { dateOfDay, dayOfIso, isoOfDay } from "../../../../app/clv/calendar.ts";
import { NoTransactionFile } from "../../../../app/csv/refusal.ts";
import { orderTexts, readLog } from "./read-log.ts";

const first = dayOfIso("2024-01-01")!;
const two = (value: number): string => String(value).padStart(2, "0");

const amountFormats = [
  (whole: string, cents: string) => `${whole}.${cents}`,
  (whole: string, cents: string) => `${whole},${cents}`,
  (whole: string, cents: string) => `${grouped(whole, ".")},${cents}`,
  (whole: string, cents: string) => `${grouped(whole, ",")}.${cents}`,
  (whole: string, cents: string) => `${grouped(whole, "\u00a0")},${cents} €`,
] as const;

const dateFormats = [
  (day: number) => isoOfDay(day),
  (day: number) => written(day, (year, month, date) => `${two(date)}-${two(month)}-${year}`),
  (day: number) => written(day, (year, month, date) => `${date}.${month}.${year}`),
  (day: number) => written(day, (year, month, date) => `${month}/${date}/${year} 6:05:00 PM`),
  (day: number) => `${isoOfDay(day)}T10:15:00+02:00`,
] as const;

function written(day: number, format: (year: number, month: number, date: number) => string): string {
  const { year, month, date } = dateOfDay(day);
  return format(year, month, date);
}

const grouped = (whole: string, separator: string): string => whole.replace(/\B(?=(?:\d{3})+$)/g, separator);

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;

const customer = fc
  .string({ unit: fc.constantFrom(..."abcXYZ019 ,;|\t\"'.-ëß\n\r"), minLength: 1, maxLength: 8 })
  .filter((id) => id === id.trim() && !/^(?:[-.]*|0|'\d+)$/.test(id) && !id.includes("\r\n"));
const sale = fc.record({
  customer,
  day: fc.integer({ min: first, max: first + 700 }),
  minor: fc.integer({ min: 0, max: 3_000_000 }),
});
const format = fc.record({
  delimiter: fc.constantFrom(",", ";", "\t", "|"),
  lineEnd: fc.constantFrom("\n", "\r\n", "\r"),
  amountOf: fc.constantFrom(...amountFormats),
  dateOf: fc.constantFrom(...dateFormats),
  header: fc.constantFrom(["customer_id", "date", "amount"], ["Klantnummer", "Besteldatum", "Bedrag"]),
  encoding: fc.constantFrom("utf8", "utf16le", "latin1"),
  start: fc.constantFrom("", "sep"),
  blankEnd: fc.nat(3),
});

test("a table that is written in any format is read as the same orders", () => {
  fc.assert(
    fc.property(fc.array(sale, { minLength: 1, maxLength: 40 }), format, (sales, how) => {
      // The last row settles the order of day and month, whatever the others are.
      const all = [...sales, { customer: "Z", day: dayOfIso("2024-12-31")!, minor: 1_234_56 }];
      const rows = all.map(({ customer: id, day, minor }) => {
        const digits = String(minor).padStart(3, "0");
        return [id, how.dateOf(day), how.amountOf(digits.slice(0, -2), digits.slice(-2))];
      });
      const text = [
        ...(how.start === "sep" ? [`sep=${how.delimiter}`] : []),
        ...[how.header, ...rows].map((cells) => cells.map(quoted).join(how.delimiter)),
        ...Array<string>(how.blankEnd).fill(""),
      ].join(how.lineEnd);
      const log = readLog(bytesOf(text, how.encoding));
      expect(log.refused).toEqual([]);
      expect(orderTexts(log)).toEqual(all.map((one) => `${one.customer} ${isoOfDay(one.day)} ${one.minor}`));
    }),
  );
});

function bytesOf(text: string, encoding: "utf8" | "utf16le" | "latin1"): Buffer {
  if (encoding === "utf16le") return Buffer.from(`\uFEFF${text}`, encoding);
  return Buffer.from(encoding === "latin1" ? text.replaceAll("€", "\x80") : text, encoding);
}

test("returns lower their customer's value by just what they are, and no order below zero", () => {
  const row = fc.record({
    customer: fc.constantFrom("A", "B", "C"),
    day: fc.integer({ min: first, max: first + 20 }),
    minor: fc.integer({ min: -5_000, max: 5_000 }),
    order: fc.constantFrom("", "", "1", "2"),
  });
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 30 }), (drawn) => {
      const rows = [{ customer: "D", day: first, minor: 100, order: "" }, ...drawn];
      const log = readLog(
        [
          "customer;date;order;line_amount",
          ...rows.map(
            (one) => `${one.customer};${isoOfDay(one.day)};${one.order};${(one.minor / 100).toFixed(2)}`,
          ),
        ].join("\n"),
      );
      for (const [at, name] of log.customers.entries()) {
        const own = log.orders.filter((order) => order.customer === at);
        const sold = own.reduce((sum, order) => sum + order.amountMinor, 0);
        const backOf = own.map((order) => order.returns.reduce((sum, one) => sum + one.amountMinor, 0));
        const back = backOf.reduce((sum, one) => sum + one, 0);
        const of = rows.filter((one) => one.customer === name);
        const positive = of.reduce((sum, one) => sum + Math.max(0, one.minor), 0);
        const negative = of.reduce((sum, one) => sum + Math.max(0, -one.minor), 0);
        expect(sold).toBe(positive);
        own.forEach((order, i) => {
          expect(backOf[i]).toBeLessThanOrEqual(order.amountMinor);
          for (const one of order.returns) expect(one.day).toBeGreaterThanOrEqual(order.day);
        });
        if (of.every((one) => one.order === "")) expect(back).toBe(Math.min(positive, negative));
        else expect(back).toBeLessThanOrEqual(Math.min(positive, negative));
      }
    }),
  );
});

test("whatever the bytes, there is a log or a reason", () => {
  const cell = fc.oneof(
    fc.constantFrom(
      "customer",
      "date",
      "amount",
      "2024-01-15",
      "01/02/2024",
      "1.270",
      "-5",
      '"',
      "€ 5",
      "",
      " ",
    ),
    fc.string({ unit: "binary", maxLength: 6 }),
  );
  const text = fc
    .array(fc.array(cell, { maxLength: 5 }), { maxLength: 8 })
    .chain((rows) =>
      fc.constantFrom(",", ";", "\t").map((mark) => rows.map((cells) => cells.join(mark)).join("\n")),
    )
    .map((lines) => Buffer.from(`customer,date,amount\n${lines}`));
  fc.assert(
    fc.property(fc.oneof(text, fc.uint8Array({ maxLength: 200 }).map(Buffer.from)), (bytes) => {
      try {
        expect(readLog(bytes).orders.length).toBeGreaterThan(0);
      } catch (error) {
        expect(error).toBeInstanceOf(NoTransactionFile);
      }
    }),
  );
});
