import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { dayOfIso } from "../../../app/clv/calendar.ts";
import { FORMAT_UNSAID } from "../../../scripts/csv/format/format-options.ts";
import { readTransactions } from "../../../scripts/csv/transaction-file.ts";
import { orderTotals } from "../../shopify/store/order-totals.ts";
import { fillStore, type ShopSource } from "../../shopify/store/source.ts";

const GENERATED: ShopSource = {
  kind: "generated",
  domain: "test.myshopify.com",
  seed: 1,
  customers: 5_000,
  years: 3,
  asOf: new Date("2026-11-20T12:00:00Z"),
};

type Identity = { currency?: string; timeZone?: string };

function logOf(bytes: Buffer, currency: string | null = null) {
  return readTransactions(bytes, "log.csv", {
    needsAmount: true,
    currency,
    format: FORMAT_UNSAID,
    timeZone: null,
    today: dayOfIso("2026-11-20")!,
  });
}

async function fromCsv(text: string, identity: Identity = {}) {
  const log = logOf(Buffer.from(text), identity.currency ?? null);
  return await fillStore({ ...identity, kind: "transactions", domain: "test.myshopify.com", log });
}

test("each row of a transaction log is a paid order of one line, at noon of its date in the shop's time zone", async () => {
  const { store, refusedRows } = await fromCsv(
    "customer_id,date,amount,ignored\nA,2026-01-15,12.5,x\nA,2026-07-15,7,y\nB,2026-01-15,0,z\n",
    {
      timeZone: "America/New_York",
      currency: "USD",
    },
  );
  expect(refusedRows).toEqual([]);
  expect(store.customers.size).toBe(2);
  const [winter, summer, free] = [...store.orders.values()];
  expect(new Date(winter!.processedAtMs).toISOString()).toBe("2026-01-15T17:00:00.000Z");
  expect(new Date(summer!.processedAtMs).toISOString()).toBe("2026-07-15T16:00:00.000Z");
  expect(orderTotals(winter!)).toMatchObject({
    subtotalMinor: 1_250,
    totalMinor: 1_250,
    financialStatus: "PAID",
  });
  expect(winter!.lines).toHaveLength(1);
  expect(orderTotals(free!).totalMinor).toBe(0);
});

test("a return is a refund of its order at noon of its own day, and order and refund say the amounts of the log", async () => {
  const { store } = await fromCsv(
    "customer_id,date,amount\nA,2026-01-15,100.00\nA,2026-02-01,-30.00\nA,2026-02-03,-70.00\nB,2026-03-01,10.00\nB,2026-03-02,-4.00\n",
    { timeZone: "Europe/Amsterdam", currency: "EUR" },
  );
  const [whole, part] = [...store.orders.values()];
  expect(store.orders.size).toBe(2);
  expect(orderTotals(whole!)).toMatchObject({
    subtotalMinor: 10_000,
    currentSubtotalMinor: 0,
    refundedMinor: 10_000,
    financialStatus: "REFUNDED",
  });
  expect(
    whole!.refunds.map((refund) => [refund.amountMinor, new Date(refund.createdAtMs).toISOString()]),
  ).toEqual([
    [3_000, "2026-02-01T11:00:00.000Z"],
    [7_000, "2026-02-03T11:00:00.000Z"],
  ]);
  expect(new Date(whole!.updatedAtMs).toISOString()).toBe("2026-02-03T11:00:00.000Z");
  expect(orderTotals(part!)).toMatchObject({
    subtotalMinor: 1_000,
    currentSubtotalMinor: 600,
    refundedMinor: 400,
    financialStatus: "PARTIALLY_REFUNDED",
  });
});

test("the rows that were refused stand beside the shop of the others", async () => {
  const { store, refusedRows } = await fromCsv(
    "cust,date,amount\n1,2026-01-01,1.00\n4,,1.00\n2,2026-02-30,1.00\n3,2026-01-01,1.001\n7,2026-01-01,2.00\n",
    { currency: "EUR" },
  );
  expect(store.orders.size).toBe(2);
  expect(refusedRows).toEqual([
    { line: 3, reason: "no date", text: "4,,1.00" },
    { line: 4, reason: '"2026-02-30" is no date (YYYY-MM-DD)', text: "2,2026-02-30,1.00" },
    {
      line: 5,
      reason:
        '"1.001" is no amount of EUR (up to 2 decimals after a point); where it is a fraction, give --decimal .',
      text: "3,2026-01-01,1.001",
    },
  ]);
});

