import { describe, expect } from "vitest";
import type { Db } from "../../../app/db/client.ts";
import { installedGeneration } from "../../../app/db/fence.ts";
import { recordInstallation, uninstallShop } from "../../../app/db/queries/source/shops.ts";
import { signDownload } from "../../../app/exports/download-link.ts";
import { listExports, requestExport } from "../../../app/exports/exports.ts";
import { readEnvironment } from "../../../app/platform/config.ts";
import type { ShopRef } from "../../../app/platform/ids.ts";
import { action, loader } from "../../../app/routes/exports.$exportId.ts";
import type { Runtime } from "../../../app/runtime.ts";
import { aShopOf, type Member } from "../../builders/segment-shop.ts";
import { test } from "../database.ts";

const TODAY = "2024-12-31";
const NOON = new Date(`${TODAY}T12:00:00Z`);
const env = readEnvironment({
  SHOPIFY_API_KEY: "key",
  SHOPIFY_API_SECRET: "a secret of sixteen or more",
  SHOPIFY_APP_URL: "https://app.example",
  ENCRYPTION_KEYS: `one:${Buffer.alloc(32, 1).toString("base64")}`,
});

const subscribers = (count: number): Member[] =>
  Array.from({ length: count }, (_, index) => ({
    email: `reader${index}@example.com`,
    consent: "SUBSCRIBED",
  }));

async function aRequest(db: Db, shop: ShopRef): Promise<string> {
  return requestExport(db, shop, {
    audience: "leads",
    columns: ["email"],
    format: "csv",
    requestedBy: "7",
    now: NOON,
  });
}

interface Visit {
  readonly shop: ShopRef;
  readonly exportId: string;
  readonly token?: string;
  readonly now?: Date;
  readonly method?: string;
  readonly signal?: AbortSignal;
}

async function signed(db: Db, { shopId }: ShopRef, exportId: string): Promise<string> {
  const generation = (await installedGeneration(db.pool, shopId)) ?? 0;
  return signDownload(env.SHOPIFY_API_SECRET, { shopId, exportId, generation }, NOON);
}

async function visit(db: Db, { shop, exportId, now = NOON, method = "POST", signal, ...given }: Visit) {
  const token = given.token ?? (await signed(db, shop, exportId));
  const query = new URLSearchParams({ shop: shop.domain, token });
  // The route takes these three out of the runtime and nothing else.
  const app = { env, db, clock: () => now } satisfies Partial<Runtime> as Runtime;
  return (method === "POST" ? action : loader)({
    request: new Request(`https://app.example/exports/${exportId}?${query}`, {
      method,
      signal: signal ?? null,
    }),
    params: { exportId },
    context: { app, reference: exportId },
  });
}

const statusOf = async (db: Db, shop: ShopRef, exportId: string) =>
  (await listExports(db, shop)).records.find((record) => record.exportId === exportId)?.status;

describe("the download of an export", () => {
  test("a valid link gives a file named after segment and day, and its record says who went", async ({
    db,
  }) => {
    const unsubscribed = { email: "gone@example.com", consent: "UNSUBSCRIBED" };
    const shop = await aShopOf(db, TODAY, [...subscribers(2), unsubscribed]);
    const exportId = await aRequest(db, shop);
    const response = await visit(db, { shop, exportId });
    expect(response.status).toBe(200);
    expect(response.headers.get("Content-Disposition")).toBe('attachment; filename="leads-2024-12-31.csv"');
    const lines = (await response.text()).trimEnd().split("\r\n");
    expect(lines.toSorted()).toEqual(["email", "reader0@example.com", "reader1@example.com"]);
    expect((await listExports(db, shop)).records).toMatchObject([{ exportId, status: "done", included: 2 }]);
  });

  test("a link works once", async ({ db }) => {
    const shop = await aShopOf(db, TODAY, subscribers(1));
    const exportId = await aRequest(db, shop);
    await (await visit(db, { shop, exportId })).text();
    const again = await visit(db, { shop, exportId });
    expect(again.status).toBe(410);
    expect(await again.text()).toMatch(/^This download link is not valid/);
  });

  test("an expired or forged link, or one of another shop or export, gives nothing and spends nothing", async ({
    db,
  }) => {
    const shop = await aShopOf(db, TODAY, subscribers(1));
    const other = await aShopOf(db, TODAY, subscribers(1));
    const exportId = await aRequest(db, shop);
    const foreign = await aRequest(db, other);
    const token = await signed(db, shop, exportId);
    const later = new Date(NOON.getTime() + 3_600_000);
    const visits: Visit[] = [
      { shop, exportId, now: later },
      { shop, exportId, token: "1.forged" },
      { shop, exportId: foreign, token },
      { shop: other, exportId, token },
      { shop, exportId: "not-an-id", token },
    ];
    const statuses = [];
    for (const each of visits) statuses.push((await visit(db, each)).status);
    expect(statuses).toEqual([410, 403, 403, 403, 404]);
    expect(await statusOf(db, shop, exportId)).toBe("requested");
    expect(await statusOf(db, other, foreign)).toBe("requested");
  });

  test("a link of before the app was removed opens nothing after it was installed again", async ({ db }) => {
    const shop = await aShopOf(db, TODAY, subscribers(1));
    const exportId = await aRequest(db, shop);
    const token = await signed(db, shop, exportId);
    await db.transaction((tx) => uninstallShop(tx, shop.shopId, NOON));
    expect((await visit(db, { shop, exportId, token })).status).toBe(403);
    await db.transaction((tx) => recordInstallation(tx, shop, "", NOON));
    expect((await visit(db, { shop, exportId, token })).status).toBe(403);
    expect(await statusOf(db, shop, exportId)).toBe("requested");
  });

  test("a request for the headers only does not spend the link", async ({ db }) => {
    const shop = await aShopOf(db, TODAY, subscribers(1));
    const exportId = await aRequest(db, shop);
    expect((await visit(db, { shop, exportId, method: "HEAD" })).status).toBe(405);
    expect(await statusOf(db, shop, exportId)).toBe("requested");
  });

  test("a link that is opened is spent by its button alone", async ({ db }) => {
    const shop = await aShopOf(db, TODAY, subscribers(1));
    const exportId = await aRequest(db, shop);
    for (let time = 0; time < 2; time++) {
      const preview = await visit(db, { shop, exportId, method: "GET" });
      expect([preview.status, preview.headers.get("Content-Type")]).toEqual([
        200,
        "text/html; charset=utf-8",
      ]);
      expect(await preview.text()).toMatch(/<form method="post"><button>Download CSV/);
    }
    expect((await visit(db, { shop, exportId, method: "GET", token: "1.forged" })).status).toBe(403);
    expect(await statusOf(db, shop, exportId)).toBe("requested");
    const file = await visit(db, { shop, exportId });
    expect(await file.text()).toBe("email\r\nreader0@example.com\r\n");
    expect((await visit(db, { shop, exportId })).status).toBe(410);
  });

  test("a reader who leaves stops the file, and the record says so", async ({ db }) => {
    const shop = await aShopOf(db, TODAY, subscribers(2_500));
    const exportId = await aRequest(db, shop);
    const leaving = new AbortController();
    const response = await visit(db, { shop, exportId, signal: leaving.signal });
    const reader = response.body?.getReader();
    await reader?.read();
    leaving.abort();
    await expect(
      (async () => {
        while (!(await reader?.read())?.done);
      })(),
    ).rejects.toThrow();
    await expect.poll(() => statusOf(db, shop, exportId)).toBe("failed");
  });
});
