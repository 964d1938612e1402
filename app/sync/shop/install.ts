import type { Session } from "@shopify/shopify-api";
import { addAuditEntry } from "../../db/queries/audit.ts";
import { recordInstallation } from "../../db/queries/source/shops.ts";
import { areRead } from "../../db/queries/sync/progress.ts";
import { removeTrouble } from "../../db/queries/sync/trouble.ts";
import { backfillJob } from "../../jobs/definitions/backfill.ts";
import { shopRef } from "../../platform/ids.ts";
import { RESOURCES, type SyncRuntime } from "../runtime.ts";

/**
 * What follows a token exchange. It runs after every exchange, about once an hour, and twice at once when a page loads for the first
 * time; only the first call for an installation finds something to do. Throws ShopIdCollision.
 */
export async function installShop(
  runtime: Omit<SyncRuntime, "shopify">,
  session: Pick<Session, "shop" | "scope">,
): Promise<void> {
  const { db, jobs, clock, log } = runtime;
  const shop = shopRef(session.shop);
  const outcome = await db.transaction(async (tx) => {
    const recorded = await recordInstallation(tx, shop, session.scope ?? "", clock());
    // After a reinstallation the same job reads what happened in between.
    if (recorded !== "already" || !(await areRead(tx, shop.shopId, RESOURCES))) {
      await jobs.enqueue(backfillJob, { shop: shop.domain, catchUp: recorded === "again" }, { tx });
    }
    if (recorded !== "already") {
      const details = { again: recorded === "again" };
      await addAuditEntry(tx, shop.shopId, {
        at: clock(),
        actor: "shopify",
        action: "app.installed",
        details,
      });
    }
    return recorded;
  });
  // The merchant has opened the app, and Shopify has given it new tokens: what waited for them goes on.
  if (await removeTrouble(db.pool, shop.shopId, ["tokens_refused"])) await jobs.hurryShop(shop.domain);
  if (outcome !== "already") log.info("shop.installed", { shop: shop.domain, outcome });
}
