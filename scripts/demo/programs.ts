import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { z } from "zod";
import { type Child, startChild } from "./child.ts";
import { freePort } from "./free-port.ts";
import type { DemoOptions } from "./options.ts";
import type { Secrets } from "./secrets.ts";
import type { ShopifyOptions } from "./shopify-options.ts";
import type { Steps } from "./steps.ts";

const shopifyReady = z.object({
  type: z.literal("ready"),
  url: z.string(),
  /** Instant at which the shop's clock starts, where its history lies in the past. */
  clockStart: z.string().nullable(),
  customers: z.number(),
  orders: z.number(),
  /** How the log was read, in one line; null where the shop is generated. */
  understood: z.string().nullable(),
  notes: z.array(z.string()),
  refused: z.array(z.object({ line: z.number(), reason: z.string(), text: z.string() })),
});

const appReady = z.object({ type: z.literal("ready"), url: z.string(), connectionString: z.string() });

const toolsReady = z.object({
  type: z.literal("ready"),
  /** Under which the app finds all of them. */
  url: z.string(),
  tools: z.array(z.object({ title: z.string(), url: z.string(), key: z.string() })),
});

export interface Programs {
  /** Null for a report, which sends nothing anywhere. */
  readonly tools: Child<z.infer<typeof toolsReady>> | null;
  readonly shopify: Child<z.infer<typeof shopifyReady>>;
  readonly app: Child<z.infer<typeof appReady>>;
  /** The name of the first program that ends by itself. */
  readonly oneEnded: Promise<string>;
  stop(): Promise<void>;
}

const CLIENT_ID = "klantwaarde-local";
const root = join(import.meta.dirname, "../..");

/** Ports beside each other: the local Shopify admin, the app, and the local mailing tools (all of them, and each). */
export const DEMO_PORTS = 6;

/** The local Shopify admin, the local mailing tools, then the app with its database; either all run or none does. */
export async function startPrograms(options: DemoOptions, secrets: Secrets, steps: Steps): Promise<Programs> {
  const { report } = options;
  const [shopifyPort, appPort] = report ? [0, await freePort()] : [options.port, options.port + 1];
  const toolsPort = options.port + 2;
  if (report) await assertFree(appPort);
  else for (let port = shopifyPort; port < shopifyPort + DEMO_PORTS; port++) await assertFree(port);
  const peopleFile = join(options.dataDir, "people.json");
  const appUrl = `http://127.0.0.1:${appPort}`;

  const shopify = await steps.run(
    options.transactions
      ? `Local Shopify admin: reading ${options.transactions}`
      : "Local Shopify admin: making the shop",
    (note) =>
      startChild({
        name: "The local Shopify admin",
        file: join(root, "scripts/demo/shopify-program.ts"),
        args: [
          JSON.stringify({
            port: shopifyPort,
            appUrl,
            clientId: CLIENT_ID,
            domain: options.shopDomain,
            currency: options.currency,
            timeZone: options.timeZone,
            transactions: options.transactions && resolve(options.transactions),
            logFormat: options.logFormat,
            logTimeZone: options.logTimeZone,
            customers: options.customers,
            dataDir: join(options.dataDir, "shopify"),
            peopleFile,
          } satisfies ShopifyOptions),
        ],
        env: { SHOPIFY_API_SECRET: secrets.apiSecret },
        logFile: join(options.dataDir, "logs/shopify.log"),
        readySchema: shopifyReady,
        onProgress: note,
      }),
  );
  if (shopify.ready.understood !== null) console.log(`  ${shopify.ready.understood}`);
  reportRefused(shopify.ready.refused);
  for (const note of shopify.ready.notes) console.log(`  Note: ${note}`);
  console.log(
    `  The shop has ${shopify.ready.customers.toLocaleString("en")} customers and ${shopify.ready.orders.toLocaleString("en")} orders.`,
  );

  let tools: Programs["tools"] = null;
  try {
    if (!report)
      tools = await steps.run("Local mailing tools: Klaviyo, Mailchimp, Brevo", () =>
        startChild({
          name: "The local mailing tools",
          file: join(root, "scripts/demo/tools-program.ts"),
          args: [JSON.stringify({ port: toolsPort, peopleFile, dataDir: join(options.dataDir, "tools") })],
          logFile: join(options.dataDir, "logs/tools.log"),
          readySchema: toolsReady,
        }),
      );
    const app = await steps.run("App: database, migrations, web server", (note) =>
      startChild({
        name: "The app",
        file: join(root, "app/main.ts"),
        env: {
          NODE_ENV: "production",
          SHOPIFY_API_KEY: CLIENT_ID,
          SHOPIFY_API_SECRET: secrets.apiSecret,
          SHOPIFY_APP_URL: appUrl,
          SHOPIFY_EMULATOR_URL: shopify.ready.url,
          ...(tools ? { TOOLS_EMULATOR_URL: tools.ready.url } : {}),
          // Read by Shopify's library for the page that fetches a new session token.
          APP_BRIDGE_URL: `${shopify.ready.url}/app-bridge.js`,
          ENCRYPTION_KEYS: secrets.encryptionKeys,
          DATABASE_URL: "",
          DATA_DIR: options.dataDir,
          HOST: "127.0.0.1",
          PORT: String(appPort),
          DRAIN_SECONDS: "0",
          WORKERS: "in-process",
          LOG_LEVEL: "info",
          CLOCK_START: shopify.ready.clockStart ?? "",
        },
        logFile: join(options.dataDir, "logs/app.log"),
        readySchema: appReady,
        onProgress: note,
      }),
    );
    const theTools = tools;
    return {
      tools,
      shopify,
      app,
      oneEnded: Promise.race([
        shopify.ended.then(() => "The local Shopify admin"),
        app.ended.then(() => "The app"),
        ...(tools ? [tools.ended.then(() => "The local mailing tools")] : []),
      ]),
      async stop() {
        await app.stop();
        await theTools?.stop();
        await shopify.stop();
      },
    };
  } catch (error) {
    await tools?.stop();
    await shopify.stop();
    throw error;
  }
}

function reportRefused(refused: readonly { line: number; reason: string; text: string }[]): void {
  const shown = 10;
  for (const row of refused.slice(0, shown)) console.log(`  line ${row.line}: ${row.reason}: ${row.text}`);
  if (refused.length > shown) console.log(`  ... and ${refused.length - shown} more`);
  if (refused.length === 1) console.log("  1 row was refused; the others are in the shop.");
  if (refused.length > 1) console.log(`  ${refused.length} rows were refused; the others are in the shop.`);
}

async function assertFree(port: number): Promise<void> {
  if (port === 0) return;
  await new Promise<void>((free, reject) => {
    const server = createServer();
    server.once("error", () =>
      reject(
        new Error(
          `Port ${port} of 127.0.0.1 is in use. Is another demo running? Stop it, or choose others with --port.`,
        ),
      ),
    );
    server.listen(port, "127.0.0.1", () => server.close(() => free()));
  });
}