test("a shop has the currency of its log, and never one of other decimals than the log was read with", async () => {
  const text = "cust,date,amount,currency\n1,2026-01-01,1500,JPY\n";
  const { store } = await fromCsv(text);
  expect(store.shop.currency).toBe("JPY");
  expect([...store.orders.values()].map((order) => orderTotals(order).totalMinor)).toEqual([1_500]);
  const log = logOf(Buffer.from(text));
  await expect(
    fillStore({ kind: "transactions", domain: "test.myshopify.com", currency: "EUR", log }),
  ).rejects.toThrow("the log was read with 0 decimals, which EUR has not");
});

test("an order without a customer is one of nobody", async () => {
  const { store } = await fromCsv(
    "customer_id,date,amount\nA,2026-01-15,5.00\n,2026-01-16,7.00\nguest,2026-01-17,8.00\n",
    {
      currency: "EUR",
    },
  );
  expect(store.customers.size).toBe(1);
  const orders = [...store.orders.values()];
  expect(orders.map(({ customerId, email }) => [customerId === null, email === null])).toEqual([
    [false, false],
    [true, true],
    [true, true],
  ]);
  expect(orders.map((order) => orderTotals(order).totalMinor)).toEqual([500, 700, 800]);
});

const cdnow = new URL("../../../../shared/reference/cdnow/transactions.csv", import.meta.url);
test.skipIf(!existsSync(cdnow))(
  "the CDNOW log becomes as many orders as it has rows, to the cent",
  async () => {
    const { store, refusedRows } = await fillStore({
      kind: "transactions",
      domain: "cdnow.myshopify.com",
      log: logOf(readFileSync(cdnow), "USD"),
      currency: "USD",
      timeZone: "UTC",
    });
    const rows = readFileSync(cdnow, "utf8").trimEnd().split("\n").slice(1);
    const totalMinor = rows.reduce((sum, row) => sum + Math.round(Number(row.split(",")[2]) * 100), 0);
    expect(refusedRows).toEqual([]);
    expect(store.orders.size).toBe(rows.length);
    let minor = 0;
    for (const order of store.orders.values()) minor += orderTotals(order).totalMinor;
    expect(minor).toBe(totalMinor);
  },
);

test("a generated shop is the same for the same seed, to the last record, and another for another", async () => {
  const small = { ...GENERATED, customers: 300 };
  const [one, two, other] = await Promise.all([
    fillStore(small),
    fillStore(small),
    fillStore({ ...small, seed: 2 }),
  ]);
  expect([...one.store.orders.values()]).toEqual([...two.store.orders.values()]);
  expect([...one.store.customers.values()]).toEqual([...two.store.customers.values()]);
  expect([...other.store.orders.values()]).not.toEqual([...one.store.orders.values()]);
});

