import { join } from "node:path";
import { z } from "zod";
import { startChild } from "../../scripts/demo/child.ts";
import { freePort } from "../../scripts/demo/free-port.ts";
import { type Place, ROOT } from "./place.ts";
import { appEnvironment, startShopify } from "./programs.ts";
import type { BenchReport } from "./report.ts";
import { median } from "./samples.ts";

/** About 100,000 orders of the generated shop. */
export const BACKFILL_CUSTOMERS = 44_000;
const ROUNDS = 3;

/** What `backfill-program.ts` answers. */
const measured = z.object({
  type: z.literal("ready"),
  producedSeconds: z.number(),
  fileBytes: z.number(),
  rows: z.object({ customers: z.number(), orders: z.number(), lines: z.number(), refunds: z.number() }),
  refetched: z.number(),
  rssBeforeBytes: z.number(),
  peakRssBytes: z.number(),
  backfillSeconds: z.array(z.number()),
  copySeconds: z.array(z.number()),
});

const MEBIBYTE = 2 ** 20;

export async function benchBackfill(
  place: Place,
  options: { readonly customers: number | undefined },
): Promise<BenchReport> {
  const appUrl = `http://127.0.0.1:${await freePort()}`;
  console.log("  making the shop");
  const shopify = await startShopify(place, options.customers ?? BACKFILL_CUSTOMERS, appUrl);
  const program = await startChild({
    name: "The backfill",
    file: join(ROOT, "test/bench/backfill-program.ts"),
    args: [JSON.stringify({ rounds: ROUNDS, folder: place.folder })],
    env: appEnvironment(place, { app: appUrl, shopify: shopify.ready.url }),
    logFile: join(place.folder, "logs/backfill.log"),
    readySchema: measured,
    onProgress: (text) => console.log(`  ${text}`),
  });
  const { ready } = program;
  await program.stop();
  await shopify.stop();
  const { rows } = ready;
  const rate = (seconds: readonly number[]) => rows.orders / median(seconds);
  const count = (value: number) => value.toLocaleString("en");
  return {
    bench: "backfill",
    about: [
      `${count(rows.orders)} orders, ${count(rows.lines)} lines, ${count(rows.refunds)} refunds and ${count(rows.customers)} customers in files of ${count(Math.round(ready.fileBytes / MEBIBYTE))} MiB.`,
      `App: both files over HTTP from the local Shopify admin, mapped, staged by COPY, merged. Baseline: COPY alone of the same rows from files into the same tables with their indexes and foreign keys. Median of ${ROUNDS} alternating rounds.`,
      `Not counted: the ${ready.producedSeconds.toFixed(1)} s that the local Shopify admin took to write the files, the single refetch of ${count(ready.refetched)} orders with several refunds, and the valuation.`,
    ],
    figures: [
      {
        name: "whole backfill",
        unit: "orders/s",
        app: rate(ready.backfillSeconds),
        baseline: rate(ready.copySeconds),
        better: "higher",
      },
      {
        name: "whole backfill",
        unit: "s",
        app: median(ready.backfillSeconds),
        baseline: median(ready.copySeconds),
        better: "lower",
      },
      {
        name: "memory of the process before",
        unit: "MiB",
        app: ready.rssBeforeBytes / MEBIBYTE,
        baseline: null,
        better: "lower",
      },
      {
        name: "memory of the process, peak",
        unit: "MiB",
        app: ready.peakRssBytes / MEBIBYTE,
        baseline: null,
        better: "lower",
      },
    ],
  };
}
