import type { Db } from "../../app/db/client.ts";
import { createMetrics } from "../../app/platform/metrics.ts";
import type { ValuationHost } from "../../app/valuation/compute/refresh.ts";

/** Values shops at noon (UTC) of a day, without logging. */
export function valuationHost(db: Db, today: string): ValuationHost {
  const silent = { debug() {}, info() {}, warn() {}, error() {} };
  return { db, clock: () => new Date(`${today}T12:00:00Z`), log: silent, metrics: createMetrics() };
}
