import { MOST_COST_MINOR } from "../../clv/historic/cost-rules.ts";
import { csvLine } from "../../csv/cells.ts";
import { CsvRecordStream, DELIMITERS, type Delimiter, UnclosedQuote } from "../../csv/records.ts";
import { currencyDecimals } from "../../platform/currencies.ts";
import { decimalText } from "../../platform/money.ts";
import { MOST_PRODUCTS } from "./cost-change.ts";

/** A product as far as a file of costs goes. */
export interface FileProduct {
  readonly productId: number;
  readonly title: string;
  readonly unitCostMinor: number | null;
  /** Average price of the units sold at unknown cost; null where none was. */
  readonly priceMinor: number | null;
}

/** Columns by what they may be called, without case, spaces and marks. */
const COLUMNS = {
  product: ["productid", "id", "product"],
  title: ["title", "producttitle", "name", "titel", "productnaam"],
  cost: ["unitcost", "cost", "costperitem", "costprice", "kostprijs", "inkoopprijs", "kosten"],
  currency: ["currency", "valuta"],
} as const;
type Column = keyof typeof COLUMNS;

export type RefusedCost =
  | "unknown_product"
  | "several_products"
  | "twice"
  | "not_an_amount"
  | "negative"
  | "too_large"
  | "too_many_decimals"
  | "other_currency";

/** A row that is not used, as it came. */
export interface RefusedCostRow {
  readonly line: number;
  /** What names the product in the file. */
  readonly product: string;
  readonly value: string;
  readonly reason: RefusedCost;
}

export interface CostAbovePrice {
  readonly title: string;
  readonly unitCostMinor: number;
  readonly priceMinor: number;
}

export type CostsFileReading =
  | {
      readonly ok: true;
      readonly changes: readonly { readonly productId: number; readonly unitCostMinor: number }[];
      /** Rows that say what is stored already, and rows that say nothing. */
      readonly same: number;
      readonly empty: number;
      readonly refused: readonly RefusedCostRow[];
      /** Of the changes: they are allowed. */
      readonly abovePrice: readonly CostAbovePrice[];
    }
  | {
      readonly ok: false;
      readonly problem: "no_columns" | "unclosed_quote" | "not_text" | "no_rows" | "too_many_rows";
    };

const HEADER = [
  "product_id",
  "title",
  "unit_cost",
  "currency",
  "units_of_unknown_cost",
  "average_price",
] as const;

/** The costs of products as a spreadsheet opens them; what comes back changed is read by `readCostsFile`. */
export function costsFile(
  products: readonly (FileProduct & { readonly units: number })[],
  currency: string,
): string {
  const amount = (minor: number | null) => (minor === null ? "" : decimalText(minor, currency));
  const lines = products.map((one) =>
    csvLine([
      String(one.productId),
      one.title,
      amount(one.unitCostMinor),
      currency,
      one.units,
      amount(one.priceMinor),
    ]),
  );
  return `\uFEFF${csvLine(HEADER)}${lines.join("")}`;
}

const plain = (name: string): string =>
  name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^a-z]/g, "");

type Places = ReadonlyMap<Column, number>;

function placesOf(header: readonly string[]): Places {
  const places = new Map<Column, number>();
  for (const column of Object.keys(COLUMNS) as Column[]) {
    const at = header.findIndex((cell) => (COLUMNS[column] as readonly string[]).includes(plain(cell)));
    if (at >= 0) places.set(column, at);
  }
  return places;
}

function* recordsOf(text: string, delimiter: Delimiter) {
  yield* new CsvRecordStream(delimiter).push(text, true);
}

function headOf(text: string): { delimiter: Delimiter; places: Places } | null {
  const beginning = text.slice(0, 1 << 14);
  const end = beginning.search(/\r|\n/);
  const line = end < 0 ? beginning : beginning.slice(0, end);
  const found = DELIMITERS.map((delimiter) => {
    const [first] = recordsOf(line, delimiter);
    return { delimiter, places: placesOf(first?.cells ?? []) };
  });
  const best = found.reduce((one, other) => (other.places.size > one.places.size ? other : one));
  const isUsable = best.places.has("cost") && (best.places.has("product") || best.places.has("title"));
  return isUsable ? best : null;
}

