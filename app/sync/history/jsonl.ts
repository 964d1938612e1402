const NEWLINE = 10;

/** Whole lines that came together, without their newlines. */
export interface LineBlock {
  readonly lines: readonly string[];
  /** Of the lines and their newlines. */
  readonly bytes: number;
  /** The block is the text after the file's last newline, so it may have been cut off. */
  readonly unterminated: boolean;
}

/**
 * Splits a stream of bytes into lines, a block of lines for each chunk. How the bytes were cut into chunks does not
 * matter: a line or a character may lie across any number of them. Empty lines are left out.
 */
export async function* splitLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<LineBlock> {
  let rest: Uint8Array[] = [];
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(NEWLINE);
    if (end < 0) {
      rest.push(chunk);
      continue;
    }
    const whole = Buffer.concat([...rest, chunk.subarray(0, end + 1)]);
    rest = end + 1 < chunk.length ? [chunk.subarray(end + 1)] : [];
    yield blockOf(whole, false);
  }
  const last = Buffer.concat(rest);
  if (last.length > 0) yield blockOf(last, true);
}

function blockOf(bytes: Buffer, unterminated: boolean): LineBlock {
  const lines = bytes.toString("utf8").split("\n");
  return { lines: lines.filter((line) => line !== "" && line !== "\r"), bytes: bytes.length, unterminated };
}
