import { createReadStream } from "node:fs";
import { CsvError, type Info, parse } from "csv-parse";
import { zonedMs } from "../webhooks/offset-time.ts";
import { parseAmount } from "./amount.ts";
import type { OrderRecord } from "./records.ts";
import type { ShopStore } from "./store.ts";

export interface TransactionShop {
  /** CSV with a header: `cust` or `customer_id`, `date` (YYYY-MM-DD), `amount`. Further columns are not read. */
  file: string;
}

export interface RefusedRow {
  line: number;
  reason: string;
  text: string;
}

interface Row {
  customer: string;
  date: string;
  amount: string;
}

/** Each row is one paid order of one line, at noon of its date; a bad row is reported and the rest goes on. */
export async function fillFromTransactions(store: ShopStore, source: TransactionShop): Promise<RefusedRow[]> {
  const refused: RefusedRow[] = [];
  const { currency, timeZone } = store.shop;
  const customerIds = new Map<string, number>();
  const noons = new Map<string, number | null>();
  let columns: { customer: number; date: number; amount: number } | null = null;
  let width = 0;

  const parser = createReadStream(source.file).pipe(
    parse({
      bom: true,
      relax_column_count: true,
      skip_empty_lines: true,
      info: true,
      raw: true,
      relax_quotes: true,
      trim: true,
    }),
  );
  for await (const entry of readable(parser, source.file)) {
    const { record, info, raw }: { record: string[]; info: Info; raw: string } = entry;
    if (!columns) {
      columns = headerColumns(record, source.file);
      width = record.length;
      continue;
    }
    const row: Row = {
      customer: record[columns.customer] ?? "",
      date: record[columns.date] ?? "",
      amount: record[columns.amount] ?? "",
    };
    const refuse = (reason: string) => refused.push({ line: info.lines, reason, text: raw.trimEnd() });
    if (record.slice(width).some((field) => field !== "")) {
      refuse(`${record.length} fields under a header of ${width} (is a comma the decimal sign?)`);
      continue;
    }
    if (row.customer === "") {
      refuse("no customer");
      continue;
    }
    let noonMs = noons.get(row.date);
    if (noonMs === undefined) {
      noonMs = noonOf(row.date, timeZone);
      noons.set(row.date, noonMs);
    }
    if (noonMs === null) {
      refuse(`"${row.date}" is no date (YYYY-MM-DD)`);
      continue;
    }
    const amountMinor = parseAmount(row.amount, currency);
    if (amountMinor === null || amountMinor < 0) {
      refuse(
        `"${row.amount}" is no amount of ${currency} (0 or more, decimals after a point, no sign or thousands separator)`,
      );
      continue;
    }
    addOrder(store, customerIds, row.customer, noonMs, amountMinor);
  }
  if (!columns) throw new Error(`${source.file} is empty`);
  return refused;
}

/** A file that is no CSV with commas ends the reading, by its name and with what would be right. */
async function* readable<T>(rows: AsyncIterable<T>, file: string): AsyncGenerator<T> {
  try {
    yield* rows;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new Error(
      `${file} should be CSV with commas between the columns and every quote closed: ${error.message}`,
    );
  }
}

function headerColumns(header: string[], file: string): { customer: number; date: number; amount: number } {
  const names = header.map((name) => name.toLowerCase());
  const needed = names.filter((name) => ["cust", "customer_id", "date", "amount"].includes(name));
  const twice = needed.find((name, at) => needed.indexOf(name) !== at);
  if (twice) throw new Error(`${file} has the column ${twice} twice: keep the one that counts`);
  const customer = names.findIndex((name) => name === "cust" || name === "customer_id");
  const date = names.indexOf("date");
  const amount = names.indexOf("amount");
  if (customer < 0 || date < 0 || amount < 0) {
    const hint = /[;\t]/.test(header.join("")) ? " (columns are separated by commas)" : "";
    throw new Error(
      `${file} needs a header with the columns cust (or customer_id), date and amount${hint}; it has: ${header.join(", ")}`,
    );
  }
  return { customer, date, amount };
}

function noonOf(date: string, timeZone: string): number | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  if (!match) return null;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const check = new Date(Date.UTC(year, month - 1, day));
  if (check.getUTCMonth() !== month - 1 || check.getUTCDate() !== day) return null;
  return zonedMs({ year, month, day, hour: 12 }, timeZone);
}

function addOrder(
  store: ShopStore,
  customerIds: Map<string, number>,
  label: string,
  atMs: number,
  amountMinor: number,
): void {
  let customerId = customerIds.get(label);
  if (customerId === undefined) {
    customerId = store.newId("customer");
    customerIds.set(label, customerId);
    const email = `customer-${label.toLowerCase().replace(/[^a-z0-9]+/g, "-")}@example.com`;
    store.putCustomer({
      id: customerId,
      firstName: "Customer",
      lastName: label,
      email: store.customerByEmail(email) ? null : email,
      verifiedEmail: true,
      // A log says nothing of consent. The addresses are invented, and a shop where nobody agreed has nothing to export.
      emailConsent: { state: "SUBSCRIBED", optInLevel: "SINGLE_OPT_IN", updatedAtMs: atMs },
      address: null,
      locale: "en",
      tags: [],
      note: null,
      createdAtMs: atMs,
      updatedAtMs: atMs,
    });
  } else {
    const customer = store.customers.get(customerId)!;
    if (atMs < customer.createdAtMs || atMs > customer.updatedAtMs)
      store.putCustomer({
        ...customer,
        createdAtMs: Math.min(atMs, customer.createdAtMs),
        updatedAtMs: Math.max(atMs, customer.updatedAtMs),
      });
  }
  const order: OrderRecord = {
    id: store.newId("order"),
    number: store.newOrderNumber(),
    createdAtMs: atMs,
    processedAtMs: atMs,
    updatedAtMs: atMs,
    cancelledAtMs: null,
    cancelReason: null,
    test: false,
    presentment: null,
    email: store.customers.get(customerId)!.email,
    customerId,
    sourceName: "web",
    channel: { handle: "online_store", displayName: "Online Store" },
    payment: "paid",
    taxesIncluded: store.shop.taxesIncluded,
    taxRate: 0,
    lines: [
      {
        id: store.newId("line"),
        productId: null,
        variantId: null,
        title: "Purchase",
        variantTitle: null,
        sku: null,
        quantity: 1,
        removedQuantity: 0,
        unitPriceMinor: amountMinor,
        allocations: [],
        isGiftCard: false,
        addedByEdit: false,
      },
    ],
    discounts: [],
    shippingMinor: 0,
    shippingAddress: null,
    billingAddress: null,
    refunds: [],
    journey: null,
    tags: [],
    note: null,
    locale: "en",
    edited: false,
    originalTotalMinor: amountMinor,
  };
  store.putOrder(order);
}