/** Minor units of what a cell says: "12.50", "12,50", "€ 12"; thousands are not taken apart, as they can be decimals as well. */
function amountIn(cell: string, currency: string): { minor: number } | { reason: RefusedCost } {
  const bare = cell.replace(/[\p{Sc}\s]/gu, "").replace(new RegExp(`^${currency}|${currency}$`, "i"), "");
  const [matched, sign, units = "", decimals = ""] = /^(-?)(\d+)(?:[.,](\d+))?$/.exec(bare) ?? [];
  if (matched === undefined) return { reason: "not_an_amount" };
  const exponent = currencyDecimals(currency);
  const significant = decimals.replace(/0+$/, "");
  if (significant.length > exponent || (decimals.length === 3 && exponent < 3))
    return { reason: "too_many_decimals" };
  const minor = Number(`${units}${significant.padEnd(exponent, "0")}`);
  if (sign === "-" && minor > 0) return { reason: "negative" };
  return minor > MOST_COST_MINOR ? { reason: "too_large" } : { minor };
}

/**
 * What a file says about the costs of products. A product is named by its id, else by a title that only one has. A row that cannot be used
 * is kept with its reason, and the others are read; an empty cost changes nothing.
 */
export function readCostsFile(
  text: string,
  { products, currency }: { readonly products: readonly FileProduct[]; readonly currency: string },
): CostsFileReading {
  const content = text.replace(/^\uFEFF/, "");
  if (content.includes("\0")) return { ok: false, problem: "not_text" };
  try {
    const head = headOf(content);
    if (!head) return { ok: false, problem: "no_columns" };
    const [, ...rows] = recordsOf(content, head.delimiter);
    if (rows.length === 0) return { ok: false, problem: "no_rows" };
    // All products may be in it: only those that it states a cost of can be too many.
    const costAt = head.places.get("cost") ?? -1;
    const filled = rows.filter(({ cells }) => (cells[costAt] ?? "").trim() !== "");
    if (filled.length > MOST_PRODUCTS) return { ok: false, problem: "too_many_rows" };
    return readRows(rows, head.places, { products, currency });
  } catch (error) {
    if (error instanceof UnclosedQuote) return { ok: false, problem: "unclosed_quote" };
    throw error;
  }
}

function readRows(
  rows: readonly { readonly line: number; readonly cells: readonly string[] }[],
  places: Places,
  { products, currency }: { readonly products: readonly FileProduct[]; readonly currency: string },
): CostsFileReading {
  const byId = new Map(products.map((product) => [String(product.productId), product]));
  const byTitle = Map.groupBy(products, ({ title }) => title.trim().toLowerCase());
  const changes: { productId: number; unitCostMinor: number }[] = [];
  const refused: RefusedCostRow[] = [];
  const abovePrice: CostAbovePrice[] = [];
  const seen = new Set<number>();
  let same = 0;
  let empty = 0;
  for (const { line, cells } of rows) {
    const cell = (column: Column): string => cells[places.get(column) ?? -1]?.trim() ?? "";
    const [id, title, value] = [cell("product"), cell("title"), cell("cost")];
    const named = id === "" ? title : id;
    const refuse = (reason: RefusedCost) =>
      refused.push({ line, product: named.slice(0, 200), value: value.slice(0, 100), reason });
    if (value === "") {
      empty += 1;
      continue;
    }
    // A leading quote keeps a spreadsheet from running or rounding a cell.
    const candidates =
      id === ""
        ? (byTitle.get(title.replace(/^'/, "").toLowerCase()) ?? [])
        : [byId.get(id.replace(/^'|^gid:\/\/shopify\/Product\//g, ""))];
    const [product] = candidates;
    if (!product) refuse("unknown_product");
    else if (candidates.length > 1) refuse("several_products");
    else if (seen.has(product.productId)) refuse("twice");
    else if (cell("currency") !== "" && cell("currency").toUpperCase() !== currency) refuse("other_currency");
    else {
      const amount = amountIn(value, currency);
      if ("reason" in amount) refuse(amount.reason);
      else {
        seen.add(product.productId);
        if (amount.minor === product.unitCostMinor) same += 1;
        else {
          changes.push({ productId: product.productId, unitCostMinor: amount.minor });
          if (product.priceMinor !== null && amount.minor > product.priceMinor)
            abovePrice.push({
              title: product.title,
              unitCostMinor: amount.minor,
              priceMinor: product.priceMinor,
            });
        }
      }
    }
  }
  return { ok: true, changes, same, empty, refused, abovePrice };
}
