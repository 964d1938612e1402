import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { z } from "zod";
import { benchBackfill } from "./backfill.ts";
import { benchPages } from "./pages.ts";
import { openPlace, type Place } from "./place.ts";
import { type BenchReport, type Machine, machineLine, ratioOf, readMachine, tableOf } from "./report.ts";
import { benchWebhooks } from "./webhooks.ts";

const USAGE = `npm run bench -- [backfill] [webhooks] [pages] [options]

  backfill       orders/s of the whole backfill, against COPY alone of the same rows
  webhooks       requests/s and latency of the webhook route, against a bare server that stores a receipt
  pages          p50 and p95 of each page, against one aggregate over the orders
                 (none of the three: all)

  --customers N  size of the shop (default 44000 for backfill, 100000 for pages; not used by webhooks)
  --json FILE    writes the figures there as well`;

interface BenchOptions {
  readonly customers: number | undefined;
}

const BENCHES = {
  backfill: benchBackfill,
  webhooks: benchWebhooks,
  pages: benchPages,
} as const satisfies Record<string, (place: Place, options: BenchOptions) => Promise<BenchReport>>;
type BenchName = keyof typeof BENCHES;

const benchName = z.enum(Object.keys(BENCHES) as [BenchName, ...BenchName[]]);
const customerCount = z.coerce.number().int().min(100).max(10_000_000).optional();

let open: Place | undefined;
let interrupted = false;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { customers: { type: "string" }, json: { type: "string" }, help: { type: "boolean" } },
  });
  if (values.help) return console.log(USAGE);
  const names = positionals.length > 0 ? z.array(benchName).parse(positionals) : benchName.options;
  const options = { customers: customerCount.parse(values.customers) };
  const reports: BenchReport[] = [];
  let machine: Machine | undefined;
  for (const name of names) {
    console.log(name);
    const place = await openPlace();
    open = place;
    try {
      machine ??= await readMachine(place.db.pool);
      const report = await BENCHES[name](place, options);
      reports.push(report);
      for (const sentence of report.about) console.log(`  ${sentence}`);
      console.log(`\n${tableOf(report.figures)}\n`);
    } finally {
      await place.close();
    }
  }
  if (!machine) return;
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
