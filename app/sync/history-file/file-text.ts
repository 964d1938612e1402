import type { FileEncoding, Parts } from "../../csv/encoding.ts";
import { type OtherFile, otherFileOf } from "../../csv/file-kind.ts";
import { CsvRecordStream, DELIMITERS, type Delimiter, UnclosedQuote } from "../../csv/records.ts";
import { missingColumns, type Places, placesOf } from "./export-columns.ts";

/** Why nothing of a file is used. */
export type FileRefusalCode =
  | OtherFile
  | "workbook"
  | "not_text"
  | "no_export"
  | "unclosed_quote"
  | "no_orders"
  | "too_many_refused"
  | "erased_meanwhile";

/** The file as a whole cannot be used. */
export class UnusableFile extends Error {
  readonly code: FileRefusalCode;
  /** What is missing, or where it is; the page has the words around it. */
  readonly detail: string;
  constructor(code: FileRefusalCode, detail = "") {
    super(`${code} ${detail}`);
    this.name = "UnusableFile";
    this.code = code;
    this.detail = detail;
  }
}

/** Throws UnusableFile for a beginning that is no text; a workbook is a zip file that names its content. */
export function requireText(beginning: Buffer): void {
  const other = otherFileOf(beginning);
  if (other === "zip" && beginning.includes("[Content_Types].xml")) throw new UnusableFile("workbook");
  if (other) throw new UnusableFile(other);
}

/** The text of a file in pieces, without its byte order mark. Throws UnusableFile for zero bytes. */
export async function* textOf(parts: Parts, encoding: FileEncoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const part of parts()) {
    const text = decoder.decode(part, { stream: true });
    if (text.includes("\0")) throw new UnusableFile("not_text");
    yield text;
  }
  yield decoder.decode();
}

/** Characters within which a header ends. */
export const LONGEST_HEADER = 1 << 16;

export interface FileHead {
  readonly delimiter: Delimiter;
  /** Characters before the header: a first line `sep=;`. */
  readonly from: number;
  readonly header: readonly string[];
  readonly places: Places;
}

/** The header of a text that begins like this. Throws UnusableFile with what is missing. */
export function headOf(beginning: string): FileHead {
  const separator = /^sep=(.)(?:\r\n|\r|\n)/i.exec(beginning);
  const from = separator?.[0].length ?? 0;
  let best: FileHead | null = null;
  for (const delimiter of DELIMITERS) {
    const header = firstRecord(beginning.slice(from, from + LONGEST_HEADER), delimiter);
    const places = placesOf(header);
    if (best === null || places.size > best.places.size) best = { delimiter, from, header, places };
  }
  const missing = missingColumns(best?.places ?? new Map());
  if (best === null || missing.length > 0) throw new UnusableFile("no_export", missing.join(", "));
  return best;
}

function firstRecord(text: string, delimiter: Delimiter): readonly string[] {
  try {
    const [first] = new CsvRecordStream(delimiter).push(text, true);
    return first?.cells ?? [];
  } catch (error) {
    if (error instanceof UnclosedQuote) return [];
    throw error;
  }
}
