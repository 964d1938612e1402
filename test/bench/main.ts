import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { z } from "zod";
import { benchBackfill } from "./backfill.ts";
import { benchClv } from "./clv.ts";
import { benchDestinations } from "./destinations.ts";
import { benchPages } from "./pages.ts";
import { openPlace, type Place } from "./place.ts";
import {
  type BenchReport,
  machineLine,
  ratioOf,
  readMachine,
  readPostgresVersion,
  tableOf,
} from "./report.ts";
import { benchSegments } from "./segments.ts";
import { benchSync } from "./sync.ts";
import { benchWebhooks } from "./webhooks.ts";

const USAGE = `npm run bench -- [backfill] [webhooks] [sync] [pages] [segments] [clv] [destinations] [options]

  backfill       orders/s of the whole backfill, against COPY alone of the same rows
  webhooks       requests/s and latency of the webhook route, against a bare server that stores a receipt
  sync           lag from an order in Shopify to the stored order and value, at 2, 20 and 100 orders/s of three shops
                 beside a sick one; points of Shopify's API for 1,000 orders
  pages          p50 and p95 of each page, against one aggregate over the orders
  segments       rules over a million customers, against one aggregate over the same table
  clv            fit and score of every model, against textbook formulas
  destinations   people/s from a segment to each local mailing tool, against what the tool's own limits allow; what is sent when
                 nothing and when a hundredth has changed
                 (none of the seven: all)

  --customers N  size of the shop (default 44000 for backfill, 100000 for pages and destinations, 1000000 for segments, 2357, 100000 and
                 1000000 for clv; not used by webhooks and sync)
  --seconds N    how long sync places orders at each rate (default 60)
  --json FILE    writes the figures there as well`;

interface BenchOptions {
  readonly customers: number | undefined;
  readonly seconds: number | undefined;
}

let open: Place | undefined;
let interrupted = false;
let postgres: string | null = null;

type Bench = (options: BenchOptions) => Promise<BenchReport>;

/** With a database server of its own. */
function onPlace(bench: (place: Place, options: BenchOptions) => Promise<BenchReport>): Bench {
  return async (options) => {
    const place = await openPlace();
    open = place;
    try {
      postgres ??= await readPostgresVersion(place.db.pool);
      return await bench(place, options);
    } finally {
      await place.close();
    }
  };
}

const BENCHES = {
  backfill: onPlace(benchBackfill),
  webhooks: onPlace(benchWebhooks),
  sync: onPlace(benchSync),
  pages: onPlace(benchPages),
  segments: onPlace(benchSegments),
  clv: benchClv,
  destinations: onPlace(benchDestinations),
} as const satisfies Record<string, Bench>;
type BenchName = keyof typeof BENCHES;

const benchName = z.enum(Object.keys(BENCHES) as [BenchName, ...BenchName[]]);
const customerCount = z.coerce.number().int().min(100).max(10_000_000).optional();
const secondCount = z.coerce.number().int().min(5).max(3600).optional();

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      customers: { type: "string" },
      seconds: { type: "string" },
      json: { type: "string" },
      help: { type: "boolean" },
    },
  });
  if (values.help) return console.log(USAGE);
  const names = positionals.length > 0 ? z.array(benchName).parse(positionals) : benchName.options;
  const options = {
    customers: customerCount.parse(values.customers),
    seconds: secondCount.parse(values.seconds),
  };
  const reports: BenchReport[] = [];
  for (const name of names) {
    console.log(name);
    const report = await BENCHES[name](options);
    reports.push(report);
    for (const sentence of report.about) console.log(`  ${sentence}`);
    console.log(`\n${tableOf(report.figures)}\n`);
  }
  const machine = readMachine(postgres);
  console.log(machineLine(machine));
  if (!values.json) return;
  const benches = reports.map(({ figures, ...report }) => ({
    ...report,
    figures: figures.map((figure) => ({ ...figure, ratio: ratioOf(figure) })),
  }));
  writeFileSync(
    values.json,
    `${JSON.stringify({ at: new Date().toISOString(), machine, benches }, null, 1)}\n`,
  );
}

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    interrupted = true;
    console.error("\nstopping");
    void (open?.close() ?? Promise.resolve()).finally(() => process.exit(130));
  });
}
main().catch((error: unknown) => {
  if (interrupted) return;
  console.error(error instanceof z.ZodError ? `${z.prettifyError(error)}\n\n${USAGE}` : error);
  process.exitCode = 1;
});
