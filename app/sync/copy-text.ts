type Value = string | number | boolean | null | readonly string[];

const SPECIAL = /[\\\n\r\t]/;
const SPECIALS = /[\\\n\r\t]/g;
const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

function escaped(text: string): string {
  // PostgreSQL's text cannot hold NUL.
  const clean = text.includes("\0") ? text.replaceAll("\0", "") : text;
  return SPECIAL.test(clean) ? clean.replace(SPECIALS, (char) => ESCAPES[char] ?? char) : clean;
}

/** Fields of a row in the text format of PostgreSQL's COPY, without a newline. Arrays are `text[]`. */
export function copyFields(values: readonly Value[]): string {
  let text = "";
  for (let at = 0; at < values.length; at++) {
    const value = values[at];
    if (at > 0) text += "\t";
    if (value === null || value === undefined) text += "\\N";
    else if (typeof value === "string") text += escaped(value);
    else if (typeof value === "number") text += value;
    else if (typeof value === "boolean") text += value ? "t" : "f";
    else text += value.length === 0 ? "{}" : escaped(arrayLiteral(value));
  }
  return text;
}

function arrayLiteral(items: readonly string[]): string {
  return `{${items.map((item) => `"${item.replace(/["\\]/g, "\\$&")}"`).join(",")}}`;
}
