import { createServer } from "node:http";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { ServerBuild } from "@remix-run/node";
import { createRequestListener } from "@remix-run/node-fetch-server";
import compression from "compression";
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from "express";
import { z } from "zod";
import { newId } from "./platform/ids.ts";
import { errorFields } from "./platform/log.ts";
import type { BodyLimits } from "./platform/request-body.ts";
import type { Runtime } from "./runtime.ts";
import { answerWebhook } from "./sync/live/webhook-intake.ts";
import { listenAt } from "./web/listen.ts";
import { type PageLimits, pageRequestHandler, plain } from "./web/page-request.ts";
import { applyPolicy } from "./web/response-policy.ts";

export interface WebServer {
  readonly url: string;
  /**
   * /readyz says no from now on, so that whoever sends requests here goes elsewhere; after DRAIN_SECONDS no connection is taken any more,
   * and running requests have five more to end.
   */
  close(): Promise<void>;
}

export interface WebServerOptions {
  readonly build: ServerBuild | (() => Promise<ServerBuild>);
  /** Folder of the built client files; absent in development, where Vite serves them. */
  readonly clientDir?: string;
  /** Handlers that come before the app's own, as Vite's in development. */
  readonly before?: (server: Express) => void;
  readonly pageLimits?: Partial<PageLimits>;
  readonly webhookLimits?: Partial<BodyLimits>;
}

/** A request has to be whole within it; the parts have shorter limits of their own. */
const REQUEST_MS = 20_000;
const HEADERS_MS = 10_000;
const CONNECTIONS = 2_000;

export async function startWebServer(runtime: Runtime, options: WebServerOptions): Promise<WebServer> {
  const { env, log } = runtime;
  const server = express();
  server.disable("x-powered-by");
  const address = new URL(env.SHOPIFY_APP_URL);
  const policy = { appUrl: env.SHOPIFY_APP_URL, emulatorUrl: env.SHOPIFY_EMULATOR_URL };
  // Behind a proxy the request's own headers name another host.
  const place = { host: address.host, protocol: address.protocol };
  const onError = (error: unknown) => {
    log.error("web.failed", errorFields(error));
    return plain(500, "Something went wrong");
  };
  const receive = { ...runtime, db: runtime.webhooks };
  const webhooks = createRequestListener(
    (request) => answerWebhook(receive, request, options.webhookLimits),
    {
      ...place,
      onError,
    },
  );
  server.use(compression());
  options.before?.(server);
  if (options.clientDir) {
    const assets = join(options.clientDir, "assets");
    server.use("/assets", express.static(assets, { immutable: true, maxAge: "1y", fallthrough: false }));
    server.use(express.static(options.clientDir, { maxAge: "1h", index: false }));
  }
  const answer = pageRequestHandler(runtime, {
    build: options.build,
    mode: options.clientDir ? "production" : "development",
    limits: options.pageLimits,
  });
  // Waits for slow readers, which Remix's own Express adapter does not: an export never piles up in memory.
  const pages = createRequestListener((request) => answer(request), { ...place, onError });
  server.use(withoutStore, (request, response) => pages(request, response));
  server.use(refuseFailed(log));
  const { HOST: host, PORT: port } = env;
  const listening = createServer(
    { requestTimeout: REQUEST_MS, headersTimeout: HEADERS_MS, connectionsCheckingInterval: 2_000 },
    (request, response) => {
      // Whoever goes on asking has to find another process.
      if (runtime.health.stopping) response.setHeader("Connection", "close");
      const asked = addressOf(request.url ?? "/", address);
      applyPolicy(response, asked, policy);
      if (asked.pathname !== "/webhooks") return server(request, response);
      response.setHeader("Cache-Control", "no-store");
      void webhooks(request, response);
    },
  );
  listening.maxConnections = CONNECTIONS;
  const url = await listenAt(listening, { host, port, variable: "PORT" });
  return {
    url,
    async close() {
      runtime.health.stop();
      await delay(env.DRAIN_SECONDS * 1000);
      await new Promise<void>((resolve, reject) => {
        listening.close((error) => (error ? reject(error) : resolve()));
        listening.closeIdleConnections();
        setTimeout(() => listening.closeAllConnections(), 5_000).unref();
      });
    },
  };
}

/** The address of a request; what cannot be read as one has none of the parts that the policy looks at. */
function addressOf(url: string, base: URL): URL {
  return URL.parse(url, base) ?? base;
}

/** What is not a file of the app may be about a person. A route may say otherwise. */
const withoutStore: RequestHandler = (_request, response, next) => {
  response.setHeader("Cache-Control", "no-store");
  next();
};

/** What failed before a page could: an address that cannot be decoded, a file that is not there. Says nothing of the inside. */
function refuseFailed(log: Runtime["log"]): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) return next(error);
    const { status } = failed.safeParse(error).data ?? { status: 500 };
    const reference = newId();
    if (status >= 500) log.error("web.failed", { reference, ...errorFields(error) });
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Request-Id", reference);
    response.status(status).type("text/plain");
    response.send(status === 404 ? "Not found" : `The request failed. Reference: ${reference}`);
  };
}
const failed = z.object({ status: z.number().int().min(400).max(499) });