test("a generated shop looks like a shop", async () => {
  const { store } = await fillStore(GENERATED);
  const orders = [...store.orders.values()];
  const customers = [...store.customers.values()];
  const share = (count: number, all: number) => count / all;
  const buyers = customers.map((one) => store.ordersOf(one.id)).filter((own) => own.length > 0);
  const repeatRate = share(buyers.filter((own) => own.length > 1).length, buyers.length);
  const values = buyers
    .map((own) => own.reduce((sum, order) => sum + orderTotals(order).currentSubtotalMinor, 0))
    .sort((a, b) => b - a);
  const sum = (list: number[]) => list.reduce((total, value) => total + value, 0);

  expect(orders.length).toBeGreaterThan(10_000);
  expect(orders.length).toBeLessThan(14_500);
  expect(repeatRate).toBeGreaterThan(0.25);
  expect(repeatRate).toBeLessThan(0.42);
  const topDecile = share(sum(values.slice(0, Math.round(values.length / 10))), sum(values));
  expect(topDecile).toBeGreaterThan(0.35);
  expect(topDecile).toBeLessThan(0.5);
  const refunded = share(orders.filter((order) => order.refunds.length > 0).length, orders.length);
  expect(refunded).toBeGreaterThan(0.05);
  expect(refunded).toBeLessThan(0.1);

  const some = (what: string, predicate: (order: (typeof orders)[number]) => boolean) =>
    expect(orders.filter(predicate).length, what).toBeGreaterThan(4);
  const shareOf = (predicate: (order: (typeof orders)[number]) => boolean) =>
    share(orders.filter(predicate).length, orders.length);
  const between = (value: number, low: number, high: number) => {
    expect(value).toBeGreaterThan(low);
    expect(value).toBeLessThan(high);
  };
  between(
    shareOf((order) => orderTotals(order).tipsMinor > 0),
    0.01,
    0.035,
  );
  between(
    shareOf((order) => orderTotals(order).discrepancyMinor !== 0),
    0.01,
    0.025,
  );
  between(
    shareOf((order) => order.returns.length > 0),
    0.004,
    0.015,
  );
  between(
    shareOf((order) => orderTotals(order).receivedMinor === 0),
    0.006,
    0.03,
  );
  some("expired payments", (order) => orderTotals(order).financialStatus === "EXPIRED");
  some("cancelled with a fee kept", (order) => {
    const { currentUnits, netPaymentMinor } = orderTotals(order);
    return order.cancelledAtMs !== null && currentUnits === 0 && netPaymentMinor > 0;
  });
  some("chargebacks", (order) => order.disputes.length > 0);
  some("duties and fees", (order) => order.dutiesMinor > 0 && order.fees.length > 0);
  some("shipping given back", (order) => orderTotals(order).refundedShippingMinor > 0);
  some("guests", (order) => order.customerId === null);
  some("guests without a mail address", (order) => order.customerId === null && order.email === null);
  some("test orders", (order) => order.test);
  some("cancelled", (order) => order.cancelledAtMs !== null);
  some("edited", (order) => order.edited);
  some("free", (order) => order.originalTotalMinor === 0);
  some("gift cards", (order) => order.lines.some((line) => line.isGiftCard));
  some("late refunds", (order) =>
    order.refunds.some((one) => one.createdAtMs - order.processedAtMs > 21 * 86_400_000),
  );
  some("in another currency", (order) => order.presentment !== null);
  some("with a code", (order) => order.discounts.some((one) => one.kind === "code"));
  some("lines without a known cost", (order) =>
    order.lines.some(
      (line) => line.variantId !== null && store.variants.get(line.variantId)?.unitCostMinor === null,
    ),
  );
  expect(customers.length - buyers.length, "leads").toBeGreaterThan(300);
  expect(new Set(customers.map((one) => one.emailConsent.state)).size).toBe(5);
  expect(new Set(orders.map((order) => order.sourceName)).size).toBe(5);

  const inMonth = (month: number) =>
    orders.filter((order) =>
      new Date(order.processedAtMs).toISOString().startsWith(`2025-${String(month).padStart(2, "0")}`),
    ).length;
  expect(inMonth(11)).toBeGreaterThan(1.4 * inMonth(9));
});

test("nothing in a generated shop happens after its date, and no order paid back more than it took", async () => {
  const { store } = await fillStore({ ...GENERATED, customers: 1_500, seed: 9 });
  const asOfMs = GENERATED.kind === "generated" ? GENERATED.asOf.getTime() : 0;
  const numbers: number[] = [];
  for (const order of store.orders.values()) {
    const totals = orderTotals(order);
    expect(order.processedAtMs).toBeLessThanOrEqual(asOfMs);
    expect(order.createdAtMs).toBeLessThanOrEqual(order.updatedAtMs);
    expect(totals.refundedMinor).toBeLessThanOrEqual(totals.receivedMinor);
    expect(totals.currentSubtotalMinor).toBeGreaterThanOrEqual(0);
    if (order.customerId !== null) expect(store.customers.has(order.customerId)).toBe(true);
    numbers.push(order.number);
  }
  expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
});
