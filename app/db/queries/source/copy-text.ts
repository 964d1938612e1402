import { propertyOf, type SourceTable } from "./columns.ts";

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

function arrayLiteral(items: readonly string[]): string {
  return `{${items.map((item) => `"${item.replace(/["\\]/g, "\\$&")}"`).join(",")}}`;
}

/**
 * Writes rows of a table in the text format of PostgreSQL's COPY, columns in the order of the descriptor, with a newline at the
 * end of each. `key`: a first field that all rows have. Fields are joined in one step: a text that is built by many additions
 * is stored as a tree of parts, which costs memory and time.
 */
export function copyTextOf(table: SourceTable, key?: number): (row: object) => string {
  const properties = Object.keys(table.columns).map(propertyOf);
  const from = key === undefined ? 0 : 1;
  return (row) => {
    const values = row as Readonly<Record<string, Value>>;
    const fields = new Array<string | number>(properties.length + from);
    if (key !== undefined) fields[0] = key;
    for (let at = 0; at < properties.length; at++) {
      const value = values[properties[at] as string];
      if (value === null || value === undefined) fields[at + from] = "\\N";
      else if (typeof value === "string") fields[at + from] = escaped(value);
      else if (typeof value === "number") fields[at + from] = value;
      else if (typeof value === "boolean") fields[at + from] = value ? "t" : "f";
      else fields[at + from] = value.length === 0 ? "{}" : escaped(arrayLiteral(value));
    }
    return `${fields.join("\t")}\n`;
  };
}
