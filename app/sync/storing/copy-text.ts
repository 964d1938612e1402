type Value = string | number | boolean | null | readonly string[];

const SPECIAL = /[\\\n\r\t\0]/;
const SPECIALS = /[\\\n\r\t\0]/g;
/** PostgreSQL's text cannot hold NUL. */
const ESCAPES: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\0": "",
};

function escaped(text: string): string {
  return SPECIAL.test(text) ? text.replace(SPECIALS, (char) => ESCAPES[char] ?? char) : text;
}

/**
 * Fields of a row in the text format of PostgreSQL's COPY, without a newline. Arrays are `text[]`. Joined at once: a text that grows
 * piece by piece is a tree of pieces, which has to be kept, moved and flattened.
 */
export function copyFields(values: readonly Value[]): string {
  const fields = new Array<string | number>(values.length);
  for (let at = 0; at < values.length; at++) {
    const value = values[at];
    if (value === null || value === undefined) fields[at] = "\\N";
    else if (typeof value === "string") fields[at] = escaped(value);
    else if (typeof value === "number") fields[at] = value;
    else if (typeof value === "boolean") fields[at] = value ? "t" : "f";
    else fields[at] = value.length === 0 ? "{}" : escaped(arrayLiteral(value));
  }
  return fields.join("\t");
}

function arrayLiteral(items: readonly string[]): string {
  return `{${items.map((item) => `"${item.replace(/["\\]/g, "\\$&")}"`).join(",")}}`;
}
