import fc from "fast-check";
import { expect, test } from "vitest";
import { splitLines } from "../../../app/sync/history/jsonl.ts";

async function* pieces(bytes: Buffer, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  let from = 0;
  for (const cut of [...cuts].sort((a, b) => a - b)) {
    const to = Math.min(cut % (bytes.length + 1), bytes.length);
    if (to > from) yield bytes.subarray(from, to);
    from = Math.max(from, to);
  }
  if (from < bytes.length) yield bytes.subarray(from);
}

async function read(text: string, cuts: readonly number[] = []) {
  const lines: string[] = [];
  let bytes = 0;
  let unterminated = false;
  for await (const block of splitLines(pieces(Buffer.from(text), cuts))) {
    lines.push(...block.lines);
    bytes += block.bytes;
    unterminated ||= block.unterminated;
  }
  return { lines, bytes, unterminated };
}

test("how a file is cut into chunks does not matter, not even inside a character", async () => {
  const line = fc
    .string({ unit: "grapheme", minLength: 1 })
    .filter((text) => !/[\n\r]/.test(text) && text.isWellFormed());
  await fc.assert(
    fc.asyncProperty(fc.array(line), fc.array(fc.nat(500)), fc.boolean(), async (lines, cuts, ended) => {
      const text = lines.join("\n") + (ended && lines.length > 0 ? "\n" : "");
      const result = await read(text, cuts);
      expect(result.lines).toEqual(lines);
      expect(result.bytes).toBe(Buffer.byteLength(text));
      expect(result.unterminated).toBe(!ended && lines.length > 0);
    }),
  );
});

test("empty lines are no rows", async () => {
  expect((await read("a\n\nb\n")).lines).toEqual(["a", "b"]);
  expect(await read("")).toEqual({ lines: [], bytes: 0, unterminated: false });
});
