import { createReadStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { readAppConfig } from "./app-config.ts";
import { answerTokenRequest } from "./auth/oauth.ts";
import { answerGraphql } from "./graphql/endpoint.ts";
import { readBody, readForm, sendJson } from "./http.ts";
import type { LocalShop } from "./local-shop.ts";
import { type RunningShop, runShop } from "./shop.ts";
import { fillStore, type ShopSource } from "./store/source.ts";

/** Where Shopify has an address of its storage, outside of the shop. */
const UPLOADS = "/staged-uploads";

export type { LocalShop } from "./local-shop.ts";
export type { ShopSource } from "./store/source.ts";

/** A part of the server that others add: the admin shell, the App Bridge stand-in. True where it has answered. */
type RequestHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
) => Promise<boolean> | boolean;

export interface LocalShopifyOptions {
  /** 0 (default): any free one. Always bound to 127.0.0.1. */
  port?: number;
  app: { clientId: string; clientSecret: string; url: string };
  shops: ShopSource[];
  /** The business clock: order dates and webhook times of a historic shop. */
  now?: () => Date;
  /**
   * The clock of tokens and of the cost bucket; by default the machine's. Shopify's library holds tokens to the machine's clock, and
   * a throttled client waits by it, so only a test that has neither may give another one.
   */
  wallNow?: () => Date;
  /** Where actions, the grant and tokens are kept for the next start. */
  dataDir?: string;
  /** Wait before a webhook's first retry, doubled for each further one; default 250 ms. */
  firstRetryMs?: number;
}

export interface LocalShopify {
  readonly url: string;
  readonly shops: readonly LocalShop[];
  readonly app: { readonly clientId: string; readonly clientSecret: string; readonly url: string };
  wallNow(): Date;
  /** Throws for a domain that is not there. */
  shop(domain: string): LocalShop;
  setAppUrl(url: string): void;
  /** Asked before the server's own paths, in the order of adding. */
  addHandler(handler: RequestHandler): void;
  close(): Promise<void>;
}

