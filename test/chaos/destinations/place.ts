import { randomBytes } from "node:crypto";
import type { AddressInfo } from "node:net";
import { connectDatabase, type Db } from "../../../app/db/client.ts";
import { startTemporaryPostgres } from "../../../app/db/embedded/temporary.ts";
import { applyMigrations } from "../../../app/db/migrate.ts";
import { startQueue } from "../../../app/jobs/queue.ts";
import { createLog } from "../../../app/platform/log.ts";
import { createMetrics } from "../../../app/platform/metrics.ts";
import { databaseUrl, onServer } from "../../db/cluster.ts";
import { serveRequests } from "../../db/request-server.ts";
import { DrivenQueue } from "./driven-queue.ts";

/** What a job, a request or a webhook takes. */
export const TICK_MS = 7;
const NOON = new Date("2026-06-01T12:00:00Z");

/** Time as a life has it: it begins at a noon, and only the life moves it. */
export class LifeClock {
  #nowMs = NOON.getTime();
  readonly now = () => new Date(this.#nowMs);
  pass(ms: number): void {
    this.#nowMs += ms;
  }
  /** For the next life. */
  reset(): void {
    this.#nowMs = NOON.getTime();
  }
}

/** What a handful of lives share, one after the other: a database with a shop for each, its queue, a web address. */
export interface LifePlace {
  readonly connectionString: string;
  /** Of the test, not of the app. */
  readonly db: Db;
  readonly queue: DrivenQueue;
  readonly clock: LifeClock;
  readonly appUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly encryptionKeys: string;
  /** Who answers webhooks. */
  answer: (request: Request) => Promise<Response>;
  close(): Promise<void>;
}

export async function openLifePlace(): Promise<LifePlace> {
  const closers: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    const server = await startTemporaryPostgres();
    closers.push(server.stop);
    await onServer(server.connectionString, "create database life");
    const connectionString = databaseUrl(server.connectionString, "life");
    await applyMigrations(connectionString, "prisma/migrations");
    const db = connectDatabase({ connectionString, applicationName: "life", poolSize: 4 });
    closers.push(() => db.close());
    const real = await startQueue({
      ...{ connectionString, log: createLog("silent"), metrics: createMetrics() },
      ...{ poolSize: 2, supervise: false },
    });
    closers.push(() => real.stop());
    await DrivenQueue.takeClock(db);
    const clock = new LifeClock();
    const web = await serveRequests((request) => place.answer(request));
    closers.push(() => new Promise((resolve) => web.close(resolve)));
    const appUrl = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
    const place: LifePlace = {
      ...{ connectionString, db, appUrl, clock, close },
      clientId: "klantwaarde-local",
      clientSecret: randomBytes(24).toString("hex"),
      queue: new DrivenQueue(real, db, clock.now),
      encryptionKeys: `life:${randomBytes(32).toString("base64")}`,
      answer: async () => new Response(null, { status: 503 }),
    };
    return place;
  } catch (error) {
    await close();
    throw error;
  }
}
