import { connectDatabase } from "../../../app/db/client.ts";
import { sessionTable } from "../../../app/db/queries/source/sessions.ts";
import { startQueue } from "../../../app/jobs/queue.ts";
import { shopRef } from "../../../app/platform/ids.ts";
import { createLog } from "../../../app/platform/log.ts";
import { createMetrics } from "../../../app/platform/metrics.ts";
import { createShopify } from "../../../app/shopify/app.ts";
import { readHistory } from "../../../app/sync/history/backfill.ts";

/** A process of its own that reads a shop's history, to be killed while it does. */
const [
  connectionString = "",
  emulatorUrl = "",
  domain = "",
  encryptionKeys = "",
  apiKey = "",
  apiSecret = "",
] = process.argv.slice(2);
const log = createLog("silent");
const metrics = createMetrics();
const db = connectDatabase({ connectionString });
const jobs = await startQueue({ connectionString, log, metrics, supervise: false });
const shopify = createShopify({
  apiKey,
  apiSecret,
  appUrl: "http://127.0.0.1:1",
  emulatorUrl,
  encryptionKeys,
  sessions: sessionTable(db.prisma),
  log,
  metrics,
  onAuthenticated: async () => {},
  isInstalled: async () => true,
});
const clock = () => new Date("2026-06-01T12:00:00Z");
const runtime = {
  env: { ERASURE_KEYS: encryptionKeys, ENCRYPTION_KEYS: encryptionKeys },
  db,
  jobs,
  shopify,
  clock,
  log,
  metrics,
};
await readHistory(runtime, shopRef(domain));
await jobs.stop();
await db.close();
