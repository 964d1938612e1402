/**
 * Text that is one cell of one row for every reader: control characters and line separators become spaces, since some readers
 * end a row at any of them. Text that a spreadsheet would run as a formula gets a leading `'`; the full-width forms count as
 * well, spreadsheets of some locales read them as the plain ones. So does what follows a comma or semicolon inside: where that is
 * the locale's list separator and not the file's, it begins a cell: such a reader ignores quotes inside a field.
 */
export function textCell(text: string | null): string {
  return oneLine(text).replace(/(^|[,;])(?=["\s]*[=+\-@＝＋－＠])/g, "$1'");
}

/** Before `textCell`, for a reader that takes its marks away: a `'` of the text's own that stands before a formula gets another one. */
export const guardable = (text: string): string =>
  text.replace(/(^|[,;])(?='+["\s]*[=+\-@＝＋－＠])/g, "$1'");

export const unguarded = (text: string): string =>
  text.replace(/(^|[,;])'(?='*["\s]*[=+\-@＝＋－＠])/g, "$1");

/** The same for tools, which run nothing: what is no end of a row stays as it is. */
export const oneLine = (text: string | null): string => (text ?? "").replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, " ");

/** A line of cells between commas (RFC 4180). */
export function csvLine(cells: readonly (string | number | null)[]): string {
  const quoted = cells.map((cell) => {
    const text = typeof cell === "number" ? String(cell) : textCell(cell);
    return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  });
  return `${quoted.join(",")}\r\n`;
}
