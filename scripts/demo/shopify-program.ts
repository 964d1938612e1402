import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { type Clock, clockFrom } from "../../app/platform/clock.ts";
import { connectParent } from "../../app/platform/parent.ts";
import { mountAdminShell } from "../../test/shopify/admin/shell.ts";
import { type ShopSource, startLocalShopify } from "../../test/shopify/server.ts";
import type { CustomerRecord } from "../../test/shopify/store/records.ts";
import type { ShopPeople } from "../../test/tools/shop-people.ts";
import { readTransactionFile, type TransactionFile } from "../csv/transaction-file.ts";
import { type ShopifyOptions, shopifyOptions } from "./shopify-options.ts";

const YEARS = 3;

/** The currency of a log where neither it nor the caller says one. */
const LOG_CURRENCY = "USD";

function readLog(file: string, { currency, logFormat, logTimeZone }: ShopifyOptions): TransactionFile {
  return readTransactionFile(file, {
    needsAmount: true,
    currency,
    format: logFormat,
    timeZone: logTimeZone,
    today: Math.floor(Date.now() / 86_400_000),
  });
}

/** The same shop at each start on one data folder: what it was generated from is kept beside what happened since. */
function shopSource(options: ShopifyOptions, log: TransactionFile | null): ShopSource {
  const currency = options.currency ?? log?.currency ?? LOG_CURRENCY;
  const identity = { domain: options.domain, currency, timeZone: options.timeZone };
  if (log) return { kind: "transactions", ...identity, log };
  const file = join(options.dataDir, "generated.json");
  if (!existsSync(file)) {
    mkdirSync(options.dataDir, { recursive: true });
    writeFileSync(
      file,
      JSON.stringify({ customers: options.customers, asOf: new Date(), marketplace: true }),
    );
  }
  const kept = z
    .object({ customers: z.number(), asOf: z.coerce.date(), marketplace: z.boolean().default(false) })
    .parse(JSON.parse(readFileSync(file, "utf8")));
  return { kind: "generated", ...identity, ...kept, seed: 1, years: YEARS };
}

function peopleOf(customers: Iterable<CustomerRecord>): ShopPeople {
  const people: ShopPeople = [];
  for (const { email, firstName, emailConsent } of customers)
    if (email) people.push({ email, firstName, isSubscribed: emailConsent.state === "SUBSCRIBED" });
  return people;
}

async function main(options: ShopifyOptions): Promise<void> {
  // A log from the past has its own today: the minute after its last order or return.
  let clock: Clock = () => new Date();
  let close = async () => {};
  const parent = connectParent(() => close());
  try {
    const log = options.transactions === undefined ? null : readLog(options.transactions, options);
    const shopify = await startLocalShopify({
      port: options.port,
      app: {
        clientId: options.clientId,
        clientSecret: process.env.SHOPIFY_API_SECRET ?? "",
        url: options.appUrl,
      },
      shops: [shopSource(options, log)],
      now: () => clock(),
      dataDir: options.dataDir,
    });
    close = () => shopify.close();
    // The demo went away while the shop was being made.
    if (!process.connected) return await close();
    mountAdminShell(shopify);
    const { store } = shopify.shop(options.domain);
    if (options.peopleFile !== null)
      writeFileSync(options.peopleFile, JSON.stringify(peopleOf(store.customers.values())));
    let clockStart: Date | null = null;
    if (log) {
      let lastMs = 0;
      for (const order of store.orders.values()) lastMs = Math.max(lastMs, order.updatedAtMs);
      clockStart = new Date(lastMs + 60_000);
      clock = clockFrom(clockStart);
    }
    parent.tell({
      type: "ready",
      url: shopify.url,
      clockStart,
      customers: store.customers.size,
      orders: store.orders.size,
      understood: log?.understood ?? null,
      notes: [...(log?.notes ?? [])],
      refused: [...(log?.refused ?? [])],
    });
  } catch (error) {
    parent.tell({ type: "failed", message: error instanceof Error ? error.message : String(error) });
    await close();
    if (process.connected) process.disconnect();
    process.exitCode = 1;
  }
}

await main(shopifyOptions.parse(JSON.parse(process.argv[2] ?? "{}")));
