import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { countWaiting } from "../db/queries/waiting.ts";
import { errorFields } from "../platform/log.ts";
import type { Runtime } from "../runtime.ts";
import { within } from "./health.ts";
import { listenAt } from "./listen.ts";

export interface MetricsServer {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * A server of its own for those who watch over the app: `/metrics` for Prometheus, and `/readyz` and `/healthz` also for a process that serves no
 * pages. It is not for the public: it has no session, and names what the app does.
 */
export async function startMetricsServer(
  runtime: Runtime,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<MetricsServer> {
  const answers: Readonly<
    Record<string, () => Promise<readonly [status: number, type: string, body: string]>>
  > = {
    "/metrics": async () => {
      await look(runtime);
      const { registry } = runtime.metrics;
      return [200, registry.contentType, await registry.metrics()];
    },
    "/readyz": async () => {
      const readiness = await runtime.health.readiness();
      return [readiness.status === "ready" ? 200 : 503, JSON_TYPE, JSON.stringify(readiness)];
    },
    "/healthz": async () => {
      const alive = await runtime.health.isAlive();
      const status = alive ? "ok" : "database unreachable";
      return [alive ? 200 : 503, JSON_TYPE, JSON.stringify({ status })];
    },
  };
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? "").replace(/\?.*/, "");
    const ask = Object.hasOwn(answers, path) ? answers[path] : undefined;
    const isRead = request.method === "GET" || request.method === "HEAD";
    let [status, type, body] = [404, "text/plain", "Not found"] as readonly [number, string, string];
    try {
      if (ask && isRead) [status, type, body] = await ask();
      else if (ask) [status, type, body] = [405, "text/plain", "Only GET"];
    } catch (error) {
      runtime.log.error("metrics.failed", errorFields(error));
      [status, type, body] = [500, "text/plain", "Something went wrong"];
    }
    const headers = {
      "Content-Type": type,
      "Cache-Control": "no-store",
      "X-Content-Type-Options": "nosniff",
    };
    response.writeHead(status, headers).end(request.method === "HEAD" ? undefined : body);
  }
  const server = createServer({ requestTimeout: 5_000, headersTimeout: 5_000 }, answer);
  const url = await listenAt(server, { host, port, variable: "METRICS_PORT" });
  return {
    url,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const JSON_TYPE = "application/json; charset=utf-8";

/** Sets what is a state and not a count of events. What the database does not tell in time is left out, as no number is better than an old one. */
async function look({ db, pages, webhooks, jobs, metrics, log }: Runtime): Promise<void> {
  for (const [pool, { pool: its }] of Object.entries({ jobs: db, pages, webhooks })) {
    metrics.connections.set({ pool, state: "in_use" }, its.totalCount - its.idleCount);
    metrics.connections.set({ pool, state: "idle" }, its.idleCount);
    metrics.waitingForConnection.set({ pool }, its.waitingCount);
  }
  metrics.deadLetters.remove();
  metrics.dirtyRows.reset();
  try {
    const [dead, waiting] = await within(Promise.all([jobs.countDeadLetters(), countWaiting(pages.pool)]));
    metrics.deadLetters.set(dead);
    for (const [rows, count] of Object.entries(waiting)) metrics.dirtyRows.set({ rows }, count);
  } catch (error) {
    log.warn("metrics.incomplete", errorFields(error));
  }
}
