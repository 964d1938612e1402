import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createRequestHandler, type ServerBuild } from "@remix-run/node";
import { createRequestListener } from "@remix-run/node-fetch-server";
import compression from "compression";
import express, { type Express } from "express";
import { errorFields } from "./platform/log.ts";
import type { Runtime } from "./runtime.ts";

export interface WebServer {
  readonly url: string;
  /** Takes no new connections, lets running requests end, closes. */
  close(): Promise<void>;
}

export class AddressInUse extends Error {
  readonly retry = "later";
  constructor(host: string, port: number) {
    super(`${host}:${port} is in use by another program; stop it, or choose another port (PORT)`);
    this.name = "AddressInUse";
  }
}

export interface WebServerOptions {
  readonly build: ServerBuild | (() => Promise<ServerBuild>);
  /** Folder of the built client files; absent in development, where Vite serves them. */
  readonly clientDir?: string;
  /** Handlers that come before the app's own, as Vite's in development. */
  readonly before?: (server: Express) => void;
}

export async function startWebServer(runtime: Runtime, options: WebServerOptions): Promise<WebServer> {
  const server = express();
  server.disable("x-powered-by");
  server.use(compression());
  options.before?.(server);
  if (options.clientDir) {
    const assets = join(options.clientDir, "assets");
    server.use("/assets", express.static(assets, { immutable: true, maxAge: "1y", fallthrough: false }));
    server.use(express.static(options.clientDir, { maxAge: "1h", index: false }));
  }
  // Behind a proxy the request's own headers name another host.
  const address = new URL(runtime.env.SHOPIFY_APP_URL);
  const handle = createRequestHandler(options.build, options.clientDir ? "production" : "development");
  // Waits for slow readers, which Remix's own Express adapter does not: an export never piles up in memory.
  const listener = createRequestListener((request) => handle(request, { app: runtime }), {
    host: address.host,
    protocol: address.protocol,
    onError: (error) => {
      runtime.log.error("web.failed", errorFields(error));
    },
  });
  server.use((request, response) => listener(request, response));
  const { HOST: host, PORT: port } = runtime.env;
  const listening = await listen(server, host, port);
  const bound = listening.address() as AddressInfo;
  return {
    url: `http://${host}:${bound.port}`,
    close: () =>
      new Promise((resolve, reject) => {
        listening.close((error) => (error ? reject(error) : resolve()));
        listening.closeIdleConnections();
        setTimeout(() => listening.closeAllConnections(), 5_000).unref();
      }),
  };
}

function listen(server: Express, host: string, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const listening = server.listen(port, host, () => resolve(listening));
    listening.once("error", (error: NodeJS.ErrnoException) =>
      reject(error.code === "EADDRINUSE" ? new AddressInUse(host, port) : error),
    );
  });
}
