import { type Day, dateOfDay } from "../../../app/clv/calendar.ts";
import type { LogOrder } from "../../../scripts/csv/orders.ts";
import type { TransactionFile } from "../../../scripts/csv/transaction-file.ts";
import { zonedMs } from "../webhooks/offset-time.ts";
import { NO_SMS } from "./customer-actions.ts";
import type { LineRecord, RefundRecord } from "./order-records.ts";
import { firstPayments } from "./payment-actions.ts";
import type { ShopStore } from "./store.ts";

export interface TransactionShop {
  log: TransactionFile;
}

/**
 * Each order of a log is a paid one at noon of its date. A return is a refund at noon of its own: the part of the order that comes back is a line
 * by itself, so that order and refund say the amounts of the log to the cent. An order of nobody has neither customer nor address.
 */
export function fillFromTransactions(store: ShopStore, { log }: TransactionShop): void {
  const customerIds = new Map<number, number>();
  const noons = new Map<Day, number>();
  const noonMs = (day: Day): number => {
    let ms = noons.get(day);
    if (ms === undefined) {
      const { year, month, date } = dateOfDay(day);
      ms = zonedMs({ year, month, day: date, hour: 12 }, store.shop.timeZone);
      noons.set(day, ms);
    }
    return ms;
  };
  for (const order of log.orders) {
    const atMs = noonMs(order.day);
    const lastMs = Math.max(atMs, ...order.returns.map((one) => noonMs(one.day)));
    if (order.customer === null) {
      addOrder(store, null, order, noonMs, lastMs);
      continue;
    }
    let customerId = customerIds.get(order.customer);
    if (customerId === undefined) {
      customerId = addCustomer(store, log.customers[order.customer]!, atMs);
      customerIds.set(order.customer, customerId);
    }
    extendCustomer(store, customerId, atMs, lastMs);
    addOrder(store, customerId, order, noonMs, lastMs);
  }
}

function addCustomer(store: ShopStore, label: string, atMs: number): number {
  const id = store.newId("customer");
  const email = `customer-${label.toLowerCase().replace(/[^a-z0-9]+/g, "-")}@example.com`;
  store.putCustomer({
    id,
    firstName: "Customer",
    lastName: label,
    email: store.customerByEmail(email) ? null : email,
    verifiedEmail: true,
    // A log says nothing of consent. The addresses are invented, and a shop where nobody agreed has nothing to export.
    emailConsent: { state: "SUBSCRIBED", optInLevel: "SINGLE_OPT_IN", updatedAtMs: atMs },
    phone: null,
    smsConsent: NO_SMS,
    address: null,
    locale: "en",
    tags: [],
    note: null,
    redactedAtMs: null,
    createdAtMs: atMs,
    updatedAtMs: atMs,
  });
  return id;
}

function extendCustomer(store: ShopStore, customerId: number, fromMs: number, toMs: number): void {
  const customer = store.customers.get(customerId)!;
  if (fromMs >= customer.createdAtMs && toMs <= customer.updatedAtMs) return;
  store.putCustomer({
    ...customer,
    createdAtMs: Math.min(fromMs, customer.createdAtMs),
    updatedAtMs: Math.max(toMs, customer.updatedAtMs),
  });
}

function purchaseLine(store: ShopStore, unitPriceMinor: number): LineRecord {
  return {
    id: store.newId("line"),
    productId: null,
    variantId: null,
    title: "Purchase",
    variantTitle: null,
    sku: null,
    quantity: 1,
    removedQuantity: 0,
    unitPriceMinor,
    allocations: [],
    isGiftCard: false,
    isTip: false,
    taxRate: null,
    taxes: null,
    addedLater: false,
  };
}

function addOrder(
  store: ShopStore,
  customerId: number | null,
  { day, amountMinor, returns }: LogOrder,
  noonMs: (day: Day) => number,
  lastMs: number,
): void {
  const atMs = noonMs(day);
  const id = store.newId("order");
  const number = store.newOrderNumber();
  const keptMinor = returns.reduce((left, one) => left - one.amountMinor, amountMinor);
  const lines = keptMinor > 0 || returns.length === 0 ? [purchaseLine(store, keptMinor)] : [];
  const refunds = returns.map((one): RefundRecord => {
    const line = purchaseLine(store, one.amountMinor);
    lines.push(line);
    return {
      id: store.newId("refund"),
      createdAtMs: noonMs(one.day),
      note: null,
      lines: [
        {
          id: store.newId("refund"),
          lineId: line.id,
          quantity: 1,
          subtotalMinor: one.amountMinor,
          taxMinor: 0,
          taxOfOtherLinesMinor: 0,
          restock: "RETURN",
        },
      ],
      shippingMinor: 0,
      shippingTaxMinor: 0,
      dutiesMinor: 0,
      feesMinor: 0,
      keptMinor: 0,
      adjustments: [],
      transactionId: store.newId("transaction"),
      amountMinor: one.amountMinor,
      pending: false,
      returnId: null,
    };
  });
  store.putOrder({
    id,
    number,
    createdAtMs: atMs,
    processedAtMs: atMs,
    updatedAtMs: lastMs,
    cancelledAtMs: null,
    cancelReason: null,
    test: false,
    currency: store.shop.currency,
    presentment: null,
    email: customerId === null ? null : store.customers.get(customerId)!.email,
    customerId,
    sourceName: "web",
    channel: { handle: "online_store", displayName: "Online Store" },
    payments: firstPayments(store, atMs, amountMinor, {}),
    taxesIncluded: store.shop.taxesIncluded,
    taxRate: 0,
    lines,
    discounts: [],
    shippingMinor: 0,
    shippingAddress: null,
    billingAddress: null,
    dutiesMinor: 0,
    fees: [],
    edits: [],
    refunds,
    returns: [],
    disputes: [],
    misstated: null,
    journey: null,
    tags: [],
    note: null,
    locale: "en",
    edited: false,
    originalTotalMinor: amountMinor,
  });
}
