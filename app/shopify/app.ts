// The adapter sets the library's fetch, so it is imported before anything that may replace it.
import "@shopify/shopify-app-remix/adapters/node";
import { createSecretKey } from "node:crypto";
import { LogSeverity, type Session, shopifyApi } from "@shopify/shopify-api";
import { setAbstractFetchFunc } from "@shopify/shopify-api/runtime";
import { AppDistribution, shopifyApp } from "@shopify/shopify-app-remix/server";
import { parseEncryptionKeys } from "../platform/encryption-keys.ts";
import { type ShopId, type ShopRef, shopRef } from "../platform/ids.ts";
import type { Log } from "../platform/log.ts";
import type { Metrics } from "../platform/metrics.ts";
import { type AdminClient, adminClients, type Manner } from "./admin-client.ts";
import { API_VERSION } from "./api-version.ts";
import { connectToEmulator } from "./emulator.server.ts";
import { type OfflineSessions, offlineSessions } from "./offline-session.ts";
import { EncryptedSessionStorage, type SessionTable } from "./session-storage.ts";
import { TokenCipher } from "./token-cipher.ts";
import { isSigned } from "./webhook-verification.ts";

/** What the app has to be granted; the same list stands in shopify.app.toml, and a test compares the two. */
export const SCOPES = [
  "read_orders",
  "read_all_orders",
  "read_products",
  "read_customers",
  "read_customer_merge",
] as const;

/** What a merchant is asked for by publishing a segment, and can take back. */
export const OPTIONAL_SCOPES = ["write_customers"] as const;

/** Of a request for tokens: whoever refreshes them holds a lock of the shop. */
const TOKEN_ANSWER_MS = 15_000;

export interface ShopifyOptions {
  readonly apiKey: string;
  readonly apiSecret: string;
  readonly appUrl: string;
  /** Loopback address of the local Shopify admin; absent in production. */
  readonly emulatorUrl?: string;
  /** `id:base64` of 32 bytes, comma separated, the current key first. */
  readonly encryptionKeys: string;
  readonly sessions: SessionTable;
  readonly log: Log;
  readonly metrics: Metrics;
  /** How long Shopify may take to answer a request for tokens; default 15 seconds. */
  readonly tokenAnswerMs?: number;
  /** Runs after each token exchange: more than once for a shop, and at the same time. */
  readonly onAuthenticated: (session: Session) => Promise<void>;
  /** Whether `onAuthenticated` has been done for the shop, and the shop has not left since. */
  readonly isInstalled: (shop: ShopRef) => Promise<boolean>;
}

type LibraryStorage = NonNullable<Parameters<typeof shopifyApp>[0]["sessionStorage"]>;

/**
 * Of a shop that is not installed no session counts when the merchant opens the app: a process may have ended between storing a session
 * and recording the installation, and Shopify, who is then asked for another token, knows whether the shop has the app.
 */
function whereInstalled(storage: EncryptedSessionStorage, { isInstalled }: ShopifyOptions): LibraryStorage {
  return {
    storeSession: (session) => storage.storeSession(session),
    async loadSession(id) {
      const session = await storage.loadSession(id);
      return session && (await isInstalled(shopRef(session.shop))) ? session : undefined;
    },
    deleteSession: (id) => storage.deleteSession(id),
    deleteSessions: (ids) => storage.deleteSessions(ids),
    findSessionsByShop: (domain) => storage.findSessionsByShop(domain),
  };
}

function libraryApp(options: ShopifyOptions, storage: EncryptedSessionStorage) {
  return shopifyApp({
    ...credentials(options),
    appUrl: options.appUrl,
    authPathPrefix: "/auth",
    distribution: AppDistribution.AppStore,
    sessionStorage: whereInstalled(storage, options),
    future: { unstable_newEmbeddedAuthStrategy: true, expiringOfflineAccessTokens: true },
    hooks: { afterAuth: ({ session }) => options.onAuthenticated(session) },
  });
}

function credentials({ apiKey, apiSecret, log }: ShopifyOptions) {
  return {
    apiKey,
    apiSecretKey: apiSecret,
    apiVersion: API_VERSION,
    scopes: [...SCOPES],
    // The library's debug messages hold session tokens, so they are not passed on at all.
    logger: {
      level: LogSeverity.Warning,
      log: async (severity: LogSeverity, message: string) =>
        severity === LogSeverity.Error
          ? log.error("shopify.library", { message })
          : log.warn("shopify.library", { message }),
    },
  };
}

export interface Shopify {
  readonly app: ReturnType<typeof libraryApp>;
  readonly authenticate: ReturnType<typeof libraryApp>["authenticate"];
  readonly sessions: EncryptedSessionStorage;
  readonly offline: OfflineSessions;
  /** The shop whose session token a request carries, in its address or as a bearer; null without one that is good. */
  shopOfToken(request: Request): Promise<ShopRef | null>;
  /** For requests outside GraphQL: files of bulk operations. */
  readonly fetch: typeof fetch;
  /** Throws ShopNotInstalled where the shop has no session. */
  adminFor(shop: ShopRef, manner?: Manner): Promise<AdminClient>;
  /** Whether Shopify signed the body of a webhook. */
  isSigned(headers: Headers, rawBody: Buffer): boolean;
}

export function createShopify(options: ShopifyOptions): Shopify {
  const cipher = new TokenCipher(parseEncryptionKeys(options.encryptionKeys));
  const storage = new EncryptedSessionStorage(options.sessions, cipher);
  const app = libraryApp(options, storage);
  const appUrl = new URL(options.appUrl);
  // The Remix library keeps its own instance to itself; this one has the same credentials.
  const api = shopifyApi({
    ...credentials(options),
    hostName: appUrl.host,
    hostScheme: appUrl.protocol === "http:" ? "http" : "https",
    isEmbeddedApp: true,
  });
  const fetchShopify = options.emulatorUrl ? connectToEmulator(options.emulatorUrl) : fetch;
  // The library asks for tokens only, and would wait for as long as the connection stands.
  const { tokenAnswerMs = TOKEN_ANSWER_MS } = options;
  setAbstractFetchFunc((input, init) =>
    fetchShopify(input, { ...init, signal: AbortSignal.timeout(tokenAnswerMs) }),
  );
  const webhookKey = createSecretKey(options.apiSecret, "utf8");
  const offline = offlineSessions(api, storage);
  const clients = new Map<ShopId, Record<Manner, AdminClient>>();
  return {
    app,
    authenticate: app.authenticate,
    sessions: storage,
    offline,
    async shopOfToken(request) {
      const bearer = /^Bearer (.+)$/i.exec(request.headers.get("Authorization") ?? "")?.[1];
      const token = bearer ?? new URL(request.url).searchParams.get("id_token");
      if (!token) return null;
      try {
        return shopRef(new URL((await api.session.decodeSessionToken(token)).dest).hostname);
      } catch {
        // Whatever is wrong with it: the route answers as the library does.
        return null;
      }
    },
    fetch: fetchShopify,
    isSigned: (headers, rawBody) => isSigned(webhookKey, headers, rawBody),
    async adminFor(shop, manner = "patient") {
      await offline.fresh(shop);
      let its = clients.get(shop.shopId);
      if (!its) {
        its = adminClients({
          shop,
          sessions: offline,
          apiVersion: API_VERSION,
          fetch: fetchShopify,
          metrics: options.metrics,
        });
        clients.set(shop.shopId, its);
      }
      return its[manner];
    },
  };
}
