import { NoTransactionFile } from "../refusal.ts";

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
export function* csvRecords(text: string, delimiter: string, from = 0): Generator<CsvRecord> {
  const special = new RegExp(`[\\r\\n${delimiter === "|" ? "\\|" : delimiter}]`, "g");
  let at = from;
  let line = 1 + lineBreaks(text.slice(0, from));
  while (at < text.length) {
    const start = at;
    const startLine = line;
    const cells: string[] = [];
    for (;;) {
      const quoted = quotedCell(text, at, delimiter, line);
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
    const end = at;
    if (at < text.length) {
      at += text.startsWith("\r\n", at) ? 2 : 1;
      line += 1;
    }
    if (cells.some((cell) => cell.trim() !== "")) yield { line: startLine, start, end, cells };
  }
}

function quotedCell(
  text: string,
  from: number,
  delimiter: string,
  line: number,
): { cell: string; end: number } | null {
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
  throw new NoTransactionFile(`the quote that opens on line ${line} is never closed`);
}

function afterSpaces(text: string, from: number, delimiter: string): number {
  let at = from;
  while ((text[at] === " " || text[at] === "\t") && text[at] !== delimiter) at += 1;
  return at;
}

function lineBreaks(text: string): number {
  return text.includes("\n") || text.includes("\r") ? text.split(/\r\n|\r|\n/).length - 1 : 0;
}
