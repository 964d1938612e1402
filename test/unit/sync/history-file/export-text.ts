import { CsvRecordStream } from "../../../../app/csv/records.ts";
import { type FileOrder, FileRefusal, fileOrderOf } from "../../../../app/sync/history-file/file-order.ts";
import { headOf } from "../../../../app/sync/history-file/file-text.ts";
import { type OrderGroup, OrderGroups } from "../../../../app/sync/history-file/order-groups.ts";

/** The orders of an export, and those that are refused. */
export function ordersIn(text: string, currency = "EUR") {
  const { delimiter, places, header } = headOf(text);
  const groups = new OrderGroups(places, header.length);
  const orders: FileOrder[] = [];
  const refusals: FileRefusal[] = [];
  const take = (group: OrderGroup | null) => {
    if (!group) return;
    try {
      orders.push(fileOrderOf(group, currency));
    } catch (error) {
      if (!(error instanceof FileRefusal)) throw error;
      refusals.push(error);
    }
  };
  const [, ...records] = [...new CsvRecordStream(delimiter).push(text, true)];
  for (const record of records) take(groups.add(record));
  take(groups.end());
  return { orders, refusals };
}

type Row = Readonly<Record<string, string | number>>;

const PLAIN: Row = {
  Name: "#1001",
  Email: "ann@example.com",
  "Financial Status": "paid",
  Currency: "EUR",
  Subtotal: "10.00",
  Shipping: "0.00",
  Taxes: "0.00",
  Total: "10.00",
  "Created at": "2024-01-07 10:15:00 +0100",
  "Lineitem quantity": 1,
  "Lineitem name": "Tea",
  "Lineitem price": "10.00",
  "Cancelled at": "",
  "Refunded Amount": "0.00",
  Id: 610_000_000_001,
  Vendor: "House",
  "Lineitem requires shipping": "true",
  "Lineitem taxable": "true",
  "Lineitem discount": "0.00",
  "Tax 1 Name": "",
  "Tax 1 Value": "",
  "Tax 2 Name": "",
  "Outstanding Balance": "",
  "Discount Code": "",
  "Payment Method": "",
};

const LINE_ONLY = new Set(
  Object.keys(PLAIN).filter(
    (name) => name.startsWith("Lineitem") || ["Name", "Email", "Created at", "Vendor"].includes(name),
  ),
);

/** A row of an export with one paid line of 10.00, and what is said otherwise. */
export const row = (fields: Row = {}): Row => ({ ...PLAIN, ...fields });
/** A further line of the same order. */
export const line = (fields: Row = {}): Row => ({
  ...Object.fromEntries(
    Object.entries(PLAIN).map(([name, value]) => [name, LINE_ONLY.has(name) ? value : ""]),
  ),
  ...fields,
});

export function exportText(rows: readonly Row[], delimiter = ","): string {
  const names = Object.keys(PLAIN);
  const cells = (values: readonly (string | number)[]) =>
    values.map((value) => (/[,;"\n]/.test(String(value)) ? `"${value}"` : String(value))).join(delimiter);
  return `${[cells(names), ...rows.map((one) => cells(names.map((name) => one[name] ?? "")))].join("\n")}\n`;
}
