import { isUtf8 } from "node:buffer";
import { type OtherFile, otherFileOf } from "../../../app/csv/file-kind.ts";
import { NoTransactionFile } from "../../../app/csv/refusal.ts";

export interface DecodedText {
  readonly text: string;
  /** For example "UTF-8", "UTF-16LE", "Windows-1252". */
  readonly encoding: string;
}

const CSV_FROM_PROGRAM = "open it in the program that made it and save it as CSV";

const OTHER_FILES: Readonly<Record<OtherFile, string>> = {
  zip: `a workbook (.xlsx or the like) and no CSV: ${CSV_FROM_PROGRAM} (in Excel: CSV UTF-8)`,
  xls: `a workbook (.xls) and no CSV: ${CSV_FROM_PROGRAM} (in Excel: CSV UTF-8)`,
  gzip: "compressed (gzip): unpack it first",
  pdf: `a PDF and no CSV: ${CSV_FROM_PROGRAM}`,
};

/**
 * The text of a file without its byte order mark. The encoding is the given one, else that of the byte order mark, else UTF-8 where the bytes
 * are valid UTF-8, else Windows-1252. Throws NoTransactionFile for other kinds of files and for bytes that the given encoding does not allow.
 */
export function decodeText(bytes: Buffer, file: string, given: string | null): DecodedText {
  const other = otherFileOf(bytes);
  if (other) throw new NoTransactionFile(`${file} is ${OTHER_FILES[other]}`);
  const encoding = given ?? encodingOf(bytes);
  const text = decoded(bytes, encoding, file);
  if (/^\s*<(?:!doctype|html|table|\?xml)/i.test(text.slice(0, 200))) {
    throw new NoTransactionFile(`${file} is a web page or XML and no CSV: ${CSV_FROM_PROGRAM}`);
  }
  if (text.includes("\0")) {
    throw new NoTransactionFile(
      `${file} has zero bytes and is no text in ${encoding}; give --encoding (for example utf-16le) or save it as CSV UTF-8`,
    );
  }
  return { text, encoding };
}

function encodingOf(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "UTF-16LE";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "UTF-16BE";
  return isUtf8(bytes) ? "UTF-8" : "Windows-1252";
}

function decoded(bytes: Buffer, encoding: string, file: string): string {
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(encoding, { fatal: true });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new NoTransactionFile(
      `--encoding: "${encoding}" is not an encoding such as utf-8, utf-16le or windows-1252`,
    );
  }
  try {
    return decoder.decode(bytes);
  } catch (error) {
    const reason = error instanceof TypeError ? `its bytes are no valid ${encoding}` : String(error);
    throw new NoTransactionFile(`${file} cannot be read: ${reason}; give --encoding`, { cause: error });
  }
}
