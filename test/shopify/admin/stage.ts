import { existsSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import { type Browser, chromium, type Page } from "playwright-core";
import type { LocalShop } from "../local-shop.ts";
import { startLocalShopify } from "../server.ts";
import { mountAdminShell } from "./shell.ts";

export const CLIENT_ID = "stage-client";
export const CLIENT_SECRET = "stage-secret-of-some-length";
const DOMAIN = "corner-shop.myshopify.com";
const VARIANT_ID = 11;
/** For what a page has to show: long beside what a busy machine takes. */
const LONGEST_WAIT_MS = 120_000;

/** A shop with one product, one customer and no order, behind the shell, and an app of the test's making. */
export interface Stage {
  shop: LocalShop;
  /** `http://127.0.0.1:PORT/store/corner-shop`. */
  base: string;
  origin: string;
  appOrigin: string;
  /** Address of the app in the admin. */
  appBase: string;
  /** Topics that the app's server has received, in order. */
  received: string[];
  close(): Promise<void>;
}

export async function openStage(app: RequestListener): Promise<Stage> {
  const received: string[] = [];
  const [appServer, appOrigin] = await listen((request, response) => {
    if (request.method !== "POST") return app(request, response);
    received.push(String(request.headers["x-shopify-topic"]));
    response.end();
  });
  const shopify = await startLocalShopify({
    app: { clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, url: appOrigin },
    shops: [{ kind: "empty", domain: DOMAIN, name: "Corner & Co" }],
    firstRetryMs: 10,
  });
  mountAdminShell(shopify);
  const shop = shopify.shop(DOMAIN);
  const times = { createdAtMs: shop.store.shop.createdAtMs, updatedAtMs: shop.store.shop.createdAtMs };
  const product = {
    id: 1,
    title: "Pencil <b>set</b>",
    handle: "pencils",
    vendor: "Corner",
    productType: "Pencils",
  };
  const variant = { id: VARIANT_ID, productId: 1, inventoryItemId: 12, title: "Blue", sku: null };
  shop.store.putProduct(
    { ...product, status: "ACTIVE", isGiftCard: false, tags: [], variantIds: [VARIANT_ID], ...times },
    [{ ...variant, priceMinor: 1250, unitCostMinor: 400, ...times }],
  );
  shop.actions.createCustomer({ firstName: "Ada", lastName: "Brook", email: "ada@example.com" });
  await installApp(shopify.url, shop);
  return {
    shop,
    origin: shopify.url,
    base: `${shopify.url}/store/corner-shop`,
    appOrigin,
    appBase: `${shopify.url}/store/corner-shop/apps/klantwaarde`,
    received,
    close: async () => {
      await Promise.all([shopify.close(), shut(appServer)]);
    },
  };
}

/** The app's part of an installation: the first token exchange. */
async function installApp(origin: string, shop: LocalShop): Promise<void> {
  const answer = await fetch(`${origin}/admin/oauth/access_token`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Forwarded-Host": shop.domain },
    body: JSON.stringify({
      client_id: CLIENT_ID,
      client_secret: CLIENT_SECRET,
      grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
      subject_token: shop.sessionToken(),
      subject_token_type: "urn:ietf:params:oauth:token-type:id_token",
      requested_token_type: "urn:shopify:params:oauth:token-type:offline-access-token",
      expiring: "1",
    }),
  });
  if (!answer.ok) throw new Error(`the token exchange was answered ${answer.status}`);
}

async function listen(handler: RequestListener): Promise<[Server, string]> {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return [server, `http://127.0.0.1:${address.port}`];
}

function shut(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

/** Chromium as the system has it; undefined where there is none. */
export const chromiumPath = [process.env.CHROMIUM_PATH, "/usr/bin/chromium", "/usr/bin/google-chrome"].find(
  (path) => path !== undefined && existsSync(path),
);

export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** The Shopify library answers 410 to user agents that look like a bot, as HeadlessChrome does. */
const USER_AGENT =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36";

/** A page whose console errors and uncaught errors end up in `complaints`. */
export async function openPage(
  browser: Browser,
  options: { bypassCSP?: boolean; javaScriptEnabled?: boolean; width?: number } = {},
): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({
    userAgent: USER_AGENT,
    bypassCSP: options.bypassCSP ?? false,
    javaScriptEnabled: options.javaScriptEnabled ?? true,
    viewport: { width: options.width ?? 1280, height: 844 },
  });
  const page = await context.newPage();
  page.setDefaultTimeout(LONGEST_WAIT_MS);
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  return { page, complaints };
}
