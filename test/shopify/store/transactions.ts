import { dateOfDay } from "../../../app/clv/calendar.ts";
import { type RefusedRow, transactionRows } from "../../../scripts/csv/transaction-file.ts";
import { zonedMs } from "../webhooks/offset-time.ts";
import { parseAmount } from "./amount.ts";
import { firstPayments } from "./payment-actions.ts";
import type { OrderRecord } from "./records.ts";
import type { ShopStore } from "./store.ts";

export interface TransactionShop {
  /** CSV with a header: `cust` or `customer_id`, `date` (YYYY-MM-DD), `amount`. Further columns are not read. */
  file: string;
}

/** Each row is one paid order of one line, at noon of its date; a bad row is reported and the rest goes on. */
export async function fillFromTransactions(store: ShopStore, source: TransactionShop): Promise<RefusedRow[]> {
  const refused: RefusedRow[] = [];
  const { currency, timeZone } = store.shop;
  const customerIds = new Map<string, number>();
  const noons = new Map<number, number>();
  const refuse = (row: RefusedRow) => refused.push(row);
  for await (const row of transactionRows(source.file, { needsAmount: true, refuse })) {
    const amountMinor = parseAmount(row.amount, currency);
    if (amountMinor === null || amountMinor < 0) {
      const reason = `"${row.amount}" is no amount of ${currency} (0 or more, decimals after a point, no sign or thousands separator)`;
      refuse({ line: row.line, reason, text: row.text });
      continue;
    }
    let noonMs = noons.get(row.day);
    if (noonMs === undefined) {
      const { year, month, date } = dateOfDay(row.day);
      noonMs = zonedMs({ year, month, day: date, hour: 12 }, timeZone);
      noons.set(row.day, noonMs);
    }
    addOrder(store, customerIds, row.customer, noonMs, amountMinor);
  }
  return refused;
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
    payments: firstPayments(store, atMs, amountMinor, {}),
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
        isTip: false,
        taxRate: null,
        taxes: null,
        addedLater: false,
      },
    ],
    discounts: [],
    shippingMinor: 0,
    shippingAddress: null,
    billingAddress: null,
    dutiesMinor: 0,
    fees: [],
    edits: [],
    refunds: [],
    returns: [],
    disputes: [],
    misstated: null,
    journey: null,
    tags: [],
    note: null,
    locale: "en",
    edited: false,
    originalTotalMinor: amountMinor,
  };
  store.putOrder(order);
}
