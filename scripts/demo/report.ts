import { writeFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { connectDatabase, type Db } from "../../app/db/client.ts";
import { type ShopRef, shopRef } from "../../app/platform/ids.ts";
import { readSyncView } from "../../app/sync/read-sync-view.ts";
import { saveSettings } from "../../app/valuation/settings.ts";
import { readCohortsSummary, readShopSummary } from "../../app/valuation/summary.ts";
import type { DemoOptions } from "./options.ts";
import type { Programs } from "./programs.ts";
import type { Steps } from "./steps.ts";

const POLL_MS = 100;
const LONGEST_MS = 60 * 60_000;

/**
 * The whole chain without a browser: the app's page is opened with a session token as the Shopify admin would, which
 * exchanges the token and begins the backfill; then the figures are read through the functions that the pages use.
 */
export async function writeReport(
  options: DemoOptions,
  file: string,
  programs: Programs,
  steps: Steps,
): Promise<"done"> {
  const shop = shopRef(options.shopDomain);
  const db = connectDatabase({
    connectionString: programs.app.ready.connectionString,
    applicationName: "report",
  });
  const wallSeconds: Record<string, number> = {};
  const timed = async <T>(
    stage: string,
    name: string,
    work: (note: (text: string) => void) => Promise<T>,
  ) => {
    const startedAt = performance.now();
    const result = await steps.run(name, work);
    wallSeconds[stage] = Math.round(performance.now() - startedAt) / 1_000;
    return result;
  };
  try {
    await timed("install", "Install: token exchange", () => install(options, programs));
    await timed("backfill", "Backfill: customers and orders", (note) => backfilled(db, shop, note));
    await timed("valuation", "Valuation", () => valued(db, shop));
    const summary = await readShopSummary(db, shop);
    const { windows, ...figures } = summary;
    const report = {
      ...figures,
      windows: Object.fromEntries(
        windows.map((window) => [
          window.days,
          { customers: window.customers, averageClvMinor: window.averageMinor },
        ]),
      ),
      ...(await readCohortsSummary(db, shop)),
      refusedRows: programs.shopify.ready.refused.length,
      wallSeconds,
      peakRssBytes: await programs.app.peakRssBytes(),
    };
    writeFileSync(file, `${JSON.stringify(report, null, 1)}\n`);
    console.log(`  Figures written to ${file}`);
    return "done";
  } finally {
    await db.close();
  }
}
