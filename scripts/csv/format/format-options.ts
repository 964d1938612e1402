import type { DecimalMark } from "../../../app/csv/amount-column.ts";
import type { DateOrder } from "../../../app/csv/date-text.ts";
import { DELIMITERS, type Delimiter } from "../../../app/csv/records.ts";
import { BadOption } from "../../bad-option.ts";
import { ROLES, type Role } from "./column-names.ts";

/** What a caller says of a log's format; null is for the file to prove. */
export interface LogFormat {
  /** Headers of the file by what they hold. */
  readonly columns: Readonly<Partial<Record<Role, string>>>;
  readonly dateOrder: DateOrder | null;
  readonly decimal: DecimalMark | null;
  readonly delimiter: Delimiter | null;
  readonly encoding: string | null;
}

export const FORMAT_UNSAID: LogFormat = {
  columns: {},
  dateOrder: null,
  decimal: null,
  delimiter: null,
  encoding: null,
};

export const FORMAT_USAGE = `  --columns customer=A,date=B,amount=C   headers of those columns, where the names are not known (also quantity and price
                                         of a unit instead of amount, order, email, currency, status, refunded, cancelled, type)
  --date-format DD-MM-YYYY   order of day, month and year (MM/DD/YYYY, YYYY-MM-DD), where the dates do not prove it
  --decimal ,                the decimal mark (, or .), where the amounts do not prove it
  --delimiter ";"            between the columns (, ; | or tab)
  --encoding windows-1252    of the file (any name that the Encoding Standard knows)`;

/** The same options for every program that reads a log, as `parseArgs` takes them. */
export const FORMAT_OPTIONS = {
  columns: { type: "string" },
  "date-format": { type: "string" },
  decimal: { type: "string" },
  delimiter: { type: "string" },
  encoding: { type: "string" },
} as const;

/** Throws BadOption with what would be right. */
export function parseFormat(
  values: {
    readonly [Name in keyof typeof FORMAT_OPTIONS]?: string | undefined;
  },
): LogFormat {
  return {
    columns: columnsOption(values.columns),
    dateOrder: dateOrderOption(values["date-format"]),
    decimal: decimalOption(values.decimal),
    delimiter: delimiterOption(values.delimiter),
    encoding: values.encoding ?? null,
  };
}

/** A comma that another role follows; any other is part of a header. */
const NEXT_COLUMN = /,(?=\s*[^\s,="]+\s*=)/;

function columnsOption(given: string | undefined): LogFormat["columns"] {
  const columns: Partial<Record<Role, string>> = {};
  if (given === undefined) return columns;
  for (const part of given.split(NEXT_COLUMN)) {
    const [role = "", ...rest] = part.split("=");
    const known = role.trim().toLowerCase();
    const header = rest
      .join("=")
      .trim()
      .replace(/^"(.*)"$/, "$1");
    if (!isRole(known) || header === "") {
      throw new BadOption(
        `--columns: "${part}" should be like customer=klantnummer; before the = one of ${ROLES.join(", ")}`,
      );
    }
    columns[known] = header;
  }
  return columns;
}

const isRole = (text: string): text is Role => ROLES.some((role) => role === text);

function dateOrderOption(given: string | undefined): DateOrder | null {
  if (given === undefined) return null;
  const order = given.toUpperCase().replace(/[^DMYJ]/g, "");
  const letters = [...new Set(order.replaceAll("J", "Y"))].join("");
  if (letters === "DMY" || letters === "MDY" || letters === "YMD") return letters;
  throw new BadOption(
    `--date-format: "${given}" should be like DD-MM-YYYY, MM/DD/YYYY or YYYY-MM-DD; separators and times do not matter`,
  );
}

function decimalOption(given: string | undefined): DecimalMark | null {
  if (given === undefined) return null;
  if (given === "." || given === "point") return ".";
  if (given === "," || given === "comma") return ",";
  throw new BadOption(`--decimal: "${given}" should be , (comma) or . (point)`);
}

const DELIMITER_NAMES: Readonly<Record<string, Delimiter>> = {
  tab: "\t",
  "\\t": "\t",
  comma: ",",
  semicolon: ";",
  pipe: "|",
};

function delimiterOption(given: string | undefined): Delimiter | null {
  if (given === undefined) return null;
  const known = DELIMITERS.find((one) => one === given) ?? DELIMITER_NAMES[given.toLowerCase()];
  if (known) return known;
  throw new BadOption(`--delimiter: "${given}" should be one of , ; | tab`);
}
