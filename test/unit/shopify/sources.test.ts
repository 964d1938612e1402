import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
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

async function fromCsv(text: string, rest: Partial<ShopSource> = {}) {
  const folder = await mkdtemp(join(tmpdir(), "transactions-"));
  try {
    const file = join(folder, "log.csv");
    await writeFile(file, text);
    return await fillStore({ ...rest, kind: "transactions", domain: "test.myshopify.com", file });
  } finally {
    await rm(folder, { recursive: true });
  }
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

test("a bad row is refused with its line and reason, and the rest goes on", async () => {
  const { store, refusedRows } = await fromCsv(
    "cust,date,amount\n1,2026-01-01,1.00\n,2026-01-01,1.00\n2,2026-02-30,1.00\n3,2026-01-01,1.001\n4,2026-01-01,-1\n5,01/02/2026,1\n6,2026-01-01\n\n7,2026-01-01,2.00\n8,2026-01-01,5,60\n",
  );
  expect(store.orders.size).toBe(2);
  expect(refusedRows.map((row) => row.line)).toEqual([3, 4, 5, 6, 7, 8, 11]);
  expect(refusedRows.map((row) => row.reason)).toEqual([
    "no customer",
    '"2026-02-30" is no date (YYYY-MM-DD)',
    '"1.001" is no amount of EUR (0 or more, decimals after a point, no sign or thousands separator)',
    '"-1" is no amount of EUR (0 or more, decimals after a point, no sign or thousands separator)',
    '"01/02/2026" is no date (YYYY-MM-DD)',
    '"" is no amount of EUR (0 or more, decimals after a point, no sign or thousands separator)',
    "4 fields under a header of 3 (is a comma the decimal sign?)",
  ]);
  expect(refusedRows[1]?.text).toBe("2,2026-02-30,1.00");
});

test("a log without the needed columns is refused as a whole, with the columns that it has", async () => {
  await expect(fromCsv("customer,day,sum\n1,2026-01-01,1\n")).rejects.toThrow("customer, day, sum");
});

test("a log that is not CSV with commas, or names a column twice, is refused with what would be right", async () => {
  const refusals = [
    ["cust;date;amount\n1;2026-01-01;1\n", "separated by commas"],
    ['\uFEFF"cust";"date";"amount"\n"1";"2026-01-01";"1,50"\n', "should be CSV with commas"],
    ['cust,date,amount\n"1,2026-01-01,1\n', "every quote closed"],
    ["cust,date,amount,amount\n1,2026-01-01,1,2\n", "has the column amount twice"],
    ["", "is empty"],
  ] as const;
  for (const [text, message] of refusals) await expect(fromCsv(text)).rejects.toThrow(message);
});

test("further columns, a mark at the start, carriage returns and quotes change nothing", async () => {
  const { store, refusedRows } = await fromCsv(
    '\uFEFFcust,date,amount\r\n"Smith, Ann",2026-01-01,"1.50"\r\n2,2026-01-01,2,\r\n',
  );
  expect(refusedRows).toEqual([]);
  expect([...store.orders.values()].map((order) => orderTotals(order).totalMinor)).toEqual([150, 200]);
});

test("a currency without decimals takes whole amounts only", async () => {
  const { store, refusedRows } = await fromCsv("cust,date,amount\n1,2026-01-01,1500\n1,2026-01-02,1500.5\n", {
    currency: "JPY",
  });
  expect([...store.orders.values()].map((order) => orderTotals(order).totalMinor)).toEqual([1_500]);
  expect(refusedRows).toHaveLength(1);
});

const cdnow = new URL("../../../../shared/reference/cdnow/transactions.csv", import.meta.url);
test.skipIf(!existsSync(cdnow))(
  "the CDNOW log becomes as many orders as it has rows, to the cent",
  async () => {
    const { store, refusedRows } = await fillStore({
      kind: "transactions",
      domain: "cdnow.myshopify.com",
      file: cdnow.pathname,
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
