import { parseArgs } from "node:util";
import { FORMAT_UNSAID } from "../../scripts/csv/format/format-options.ts";
import { readTransactionFile } from "../../scripts/csv/transaction-file.ts";
import { mountAdminShell } from "./admin/shell.ts";
import { startLocalShopify } from "./server.ts";
import type { ShopSource } from "./store/source.ts";

const USAGE = `npm run shopify -- [options]

  --port N             port on 127.0.0.1 (default 4400; 0 takes a free one)
  --shop DOMAIN        default demo.myshopify.com
  --customers N        size of the generated shop (default 5000)
  --years N            length of its history (default 3)
  --seed N             the same seed gives the same shop (default 1)
  --transactions FILE  a log of orders in CSV instead: customer, date, amount
  --empty              no content at all
  --currency CODE      default EUR
  --timezone NAME      default Europe/Amsterdam
  --data DIR           keep what happens, the grant and the tokens there
  --app-url URL        where the app runs (default http://127.0.0.1:3000)

The app's client id and secret are read from SHOPIFY_API_KEY and SHOPIFY_API_SECRET.`;

function whole(text: string, name: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new Error(`--${name} takes a whole number, not "${text}"`);
  return value;
}

function sourceOf(values: ReturnType<typeof readFlags>): ShopSource {
  const identity = { domain: values.shop, currency: values.currency, timeZone: values.timezone };
  if (values.empty) return { ...identity, kind: "empty" };
  if (values.transactions) {
    const log = readTransactionFile(values.transactions, {
      needsAmount: true,
      currency: values.currency,
      format: FORMAT_UNSAID,
      timeZone: null,
      today: Math.floor(Date.now() / 86_400_000),
    });
    return { ...identity, kind: "transactions", log };
  }
  return {
    ...identity,
    kind: "generated",
    seed: whole(values.seed, "seed"),
    customers: whole(values.customers, "customers"),
    years: whole(values.years, "years"),
    asOf: new Date(),
  };
}

function readFlags() {
  return parseArgs({
    options: {
      port: { type: "string", default: "4400" },
      shop: { type: "string", default: "demo.myshopify.com" },
      customers: { type: "string", default: "5000" },
      years: { type: "string", default: "3" },
      seed: { type: "string", default: "1" },
      transactions: { type: "string" },
      empty: { type: "boolean", default: false },
      currency: { type: "string", default: "EUR" },
      timezone: { type: "string", default: "Europe/Amsterdam" },
      data: { type: "string" },
      "app-url": { type: "string", default: "http://127.0.0.1:3000" },
      help: { type: "boolean", default: false },
    },
  }).values;
}

async function main(): Promise<void> {
  const values = readFlags();
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const shopify = await startLocalShopify({
    port: whole(values.port, "port"),
    app: {
      clientId: process.env.SHOPIFY_API_KEY ?? "klantwaarde-local",
      clientSecret: process.env.SHOPIFY_API_SECRET ?? "klantwaarde-local-secret",
      url: values["app-url"],
    },
    shops: [sourceOf(values)],
    dataDir: values.data,
  });
  mountAdminShell(shopify);
  for (const shop of shopify.shops) {
    const { customers, orders } = shop.store;
    console.log(`${shop.domain}: ${customers.size} customers, ${orders.size} orders`);
    for (const row of shop.refusedRows.slice(0, 20)) console.log(`  line ${row.line} refused: ${row.reason}`);
    if (shop.refusedRows.length > 0) console.log(`  ${shop.refusedRows.length} rows refused in all`);
  }
  console.log(`Local Shopify admin: ${shopify.url}/`);
  const stop = () => {
    void shopify.close().then(() => process.exit(0));
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
