import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { connectDatabase } from "../../app/db/client.ts";
import { destinationListById } from "../../app/db/queries/destinations/lists.ts";
import { openJobs } from "../../app/db/queries/destinations/sending.ts";
import { keepDestination } from "../../app/destinations/engine/keep-in-step.ts";
import { createLog, errorFields } from "../../app/platform/log.ts";
import { connectParent } from "../../app/platform/parent.ts";
import { SHOP } from "./place.ts";

/** Brings one list in step as a worker does, turn after turn, in a process of its own whose memory is looked at. */
const options = z.object({
  connectionString: z.string(),
  encryptionKeys: z.string(),
  toolsUrl: z.string(),
  destinationId: z.string(),
  listId: z.string(),
  most: z.number(),
});

const its = options.parse(JSON.parse(process.argv[2] ?? "{}"));
const log = createLog("error");
const parent = connectParent(() => process.exit());
const db = connectDatabase({ connectionString: its.connectionString, poolSize: 8, applicationName: "bench" });
try {
  const host = {
    ...{ db, log, clock: () => new Date(), random: Math.random, fetch },
    env: {
      ENCRYPTION_KEYS: its.encryptionKeys,
      ERASURE_KEYS: its.encryptionKeys,
      TOOLS_EMULATOR_URL: its.toolsUrl,
    },
  };
  const signal = new AbortController().signal;
  const startedMs = performance.now();
  const rssBeforeBytes = process.memoryUsage.rss();
  let turns = 0;
  for (;;) {
    turns++;
    const again = await keepDestination(host, SHOP, its.destinationId, signal);
    const list = await destinationListById(db.pool, SHOP.shopId, its.listId);
    const open = await openJobs(db.pool, SHOP.shopId, its.destinationId);
    if (open.length === 0 && list?.inStepAt && list.comparedAt && list.inStepAt >= list.comparedAt) break;
    if (performance.now() - startedMs > its.most * 1000) break;
    await delay(again?.againAfterMs ?? 100);
  }
  parent.tell({
    type: "ready",
    seconds: (performance.now() - startedMs) / 1000,
    turns,
    rssBeforeBytes,
    peakRssBytes: process.resourceUsage().maxRSS * 1024,
  });
} catch (error) {
  log.error("bench.destinations.failed", errorFields(error));
  parent.tell({ type: "failed", message: error instanceof Error ? (error.stack ?? "") : String(error) });
  if (process.connected) process.disconnect();
  process.exitCode = 1;
} finally {
  await db.close();
}
