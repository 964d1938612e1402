import { existsSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { parseArgs } from "node:util";
import { isKnownTimeZone } from "../../app/platform/clock.ts";
import { isKnownCurrency } from "../../app/platform/currencies.ts";
import { BadOption } from "../bad-option.ts";
import { FORMAT_OPTIONS, FORMAT_USAGE, type LogFormat, parseFormat } from "../csv/format/format-options.ts";

export interface DemoOptions {
  readonly transactions: string | undefined;
  /** Null: what the log says, else USD. */
  readonly currency: string | null;
  readonly timeZone: string;
  /** How a log is read; null for its zone: days as they are written. */
  readonly logFormat: LogFormat;
  readonly logTimeZone: string | null;
  /** Where the figures go; then there is no browser and the demo ends by itself. */
  readonly report: string | undefined;
  readonly countZeroValueOrders: boolean;
  readonly fresh: boolean;
  readonly port: number;
  readonly customers: number;
  readonly shopDomain: string;
  readonly dataDir: string;
}

export const USAGE = `npm run demo                                   a generated shop: open the address that is printed
npm run demo -- --transactions FILE.csv        a shop made from a log of orders (customer, date, amount)
npm run demo -- --transactions FILE.csv --report OUT.json
                                               the same without a browser: writes the figures and ends

  --currency USD         of the log (default: what the log says, else USD)
  --timezone UTC         of the shop (default UTC; Europe/Amsterdam for the generated shop)
  --zero-value-orders    orders of no value count as orders
  --customers 5000       of the generated shop
  --port 3456            of the local Shopify admin; the app and the local mailing tools take the next five
  --fresh                start over instead of going on with the data that is there

A log is read as Excel, Shopify and WooCommerce write it; amounts below zero are returns. How it was read is said in one line; where the
file does not prove its format, these options do:

${FORMAT_USAGE}`;

const DEFAULT_PORT = 3456;

export function parseDemoOptions(args: readonly string[], root: string): DemoOptions {
  const { values } = parse(args);
  const { transactions, report } = values;
  if (transactions !== undefined && !existsSync(transactions)) {
    throw new BadOption(`--transactions: there is no file ${transactions}`);
  }
  if (values["zero-value-orders"] && !report) {
    throw new BadOption("--zero-value-orders goes with --report; in the app it is a setting");
  }
  const strange = Object.keys(FORMAT_OPTIONS).find((name) => Object.hasOwn(values, name));
  if (strange && !transactions) throw new BadOption(`--${strange} goes with --transactions`);
  const currency = values.currency ?? (transactions ? null : "EUR");
  if (currency !== null && !isKnownCurrency(currency)) {
    throw new BadOption(`--currency: "${currency}" is not an ISO 4217 code such as EUR`);
  }
  const timeZone = values.timezone ?? (transactions ? "UTC" : "Europe/Amsterdam");
  if (!isKnownTimeZone(timeZone)) {
    throw new BadOption(`--timezone: "${timeZone}" is not a time zone such as Europe/Amsterdam`);
  }
  const name = transactions ? shopName(transactions) : "demo";
  return {
    transactions,
    currency,
    timeZone,
    logFormat: parseFormat(values),
    logTimeZone: values.timezone ?? null,
    report,
    countZeroValueOrders: values["zero-value-orders"] ?? false,
    fresh: values.fresh ?? false,
    port: wholeNumber("port", values.port, DEFAULT_PORT, 65_530),
    customers: wholeNumber("customers", values.customers, 5_000, 200_000),
    shopDomain: `${name}.myshopify.com`,
    dataDir: join(root, ".data", report ? `report-${process.pid}` : name),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        ...FORMAT_OPTIONS,
        transactions: { type: "string" },
        currency: { type: "string" },
        timezone: { type: "string" },
        report: { type: "string" },
        "zero-value-orders": { type: "boolean" },
        customers: { type: "string" },
        port: { type: "string" },
        fresh: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    throw new BadOption(error instanceof Error ? error.message : String(error));
  }
}

function wholeNumber(name: string, given: string | undefined, fallback: number, most: number): number {
  const value = given === undefined ? fallback : Number(given);
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw new BadOption(`--${name}: "${given}" should be a whole number from 1 to ${most}`);
}

/** A shop's name from a file's: "My log.csv" -> "my-log". */
function shopName(file: string): string {
  const name = basename(file, extname(file))
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return name || "transactions";
}
