import fc from "fast-check";
import { expect, test } from "vitest";
import { CsvRecordStream, csvRecords, DELIMITERS, UnclosedQuote } from "../../../app/csv/records.ts";

const cell = fc.string({ unit: fc.constantFrom("a", "é", '"', ",", ";", "\n", "\r", " ", "\t", "|") });
const written = (rows: string[][], delimiter: string, end: string) =>
  rows.map((cells) => cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(delimiter) + end).join("");

test("a text has the same records whole and in pieces of any size", () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 6 }),
      fc.constantFrom(...DELIMITERS),
      fc.constantFrom("\n", "\r", "\r\n"),
      fc.integer({ min: 1, max: 9 }),
      fc.string({ unit: fc.constantFrom("a", ",", "\n", "\r", " ") }),
      (rows, delimiter, end, size, loose) => {
        const text = written(rows, delimiter, end) + loose;
        const whole = [...csvRecords(text, { delimiter, file: "a file", from: 0 })];
        const stream = new CsvRecordStream(delimiter);
        const pieces = [];
        for (let at = 0; at < text.length; at += size) {
          pieces.push(...stream.push(text.slice(at, at + size)));
        }
        pieces.push(...stream.push("", true));
        expect(pieces).toEqual(whole.map(({ line, cells }) => ({ line, cells })));
      },
    ),
  );
});

test("a quote that is not closed is named by its line, at the end and before too much is held", () => {
  const atEnd = new CsvRecordStream(",");
  expect([...atEnd.push('a,b\nc,"d\n')]).toEqual([{ line: 1, cells: ["a", "b"] }]);
  expect(() => [...atEnd.push("", true)]).toThrow(new UnclosedQuote(2));
  const long = new CsvRecordStream(",");
  expect(() => [...long.push(`a\n"${"b".repeat(2 << 20)}`)]).toThrow(new UnclosedQuote(2));
  const endless = new CsvRecordStream(",");
  expect(() => [...endless.push(`a\n${"b,".repeat(1 << 20)}`)]).toThrow(new UnclosedQuote(2));
});
