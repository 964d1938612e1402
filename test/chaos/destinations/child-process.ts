import { connectDatabase } from "../../../app/db/client.ts";
import { startQueue } from "../../../app/jobs/queue.ts";
import { createLog } from "../../../app/platform/log.ts";
import { createMetrics } from "../../../app/platform/metrics.ts";
import { connectParent } from "../../../app/platform/parent.ts";
import { Random } from "../../shopify/generator/random.ts";
import { startApp } from "./app.ts";
import { childOptions, childOrder } from "./child-words.ts";
import { queueOf } from "./driven-queue.ts";
import { startMortalProcess } from "./mortal-process.ts";
import { TICK_MS } from "./place.ts";

/** A process of the app in a life, to be really killed: it runs the jobs that it is told to. */
const parent = connectParent(() => process.exit());
const { connectionString, applicationName, seed, ...place } = childOptions.parse(
  JSON.parse(process.argv[2] ?? ""),
);
const queue = await startQueue({
  ...{ connectionString, log: createLog("silent"), metrics: createMetrics() },
  ...{ poolSize: 1, supervise: false },
});
const mortal = startMortalProcess({
  ...{ connectionString, applicationName },
  admin: connectDatabase({ connectionString, applicationName: `${applicationName} admin`, poolSize: 1 }),
  onKill: () => process.kill(process.pid, "SIGKILL"),
});
const waking = new Set<Promise<unknown>>();
const { jobs, work } = queueOf(mortal, queue, waking);
const random = new Random(seed);
/** Moved on by what the test says, and by each request, as there. */
let nowMs = 0;
await startApp(place, mortal, jobs, {
  clock: () => new Date(nowMs),
  log: createLog("silent"),
  random: () => random.next(),
  onRequest(change) {
    if (change > 0) nowMs += TICK_MS;
  },
});
process.on("message", (message) => {
  const order = childOrder.parse(message);
  if (order.type === "strike") {
    const { point, after } = order;
    if (order.isDeath) mortal.dieAt(point, after);
    else mortal.loseConnectionsAt(point, after);
    return;
  }
  nowMs = order.nowMs;
  work(order.job).then(
    async (again) => {
      await Promise.all(waking);
      parent.tell({ type: "ended", againAfterMs: again ? again.againAfterMs : null, failure: null });
    },
    (error: unknown) => {
      const isFinal = error instanceof Error && "retry" in error && error.retry === "never";
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
      parent.tell({ type: "ended", againAfterMs: null, failure: { message, isFinal } });
    },
  );
});
parent.tell({ type: "ready" });
