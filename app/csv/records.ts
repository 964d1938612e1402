import { NoTransactionFile } from "./refusal.ts";

export const DELIMITERS = [",", ";", "\t", "|"] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** One record of a CSV text. */
export interface CsvRecord {
  /** Of the record's first character, from 1. */
  readonly line: number;
  /** Where the record stands in the text, without the end of its last line. */
  readonly start: number;
  readonly end: number;
  /** Without quotes; spaces around an unquoted cell are kept. */
  readonly cells: readonly string[];
}

/**
 * Records of a CSV text (RFC 4180) that end with LF, CR or CRLF, also mixed; records without any content are passed over. A quote ends a quoted
 * cell only before a delimiter or the end of the record, so that an inch sign does not; spaces around a quoted cell do not count.
 * Throws NoTransactionFile for a quote that is never closed.
 */
export function* csvRecords(
  text: string,
  { delimiter, file, from }: { delimiter: Delimiter; file: string; from: number },
): Generator<CsvRecord> {
  let at = from;
  let line = 1 + lineBreaks(text.slice(0, from));
  while (at < text.length) {
    const record = recordAt(text, at, line, delimiter);
    if ("openedOn" in record) {
      throw new NoTransactionFile(
        `${file}: every quote should be closed; the one that opens on line ${record.openedOn} is not`,
      );
    }
    if (hasContent(record.cells)) yield { line, start: at, end: record.end, cells: record.cells };
    at = record.next;
    line = record.nextLine;
  }
}

/** A quote is not closed within the length that a record may have. */
export class UnclosedQuote extends Error {
  readonly line: number;
  constructor(line: number) {
    super(`the quote that opens on line ${line} is not closed`);
    this.name = "UnclosedQuote";
    this.line = line;
  }
}

/** Characters of a record; what is longer has a quote that is not closed. */
const LONGEST_RECORD = 1 << 20;

/** The records of a text that comes in pieces, as `csvRecords` would give them. Holds one piece and the record that it cuts. */
export class CsvRecordStream {
  readonly #delimiter: Delimiter;
  #rest = "";
  #line = 1;

  constructor(delimiter: Delimiter) {
    this.#delimiter = delimiter;
  }

  /** Throws UnclosedQuote. */
  *push(piece: string, isLast = false): Generator<Pick<CsvRecord, "line" | "cells">> {
    const text = this.#rest + piece;
    let at = 0;
    while (at < text.length) {
      const record = recordAt(text, at, this.#line, this.#delimiter);
      if ("openedOn" in record) {
        if (isLast || text.length - at > LONGEST_RECORD) throw new UnclosedQuote(record.openedOn);
        break;
      }
      // What follows the last character may belong to it: the other half of CRLF, a second quote.
      if (!isLast && record.next >= text.length) {
        // No log has such a row; looking at it again with each piece would take for ever.
        if (text.length - at > LONGEST_RECORD) throw new UnclosedQuote(this.#line);
        break;
      }
      const line = this.#line;
      at = record.next;
      this.#line = record.nextLine;
      if (hasContent(record.cells)) yield { line, cells: record.cells };
    }
    this.#rest = text.slice(at);
  }
}

const hasContent = (cells: readonly string[]): boolean => cells.some((cell) => cell.trim() !== "");

interface RecordAt {
  readonly cells: readonly string[];
  readonly end: number;
  /** Where the next record begins, and on which line. */
  readonly next: number;
  readonly nextLine: number;
}

const SPECIAL: Readonly<Record<Delimiter, RegExp>> = {
  ",": /[\r\n,]/g,
  ";": /[\r\n;]/g,
  "\t": /[\r\n\t]/g,
  "|": /[\r\n|]/g,
};

function recordAt(
  text: string,
  from: number,
  firstLine: number,
  delimiter: Delimiter,
): RecordAt | { openedOn: number } {
  const special = SPECIAL[delimiter];
  const cells: string[] = [];
  let at = from;
  let line = firstLine;
  for (;;) {
    const quoted = quotedCell(text, at, delimiter);
    if (quoted === "open") return { openedOn: line };
    if (quoted) {
      cells.push(quoted.cell);
      line += lineBreaks(quoted.cell);
      at = quoted.end;
    } else {
      special.lastIndex = at;
      const end = special.exec(text)?.index ?? text.length;
      cells.push(text.slice(at, end));
      at = end;
    }
    if (text[at] !== delimiter) break;
    at += 1;
  }
  if (at >= text.length) return { cells, end: at, next: at, nextLine: line };
  return { cells, end: at, next: at + (text.startsWith("\r\n", at) ? 2 : 1), nextLine: line + 1 };
}
function quotedCell(
  text: string,
  from: number,
  delimiter: Delimiter,
): { cell: string; end: number } | "open" | null {
  const open = afterSpaces(text, from, delimiter);
  if (text[open] !== '"') return null;
  for (let close = text.indexOf('"', open + 1); close >= 0; close = text.indexOf('"', close + 1)) {
    if (text[close + 1] === '"') {
      close += 1;
      continue;
    }
    const end = afterSpaces(text, close + 1, delimiter);
    if (end < text.length && text[end] !== delimiter && text[end] !== "\r" && text[end] !== "\n") continue;
    return { cell: text.slice(open + 1, close).replaceAll('""', '"'), end };
  }
  return "open";
}

function afterSpaces(text: string, from: number, delimiter: string): number {
  let at = from;
  while ((text[at] === " " || text[at] === "\t") && text[at] !== delimiter) at += 1;
  return at;
}

function lineBreaks(text: string): number {
  return text.includes("\n") || text.includes("\r") ? text.split(/\r\n|\r|\n/).length - 1 : 0;
}
