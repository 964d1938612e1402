type Value = string | number | boolean | null | readonly string[];

const SPECIAL = /[\\\n\r\t]/;
const SPECIALS = /[\\\n\r\t]/g;
const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

function escaped(text: string): string {
  // PostgreSQL's text cannot hold NUL.
  const clean = text.includes("\0") ? text.replaceAll("\0", "") : text;
  return SPECIAL.test(clean) ? clean.replace(SPECIALS, (char) => ESCAPES[char] ?? char) : clean;
}

/** A row in the text format of PostgreSQL's COPY, with its newline. Arrays are `text[]`. */
export function copyLine(values: readonly Value[]): string {
  let line = "";
  for (let at = 0; at < values.length; at++) {
    const value = values[at];
    if (at > 0) line += "\t";
    if (value === null || value === undefined) line += "\\N";
    else if (typeof value === "string") line += escaped(value);
    else if (typeof value === "number") line += value;
    else if (typeof value === "boolean") line += value ? "t" : "f";
    else line += value.length === 0 ? "{}" : escaped(arrayLiteral(value));
  }
  return `${line}\n`;
}

function arrayLiteral(items: readonly string[]): string {
  return `{${items.map((item) => `"${item.replace(/["\\]/g, "\\$&")}"`).join(",")}}`;
}