export async function startLocalShopify(options: LocalShopifyOptions): Promise<LocalShopify> {
  const config = readAppConfig();
  const wallNow = options.wallNow ?? (() => new Date());
  const wallNowMs = () => wallNow().getTime();
  const app = { ...options.app };
  const shops = new Map<string, RunningShop>();
  const handlers: RequestHandler[] = [];
  const bulkDirectory = await mkdtemp(join(tmpdir(), "local-shopify-"));
  let url = "";

  const server = createServer((request, response) => {
    answer(request, response, new URL(request.url ?? "/", url)).catch((error: unknown) => {
      console.error("local Shopify admin:", error);
      if (response.headersSent) response.destroy();
      else sendJson(response, 500, { errors: "Internal Server Error" });
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse, target: URL): Promise<void> {
    for (const handler of handlers) if (await handler(request, response, target)) return;
    const file = /^\/bulk-files\/([\w.-]+)$/.exec(target.pathname);
    if (file) {
      serveFile(file[1]!, request, response);
      return;
    }
    if (target.pathname === UPLOADS && request.method === "POST") {
      await takeUpload(request, response);
      return;
    }
    const domain = request.headers["x-forwarded-host"];
    const shop = typeof domain === "string" ? shops.get(domain) : undefined;
    if (!shop) {
      sendJson(response, 404, { errors: "Not Found" });
      return;
    }
    if (shop.faults.take("dropConnections")) {
      request.socket.destroy();
      return;
    }
    if (shop.faults.take("stallConnections")) return;
    if (shop.faults.take("stallAnswers")) {
      response.writeHead(200, { "Content-Type": "application/json" });
      response.write('{"data":{');
      return;
    }
    const graphql = /^\/admin\/api\/([\w-]+)\/graphql\.json$/.exec(target.pathname);
    if (request.method === "POST" && target.pathname === "/admin/oauth/access_token")
      await token(shop, request, response);
    else if (request.method === "POST" && graphql) await query(shop, graphql[1]!, request, response);
    else sendJson(response, 404, { errors: "Not Found" });
  }

  async function token(shop: RunningShop, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    if (shop.faults.take("failTokenRequests")) {
      sendJson(response, shop.faults.failTokenStatus, { errors: "Internal Server Error" });
      return;
    }
    const answered = answerTokenRequest(body, {
      shop: shop.domain,
      app,
      wantedScopes: config.scopes,
      grant: shop.grant,
      nowMs: wallNowMs(),
    });
    sendJson(response, answered.status, answered.body);
  }

  async function query(
    shop: RunningShop,
    version: string,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const { faults, grant } = shop;
    const body = await readBody(request);
    if (faults.delayMs > 0) await delay(faults.delayMs);
    const access = String(request.headers["x-shopify-access-token"] ?? "");
    if (grant.accepts(access, wallNowMs()) && faults.take("revokeTokens")) grant.revoke(access);
    if (!grant.accepts(access, wallNowMs())) {
      sendJson(response, 401, {
        errors: "[API] Invalid API key or access token (unrecognized login or wrong password)",
      });
      return;
    }
    if (version !== config.apiVersion) {
      sendJson(response, 404, { errors: "Not Found" });
      return;
    }
    if (faults.take("failRequests")) {
      sendJson(response, faults.failStatus, { errors: "Service Unavailable" });
      return;
    }
    const answered = answerGraphql(body, shop, wallNowMs());
    sendJson(response, answered.status, answered.body, {
      "X-Shopify-API-Version": version,
      "X-Shopify-Shop-Domain": shop.domain,
      // The clock that `updatedAt` follows.
      Date: new Date(shop.nowMs()).toUTCString(),
    });
  }

  async function takeUpload(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = await readForm(request);
    const key = form?.get("key");
    const shop = [...shops.values()].find((one) => typeof key === "string" && one.uploads.has(key));
    if (!form || !shop) {
      response.writeHead(403).end();
      return;
    }
    const { status, body } = await shop.uploads.receive(form);
    response.writeHead(status, { "Content-Type": "application/xml" }).end(body);
  }

  function serveFile(name: string, request: IncomingMessage, response: ServerResponse): void {
    const shop = [...shops.values()].find((one) => one.bulk.file(name));
    const file = shop?.bulk.file(name);
    if (!file || request.method !== "GET") {
      sendJson(response, 404, { errors: "Not Found" });
      return;
    }
    response.writeHead(200, { "Content-Type": "application/jsonl" });
    if (file.held) {
      const { afterBytes, until } = file.held;
      const sendRest = () => {
        if (!response.destroyed) createReadStream(file.path, { start: afterBytes }).pipe(response);
      };
      createReadStream(file.path, { end: afterBytes - 1 })
        .on("end", () => void until.then(sendRest))
        .pipe(response, { end: false });
      return;
    }
    if (file.stalled && file.stalled.times > 0) {
      file.stalled.times--;
      createReadStream(file.path, { end: file.stalled.afterBytes - 1 }).pipe(response, { end: false });
      return;
    }
    const stream = createReadStream(file.path);
    stream.on("error", () => response.destroy());
    if (file.cut && file.cut.times > 0) {
      file.cut.times--;
      let left = file.cut.afterBytes;
      stream.on("data", (chunk) => {
        const data = Buffer.from(chunk);
        const part = data.subarray(0, Math.max(0, left));
        left -= data.length;
        response.write(part, () => {
          if (left <= 0) response.destroy();
        });
      });
      stream.on("end", () => response.destroy());
      return;
    }
    stream.pipe(response);
    response.on("close", () => stream.destroy());
  }

  for (const source of options.shops)
    shops.set(
      source.domain,
      runShop({
        filled: await fillStore(source),
        config,
        app,
        now: options.now ?? (() => new Date()),
        wallNowMs,
        dataDir: options.dataDir ? join(options.dataDir, source.domain) : null,
        bulkDirectory,
        fileUrl: (name) => `${url}/bulk-files/${name}`,
        uploadUrl: () => `${url}${UPLOADS}`,
        firstRetryMs: options.firstRetryMs ?? 250,
      }),
    );
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  url = `http://127.0.0.1:${address.port}`;

  return {
    url,
    app,
    wallNow,
    shops: [...shops.values()],
    shop(domain) {
      const shop = shops.get(domain);
      if (!shop) throw new Error(`there is no shop ${domain}`);
      return shop;
    },
    setAppUrl: (appUrl) => {
      app.url = appUrl;
    },
    addHandler: (handler) => {
      handlers.push(handler);
    },
    async close() {
      for (const shop of shops.values()) await shop.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      await rm(bulkDirectory, { recursive: true, force: true });
    },
  };
}
