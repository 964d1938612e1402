import { setAbstractFetchFunc } from "@shopify/shopify-api/runtime";
import { sessionTable } from "../../../app/db/queries/source/sessions.ts";
import { isInstalled } from "../../../app/db/queries/source/shops.ts";
import type { DestinationHost } from "../../../app/destinations/host.ts";
import { registerDestinationJobs } from "../../../app/destinations/jobs.ts";
import type { JobQueue } from "../../../app/jobs/queue.ts";
import type { Clock } from "../../../app/platform/clock.ts";
import type { Log } from "../../../app/platform/log.ts";
import { createMetrics } from "../../../app/platform/metrics.ts";
import { registerSegmentJobs } from "../../../app/segments/membership/jobs.ts";
import { createShopify } from "../../../app/shopify/app.ts";
import { connectToEmulator } from "../../../app/shopify/emulator.server.ts";
import { registerSyncJobs } from "../../../app/sync/register-jobs.ts";
import type { SyncRuntime } from "../../../app/sync/runtime.ts";
import { installShop } from "../../../app/sync/shop/install.ts";
import { registerValuationJobs } from "../../../app/valuation/jobs.ts";
import { type LogLine, recordedLog } from "../../builders/recorded-log.ts";
import type { TakenJob } from "./driven-queue.ts";
import { type Mortal, type MortalProcess, startMortalProcess } from "./mortal-process.ts";
import type { LifePlace } from "./place.ts";
import { OF_JOB, openToolDoor, type Passage } from "./tool-door.ts";

/** One process of the app: all its jobs, over connections of its own, and the only way to the tool. */
export interface WorkingApp {
  readonly mortal: Mortal;
  run(job: TakenJob): Promise<"done" | "failed" | "dead">;
  /** Requests of its jobs to the tool that have no answer yet. */
  readonly asked: () => number;
  close(): Promise<void>;
}

export type LifeRuntime = SyncRuntime & DestinationHost;

/** One in the process of the test, which pages and webhooks can be asked of too. */
export interface LifeApp extends WorkingApp {
  readonly runtime: LifeRuntime;
  readonly lines: readonly LogLine[];
}

/** Where a process of the app finds what it works with. */
export interface AppPlace {
  readonly appUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly encryptionKeys: string;
  /** The shop's. */
  readonly domain: string;
  readonly shopifyUrl: string;
  readonly toolsUrl: string;
}

const shopifies = new Map<string, typeof fetch>();

/** Shopify's library asks for tokens by one function for the whole process, in which more than one life may be lived. */
function routeShopify(domain: string, url: string): void {
  shopifies.set(domain, connectToEmulator(url));
  setAbstractFetchFunc((input, init) => {
    const { hostname } = new URL(input instanceof Request ? input.url : String(input));
    return (shopifies.get(hostname) ?? fetch)(input, init);
  });
}

interface AppParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  readonly onRequest: (change: 1 | -1) => void;
}

export async function startApp(
  { appUrl, clientId, clientSecret, encryptionKeys, domain, shopifyUrl, toolsUrl }: AppPlace,
  mortal: MortalProcess,
  jobs: JobQueue,
  { clock, log, random, onRequest }: AppParts,
): Promise<LifeRuntime> {
  const counted: typeof fetch = async (input, init) => {
    onRequest(1);
    try {
      const answer = await fetch(input, { ...init, headers: { ...init?.headers, [OF_JOB]: "1" } });
      const { status, headers } = answer;
      const content = await answer.arrayBuffer();
      return new Response(status === 204 || status === 304 ? null : content, { status, headers });
    } finally {
      onRequest(-1);
    }
  };
  const metrics = createMetrics();
  const { db } = mortal;
  const shopify = createShopify({
    apiKey: clientId,
    apiSecret: clientSecret,
    appUrl,
    emulatorUrl: shopifyUrl,
    encryptionKeys,
    sessions: sessionTable(db.prisma),
    log,
    metrics,
    onAuthenticated: (session) => installShop(runtime, session),
    isInstalled: (shop) => isInstalled(db.pool, shop.shopId),
    // No life is about a slow answer of Shopify.
    tokenAnswerMs: 60_000,
  });
  routeShopify(domain, shopifyUrl);
  const runtime: LifeRuntime = {
    env: { ENCRYPTION_KEYS: encryptionKeys, ERASURE_KEYS: encryptionKeys, TOOLS_EMULATOR_URL: toolsUrl },
    ...{ db, jobs, shopify, metrics, clock, log },
  };
  await registerSyncJobs(runtime);
  await registerValuationJobs(runtime);
  await registerSegmentJobs(runtime);
  await registerDestinationJobs({ ...runtime, random, fetch: counted });
  return runtime;
}

export async function startLifeApp(
  place: LifePlace,
  { domain, shopifyUrl }: Pick<AppPlace, "domain" | "shopifyUrl">,
  passage: Passage,
  random: () => number,
): Promise<LifeApp> {
  const mortal = startMortalProcess({ connectionString: place.connectionString, admin: place.db });
  const door = await openToolDoor(passage);
  let asked = 0;
  const onRequest = (change: 1 | -1) => {
    asked += change;
  };
  const { jobs, work } = place.queue.of(mortal);
  const clock = place.clock.now;
  const { log, lines } = recordedLog();
  const at = { ...place, domain, shopifyUrl, toolsUrl: door.url };
  const runtime = await startApp(at, mortal, jobs, { clock, log, random, onRequest });
  return {
    ...{ mortal, runtime, lines },
    asked: () => asked,
    run: (job) => place.queue.run(mortal, job, () => work(job)),
    async close() {
      await mortal.close();
      await door.close();
    },
  };
}
