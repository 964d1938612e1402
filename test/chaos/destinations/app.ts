import { sessionTable } from "../../../app/db/queries/source/sessions.ts";
import { isInstalled } from "../../../app/db/queries/source/shops.ts";
import type { DestinationHost } from "../../../app/destinations/host.ts";
import { registerDestinationJobs } from "../../../app/destinations/jobs.ts";
import { createMetrics } from "../../../app/platform/metrics.ts";
import { registerSegmentJobs } from "../../../app/segments/membership/jobs.ts";
import { createShopify } from "../../../app/shopify/app.ts";
import { registerSyncJobs } from "../../../app/sync/register-jobs.ts";
import type { SyncRuntime } from "../../../app/sync/runtime.ts";
import { installShop } from "../../../app/sync/shop/install.ts";
import { registerValuationJobs } from "../../../app/valuation/jobs.ts";
import { type LogLine, recordedLog } from "../../builders/recorded-log.ts";
import type { LocalShopify } from "../../shopify/server.ts";
import type { TakenJob } from "./driven-queue.ts";
import { type MortalProcess, startMortalProcess } from "./mortal-process.ts";
import type { LifePlace } from "./place.ts";
import { OF_JOB, openToolDoor, type Passage } from "./tool-door.ts";

/** One process of the app: all its jobs, over connections of its own, and the only way to the tool. */
export interface LifeApp {
  readonly mortal: MortalProcess;
  readonly runtime: SyncRuntime & DestinationHost;
  readonly log: readonly LogLine[];
  run(job: TakenJob): Promise<"done" | "failed" | "dead">;
  /** Requests of its jobs to the tool that have no answer yet. */
  readonly asked: () => number;
  close(): Promise<void>;
}

export async function startLifeApp(
  place: LifePlace,
  local: LocalShopify,
  passage: Passage,
  random: () => number,
): Promise<LifeApp> {
  const mortal = startMortalProcess({ connectionString: place.connectionString, admin: place.db });
  const door = await openToolDoor(passage);
  let asked = 0;
  const counted: typeof fetch = async (input, init) => {
    asked++;
    try {
      const answer = await fetch(input, { ...init, headers: { ...init?.headers, [OF_JOB]: "1" } });
      const { status, headers } = answer;
      const content = await answer.arrayBuffer();
      return new Response(status === 204 || status === 304 ? null : content, { status, headers });
    } finally {
      asked--;
    }
  };
  const { log: logger, lines: log } = recordedLog();
  const metrics = createMetrics();
  const { jobs, worked } = place.queue.of(mortal);
  const { db } = mortal;
  const { encryptionKeys } = place;
  const shopify = createShopify({
    apiKey: local.app.clientId,
    apiSecret: place.clientSecret,
    appUrl: place.appUrl,
    emulatorUrl: local.url,
    encryptionKeys,
    sessions: sessionTable(db.prisma),
    log: logger,
    metrics,
    onAuthenticated: (session) => installShop(runtime, session),
    isInstalled: (shop) => isInstalled(db.pool, shop.shopId),
    // No life is about a slow answer of Shopify.
    tokenAnswerMs: 60_000,
  });
  const runtime: LifeApp["runtime"] = {
    env: { ENCRYPTION_KEYS: encryptionKeys, ERASURE_KEYS: encryptionKeys, TOOLS_EMULATOR_URL: door.url },
    ...{ db, jobs, shopify, metrics },
    clock: place.clock.now,
    log: logger,
  };
  await registerSyncJobs(runtime);
  await registerValuationJobs(runtime);
  await registerSegmentJobs(runtime);
  await registerDestinationJobs({ ...runtime, random, fetch: counted });
  return {
    ...{ mortal, runtime, log },
    asked: () => asked,
    run: (job) => place.queue.run(mortal, worked, job),
    async close() {
      await mortal.close();
      await door.close();
    },
  };
}
