import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { type Clock, clockFrom } from "../../app/platform/clock.ts";
import { connectParent } from "../../app/platform/parent.ts";
import { mountAdminShell } from "../../test/shopify/admin/shell.ts";
import { type ShopSource, startLocalShopify } from "../../test/shopify/server.ts";

const optionsSchema = z.object({
  port: z.number(),
  appUrl: z.string(),
  clientId: z.string(),
  domain: z.string(),
  currency: z.string(),
  timeZone: z.string(),
  transactions: z.string().optional(),
  customers: z.number(),
  dataDir: z.string(),
});
type Options = z.infer<typeof optionsSchema>;

const YEARS = 3;

/** The same shop at each start on one data folder: what it was generated from is kept beside what happened since. */
function shopSource(options: Options): ShopSource {
  const identity = { domain: options.domain, currency: options.currency, timeZone: options.timeZone };
  if (options.transactions) return { kind: "transactions", ...identity, file: options.transactions };
  const file = join(options.dataDir, "generated.json");
  if (!existsSync(file)) {
    mkdirSync(options.dataDir, { recursive: true });
    writeFileSync(file, JSON.stringify({ customers: options.customers, asOf: new Date() }));
  }
  const kept = z
    .object({ customers: z.number(), asOf: z.coerce.date() })
    .parse(JSON.parse(readFileSync(file, "utf8")));
  return { kind: "generated", ...identity, ...kept, seed: 1, years: YEARS };
}

async function main(options: Options): Promise<void> {
  // A log from the past has its own today: the minute after its last order.
  let clock: Clock = () => new Date();
  let close = async () => {};
  const parent = connectParent(() => close());
  try {
    const shopify = await startLocalShopify({
      port: options.port,
      app: {
        clientId: options.clientId,
        clientSecret: process.env.SHOPIFY_API_SECRET ?? "",
        url: options.appUrl,
      },
      shops: [shopSource(options)],
      now: () => clock(),
      dataDir: options.dataDir,
    });
    close = () => shopify.close();
    // The demo went away while the shop was being made.
    if (!process.connected) return await close();
    mountAdminShell(shopify);
    const { store, refusedRows } = shopify.shop(options.domain);
    if (options.transactions && store.orders.size === 0) {
      const [first] = refusedRows;
      throw new Error(
        `No row of ${options.transactions} could be used${first ? `; line ${first.line}: ${first.reason}` : ""}`,
      );
    }
    let clockStart: Date | null = null;
    if (options.transactions) {
      let lastMs = 0;
      for (const order of store.orders.values()) lastMs = Math.max(lastMs, order.processedAtMs);
      clockStart = new Date(lastMs + 60_000);
      clock = clockFrom(clockStart);
    }
    parent.tell({
      type: "ready",
      url: shopify.url,
      clockStart,
      customers: store.customers.size,
      orders: store.orders.size,
      refused: refusedRows,
    });
  } catch (error) {
    parent.tell({ type: "failed", message: error instanceof Error ? error.message : String(error) });
    await close();
    if (process.connected) process.disconnect();
    process.exitCode = 1;
  }
}

await main(optionsSchema.parse(JSON.parse(process.argv[2] ?? "{}")));
