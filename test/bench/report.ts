import { cpus, totalmem } from "node:os";
import { type Queryable, rows } from "../../app/db/client.ts";

/** One measured quantity. A ratio is the app's figure over the baseline's, both of this run. */
export interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly app: number;
  /** Null where there is nothing plain to compare with. */
  readonly baseline: number | null;
  /** Whether a ratio above 1 is good. */
  readonly better: "higher" | "lower";
  /** Present where the figures are 95th percentiles. */
  readonly medians?: { readonly app: number; readonly baseline: number | null };
}

export interface BenchReport {
  readonly bench: string;
  /** What was measured on what, and what counts, in sentences. */
  readonly about: readonly string[];
  readonly figures: readonly Figure[];
}

export function ratioOf({ app, baseline }: Figure): number | null {
  return baseline === null || baseline === 0 ? null : app / baseline;
}

export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGib: number;
  readonly node: string;
  /** Null where no benchmark needed one. */
  readonly postgres: string | null;
}

export async function readPostgresVersion(on: Queryable): Promise<string> {
  const [server] = await rows<{ version: string }>(on, "select current_setting('server_version') as version");
  return server?.version ?? "unknown";
}

export function readMachine(postgres: string | null): Machine {
  return {
    processor: cpus()[0]?.model.trim() ?? "unknown",
    cores: cpus().length,
    memoryGib: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    postgres,
  };
}

export function machineLine(machine: Machine): string {
  const { processor, cores, memoryGib, node, postgres } = machine;
  return `${processor}, ${cores} cores, ${memoryGib} GiB; Node ${node}${postgres ? `, PostgreSQL ${postgres}` : ""}`;
}

function digits(value: number): string {
  const places = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return value.toLocaleString("en", { minimumFractionDigits: places, maximumFractionDigits: places });
}

const shown = (value: number | null | undefined) => (value == null ? "-" : digits(value));

/** The figures as a table of text: numbers to the right, a column as wide as its widest cell. */
export function tableOf(figures: readonly Figure[]): string {
  const spread = figures.some((figure) => figure.medians);
  const head = [
    "",
    "unit",
    ...(spread ? ["app p50", "app p95", "baseline p50", "baseline p95"] : ["app", "baseline"]),
  ];
  const cells = figures.map((figure) => {
    const ratio = ratioOf(figure);
    const { app, baseline, medians } = figure;
    const values = spread ? [medians?.app, app, medians?.baseline, baseline] : [app, baseline];
    const judged = ratio === null ? ["-", "-"] : [ratio.toFixed(ratio < 0.1 ? 3 : 2), figure.better];
    return [figure.name, figure.unit, ...values.map(shown), ...judged];
  });
  const titles = [...head, "ratio", "better"];
  const widths = titles.map((title, at) =>
    Math.max(title.length, ...cells.map((row) => row[at]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    row
      .map((text, at) => (at < 2 ? text.padEnd(widths[at] ?? 0) : text.padStart(widths[at] ?? 0)))
      .join("  ")
      .trimEnd();
  return [titles, ...cells].map((row) => `  ${line(row)}`).join("\n");
}
