import { existsSync } from "node:fs";
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import { type Browser, chromium, type Page } from "playwright-core";
import { mintSessionToken } from "../auth/session-token.ts";
import { Faults } from "../faults.ts";
import type { LocalShop } from "../local-shop.ts";
import type { ActionContext } from "../store/action-context.ts";
import { customerActions } from "../store/customer-actions.ts";
import { orderActions } from "../store/order-actions.ts";
import { shopActions } from "../store/shop-actions.ts";
import { ShopStore } from "../store/store.ts";
import { payloadOf } from "../webhooks/payloads.ts";
import { WebhookQueue } from "../webhooks/queue.ts";
import { createAdminShell } from "./shell.ts";

export const CLIENT_ID = "stage-client";
export const CLIENT_SECRET = "stage-secret-of-some-length";
const DOMAIN = "corner-shop.myshopify.com";
const SCOPES = ["read_customers", "read_orders"];

/** A shop with one product, one customer and no order, behind the shell, and an app of the test's making. */
export interface Stage {
  shop: LocalShop;
  /** `http://127.0.0.1:PORT/store/corner-shop`. */
  base: string;
  origin: string;
  appOrigin: string;
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
  const shop = stageShop(() => appOrigin);
  let origin = "";
  const shell = createAdminShell({
    app: {
      name: "Stage app",
      handle: "stage-app",
      clientId: CLIENT_ID,
      clientSecret: CLIENT_SECRET,
      applicationUrl: appOrigin,
      scopes: { required: SCOPES, optional: [] },
    },
    origin: () => origin,
    shops: () => [shop],
    wallNow: () => new Date(),
    resendWebhook: () => {},
  });
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const handled = await shell(request, response, new URL(request.url ?? "/", origin));
    if (!handled) response.writeHead(404).end();
  };
  const [server, listening] = await listen(answer);
  origin = listening;
  return {
    shop,
    origin,
    base: `${origin}/store/corner-shop`,
    appOrigin,
    received,
    close: async () => {
      await Promise.all([server, appServer].map(shut));
    },
  };
}

function stageShop(appUrl: () => string): LocalShop {
  const atMs = Date.UTC(2026, 0, 15, 12);
  const store = new ShopStore({
    id: 1,
    domain: DOMAIN,
    name: "Corner & Co",
    email: "owner@example.com",
    ownerName: "Owner",
    currency: "EUR",
    timeZone: "Europe/Amsterdam",
    countryCode: "NL",
    plan: "Basic",
    taxesIncluded: true,
    createdAtMs: atMs,
    updatedAtMs: atMs,
  });
  const faults = new Faults();
  const queue = new WebhookQueue({
    shop: DOMAIN,
    apiVersion: "2026-10",
    clientSecret: CLIENT_SECRET,
    appUrl,
    faults,
    nowMs: () => atMs,
    firstRetryMs: 10,
  });
  const context: ActionContext = {
    store,
    nowMs: () => atMs,
    nextMs: (beforeMs) => Math.max(atMs, beforeMs + 1000),
    emit: (topic, about) => queue.send(topic, "/webhooks", payloadOf(topic, about, store), topic),
  };
  let installed = true;
  const uninstallApp = () => {
    installed = false;
  };
  const actions = {
    ...orderActions(context),
    ...customerActions(context),
    ...shopActions(context),
    uninstallApp,
    changeScopes: () => {},
  };
  const product = {
    id: 1,
    title: "Pencil <b>set</b>",
    handle: "pencils",
    vendor: "Corner",
    productType: "Pencils",
  };
  const times = { createdAtMs: atMs, updatedAtMs: atMs };
  store.putProduct(
    { ...product, status: "ACTIVE", isGiftCard: false, tags: [], variantIds: [11], ...times },
    [
      {
        id: 11,
        productId: 1,
        inventoryItemId: 12,
        title: "Blue",
        sku: null,
        priceMinor: 1250,
        unitCostMinor: 400,
        ...times,
      },
    ],
  );
  actions.createCustomer({ firstName: "Ada", lastName: "Brook", email: "ada@example.com" });
  return {
    domain: DOMAIN,
    store,
    actions,
    faults,
    refusedRows: [],
    get installed() {
      return installed;
    },
    grantedScopes: SCOPES,
    now: () => new Date(atMs),
    sessionToken: (options = {}) =>
      mintSessionToken({
        shop: DOMAIN,
        clientId: CLIENT_ID,
        clientSecret: CLIENT_SECRET,
        userId: options.userId ?? 1,
        nowMs: Date.now(),
        expiresInSeconds: options.expiresInSeconds,
      }),
    uninstallApp,
    deliveries: queue.deliveries,
    deliveriesSettled: () => queue.settled(),
  };
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
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  return { page, complaints };
}
