import { writeFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { connectDatabase, type Db } from "../../app/db/client.ts";
import { shopSettings, storeSettings } from "../../app/db/queries/pages/settings.ts";
import { shopValuation } from "../../app/db/queries/valuation/customer-value-rows.ts";
import { type ShopRef, shopRef } from "../../app/platform/ids.ts";
import { readSyncView } from "../../app/sync/status/read-sync-view.ts";
import { readCohortsSummary, readShopSummary } from "../../app/valuation/pages/summary.ts";
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
    if (options.countZeroValueOrders) await countZeroValueOrders(db, shop);
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
      understood: programs.shopify.ready.understood,
      notes: programs.shopify.ready.notes,
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

async function countZeroValueOrders(db: Db, { shopId }: ShopRef): Promise<void> {
  await db.transaction(async (tx) => {
    await storeSettings(tx, shopId, { ...(await shopSettings(tx, shopId)), countZeroValueOrders: true });
  });
}

async function install(options: DemoOptions, { shopify, app }: Programs): Promise<void> {
  const name = options.shopDomain.replace(".myshopify.com", "");
  const admin = `${shopify.ready.url}/store/${name}`;
  const post = async (path: string) => {
    const answer = await fetch(admin + path, {
      method: "POST",
      headers: { Origin: shopify.ready.url, "Content-Type": "application/x-www-form-urlencoded" },
      redirect: "manual",
    });
    if (answer.status >= 400) throw new Error(`The local Shopify admin answered ${answer.status} to ${path}`);
    return answer;
  };
  await post("/app/install");
  const sessionToken: unknown = await (await post("/session-token")).json();
  const page = new URL("/app", app.ready.url);
  page.search = new URLSearchParams({
    embedded: "1",
    shop: options.shopDomain,
    host: Buffer.from(`admin.shopify.com/store/${name}`).toString("base64url"),
    id_token: String(sessionToken),
  }).toString();
  const opened = await fetch(page, {
    headers: { "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Report/1.0" },
  });
  if (!opened.ok) throw new Error(`The app's page answered ${opened.status}; see its log`);
  await opened.text();
}

async function backfilled(db: Db, shop: ShopRef, note: (text: string) => void): Promise<void> {
  await until("the backfill", async () => {
    const { state, slices } = await readSyncView(db, shop, new Date());
    const failed = slices.find((slice) => slice.status === "failed");
    if (state === "failed")
      throw new Error(`The backfill failed: ${failed?.failure?.code ?? "see the app's log"}`);
    note(slices.map((slice) => `${slice.resource} ${slice.objectsRead.toLocaleString("en")}`).join(", "));
    return state === "valuing" || state === "current";
  });
}

async function valued(db: Db, { shopId }: ShopRef): Promise<void> {
  await until("the valuation", async () => {
    const valuation = await shopValuation(db.pool, shopId);
    return valuation !== undefined && (valuation.model_id !== null || valuation.learning !== null);
  });
}

async function until(what: string, reached: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + LONGEST_MS;
  while (!(await reached())) {
    if (Date.now() > deadline) throw new Error(`${what} did not end within an hour; see the app's log`);
    await pause(POLL_MS);
  }
}
