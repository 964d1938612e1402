import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/*
 * No label holds a shop, a person, an id or a message: each value of a label is a series that is kept for as long as the process lives and sent
 * with each scrape, so labels take their values only from lists in the code. Which shop it was is in the log.
 */
const NAMES = "klantwaarde_";

const ANSWER_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
const LAG_SECONDS = [0.25, 0.5, 1, 2, 3, 5, 10, 30, 60, 300, 900, 3_600, 86_400];
const WORK_SECONDS = [0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60, 300, 900, 3_600];
const WAIT_SECONDS = [0.1, 0.5, 1, 2, 5, 10, 30, 60, 120];

export interface MetricDescription {
  readonly name: string;
  readonly kind: "counter" | "gauge" | "histogram";
  readonly help: string;
  readonly labels: readonly string[];
}

/** What a process counts, for Prometheus. Made once where the runtime is made and passed on like the log. */
export function createMetrics() {
  const registers = [new Registry()];
  const [registry] = registers as [Registry];
  const described: MetricDescription[] = [];
  const named = <Label extends string>(
    kind: MetricDescription["kind"],
    name: string,
    help: string,
    labelNames: readonly Label[],
  ) => {
    described.push({ name: NAMES + name, kind, help, labels: labelNames });
    return { name: NAMES + name, help, labelNames, registers };
  };
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Counter(named("counter", name, help, labelNames));
  const gauge = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Gauge(named("gauge", name, help, labelNames));
  const histogram = <Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[],
    buckets: number[],
  ) => new Histogram({ ...named("histogram", name, help, labelNames), buckets });

  return {
    registry,
    /** What docs/operations.md says of them. */
    described,
    webhooks: counter(
      "webhooks_received_total",
      "Webhooks by topic and outcome: new, repeated, unknown_shop, failed, or refused_ and why",
      ["topic", "outcome"],
    ),
    webhookSeconds: histogram(
      "webhook_answer_seconds",
      "From the beginning of a webhook's request to its answer",
      [],
      ANSWER_SECONDS,
    ),
    storedLag: histogram(
      "change_to_stored_seconds",
      "From a change in Shopify to the commit that stores it, of rows that are read singly",
      ["resource"],
      LAG_SECONDS,
    ),
    valuedLag: histogram(
      "change_to_value_seconds",
      "From a change in Shopify to the commit of the customer values that follow from it",
      [],
      LAG_SECONDS,
    ),
    drift: counter(
      "drift_rows_total",
      "Rows found to differ from Shopify's, by what found them (watermark, months, everything) and how they differ",
      ["resource", "found_by", "kind"],
    ),
    repaired: counter("repaired_rows_total", "Rows that had been found to differ and were corrected", [
      "resource",
    ]),
    refusedRows: counter(
      "refused_rows_total",
      "Input that could not be used, by where it came from and why",
      ["origin", "reason"],
    ),
    jobs: counter(
      "jobs_total",
      "Runs of jobs by outcome: done, again (goes on later), stepped_back (not its turn), left (to a waiting job), failed (is tried again), given_up, stopped",
      ["job", "outcome"],
    ),
    jobSeconds: histogram(
      "job_seconds",
      "How long runs of jobs took, whatever their outcome",
      ["job"],
      WORK_SECONDS,
    ),
    deadLetters: gauge(
      "dead_letters",
      "Jobs that were given up and wait to be looked at, in the database: the same number in every process",
      [],
    ),
    dirtyRows: gauge(
      "dirty_rows",
      "Rows that wait to be read again (orders, customers) or valued (values), in the database",
      ["rows"],
    ),
    costPoints: counter(
      "shopify_cost_points_total",
      "Points that Shopify charged for queries, by operation",
      ["operation"],
    ),
    throttleWait: histogram(
      "shopify_throttle_wait_seconds",
      "How long queries waited for points, each wait by itself",
      [],
      WAIT_SECONDS,
    ),
    fitSeconds: histogram(
      "fit_seconds",
      "How long the choice and fit of a shop's model took, by what came of it",
      ["outcome"],
      WORK_SECONDS,
    ),
    connections: gauge("database_connections", "Connections of each pool that are in_use or idle", [
      "pool",
      "state",
    ]),
    waitingForConnection: gauge(
      "database_waiting",
      "Requests and jobs that wait for a connection of each pool",
      ["pool"],
    ),
  };
}

export type Metrics = ReturnType<typeof createMetrics>;

/** Memory, processor time, event loop and garbage collection of the process, under the names that Node's programs share. */
export function countProcess({ registry }: Metrics): void {
  collectDefaultMetrics({ register: registry });
}
