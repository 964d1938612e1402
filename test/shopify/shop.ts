import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { AppConfig } from "./app-config.ts";
import { Grant } from "./auth/grant.ts";
import { mintSessionToken } from "./auth/session-token.ts";
import { BulkOperations } from "./bulk/operations.ts";
import { StagedUploads } from "./bulk/staged-uploads.ts";
import { Faults } from "./faults.ts";
import { CostBucket } from "./graphql/cost.ts";
import { Listings } from "./graphql/listing.ts";
import type { Delivery, LocalShop } from "./local-shop.ts";
import type { LocalShopInternals } from "./shop-internals.ts";
import type { ActionContext, Happenings, Topic } from "./store/action-context.ts";
import { ActionRefused, type ShopActions } from "./store/actions.ts";
import { catalogActions } from "./store/catalog-actions.ts";
import { customerActions } from "./store/customer-actions.ts";
import { Journal, journaled, type StoreActions } from "./store/journal.ts";
import { orderActions } from "./store/order-actions.ts";
import type { ShopRecord } from "./store/records.ts";
import { shopActions } from "./store/shop-actions.ts";
import type { FilledStore } from "./store/source.ts";
import { payloadOf } from "./webhooks/payloads.ts";
import { WebhookQueue } from "./webhooks/queue.ts";

export interface RunningShopOptions {
  filled: FilledStore;
  config: AppConfig;
  app: { clientId: string; clientSecret: string; url: string };
  now(): Date;
  /** See `LocalShopifyOptions.wallNow`. */
  wallNowMs(): number;
  /** This shop's own folder, where it is to outlive the process. */
  dataDir: string | null;
  bulkDirectory: string;
  fileUrl(name: string): string;
  uploadUrl(): string;
  firstRetryMs: number;
}

/** Points a second by plan. */
const RESTORE_RATE: Record<ShopRecord["plan"], number> = {
  Basic: 100,
  Grow: 100,
  Advanced: 200,
  Plus: 1_000,
};

export interface RunningShop extends LocalShop, LocalShopInternals {
  readonly uploads: StagedUploads;
  close(): Promise<void>;
}

/** Puts one shop together: store, actions, grant, webhooks, bulk operations. */
export function runShop(options: RunningShopOptions): RunningShop {
  const { config, app, wallNowMs } = options;
  const { store, refusedRows } = options.filled;
  const domain = store.shop.domain;
  const faults = new Faults();
  const grant = new Grant(config.scopes, options.dataDir && join(options.dataDir, "grant.json"));
  let clockMs: number | null = null;
  const nowMs = () => clockMs ?? Math.floor(options.now().getTime() / 1000) * 1000;
  let silent = true;
  let eventId = randomUUID();

  const webhooks = new WebhookQueue({
    shop: domain,
    apiVersion: config.apiVersion,
    clientSecret: app.clientSecret,
    appUrl: () => app.url,
    faults,
    nowMs,
    firstRetryMs: options.firstRetryMs,
  });

  const AFTER_UNINSTALL = new Set<Topic>([
    "app/uninstalled",
    "shop/redact",
    "customers/redact",
    "customers/data_request",
  ]);
  function emit<T extends Topic>(topic: T, about: Happenings[T]): void {
    const uri = config.subscriptions.get(topic);
    if (silent || !uri || !(grant.installed || AFTER_UNINSTALL.has(topic))) return;
    webhooks.send(topic, uri, payloadOf(topic, about, store), eventId);
  }

  const context: ActionContext = {
    store,
    nowMs,
    nextMs: (beforeMs) => Math.max(nowMs(), beforeMs + 1_000),
    emit,
  };
  const plain: StoreActions = {
    ...orderActions(context),
    ...customerActions(context),
    ...catalogActions(context),
    ...shopActions(context),
  };
  const journal = options.dataDir ? new Journal(join(options.dataDir, "journal.jsonl")) : null;
  journal?.replay(plain, (atMs) => {
    clockMs = atMs;
  });
  clockMs = null;
  silent = false;
  // One action happens at one instant, and the webhooks that it sets off share an event id.
  const around = <Out>(act: () => Out): { atMs: number; result: Out } => {
    const atMs = nowMs();
    clockMs = atMs;
    eventId = randomUUID();
    try {
      return { atMs, result: act() };
    } finally {
      clockMs = null;
    }
  };

  const actions: ShopActions = {
    ...journaled(plain, around, journal),
    uninstallApp() {
      if (!grant.installed) return;
      grant.uninstall();
      eventId = randomUUID();
      emit("app/uninstalled", store.shop);
    },
    changeScopes({ scopes }) {
      const previous = [...grant.scopes];
      grant.setScopes(scopes);
      eventId = randomUUID();
      emit("app/scopes_update", { previous, current: scopes, atMs: nowMs() });
    },
  };

  const uploads = new StagedUploads({ shopId: store.shop.id, url: options.uploadUrl, wallNowMs });
  const bulk = new BulkOperations({
    uploads,
    directory: options.bulkDirectory,
    fileUrl: options.fileUrl,
    faults,
    nowMs,
    wallNowMs,
    finished: (operation) => {
      eventId = randomUUID();
      emit("bulk_operations/finish", {
        id: operation.id,
        type: operation.type.toLowerCase(),
        status: operation.status.toLowerCase(),
        errorCode: operation.errorCode?.toLowerCase() ?? null,
        createdAtMs: operation.createdAtMs,
        completedAtMs: operation.completedAtMs ?? nowMs(),
      });
    },
  });
  let bucket = new CostBucket(RESTORE_RATE[store.shop.plan], wallNowMs());

  return {
    domain,
    store,
    actions,
    faults,
    grant,
    config,
    app,
    bulk,
    uploads,
    listings: new Listings(store),
    refusedRows,
    nowMs,
    get bucket() {
      const rate = RESTORE_RATE[store.shop.plan];
      if (bucket.restoreRate !== rate) bucket = new CostBucket(rate, wallNowMs());
      return bucket;
    },
    get installed() {
      return grant.installed;
    },
    get grantedScopes() {
      return grant.scopes;
    },
    get deliveries(): readonly Delivery[] {
      return webhooks.deliveries;
    },
    now: () => new Date(nowMs()),
    sessionToken: ({ userId = 1, expiresInSeconds } = {}) =>
      mintSessionToken({
        shop: domain,
        clientId: app.clientId,
        clientSecret: app.clientSecret,
        userId,
        nowMs: wallNowMs(),
        expiresInSeconds,
      }),
    uninstallApp: () => actions.uninstallApp(),
    expireAccessTokens: () => grant.expireAccessTokens(wallNowMs()),
    resendWebhook(webhookId) {
      const topic = webhooks.deliveries.find((one) => one.webhookId === webhookId)?.topic;
      const uri = topic && config.subscriptions.get(topic);
      if (!uri || !webhooks.resend(webhookId, uri))
        throw new ActionRefused(`there is no webhook ${webhookId}`);
    },
    deliveriesSettled: () => webhooks.settled(),
    async close() {
      webhooks.close();
      await bulk.close();
    },
  };
}
