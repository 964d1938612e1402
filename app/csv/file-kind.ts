/** Files that are often taken for CSV. "zip" is what a workbook begins with as well. */
export type OtherFile = "zip" | "xls" | "gzip" | "pdf";

const BEGINNINGS: readonly (readonly [string, OtherFile])[] = [
  ["504b0304", "zip"],
  ["d0cf11e0a1b11ae1", "xls"],
  ["1f8b", "gzip"],
  ["25504446", "pdf"],
];

/** What a file is by its first bytes, where it is one of those; null for what may be text. */
export function otherFileOf(bytes: Buffer): OtherFile | null {
  const start = bytes.subarray(0, 8).toString("hex");
  return BEGINNINGS.find(([magic]) => start.startsWith(magic))?.[1] ?? null;
}
