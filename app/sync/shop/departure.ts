import { addAuditEntry } from "../../db/queries/audit.ts";
import { removeSessions, sessionStamp } from "../../db/queries/source/sessions.ts";
import { lockShop, uninstallShop } from "../../db/queries/source/shops.ts";
import { abandonSlices } from "../../db/queries/sync/progress.ts";
import { shopRedactionJob } from "../../jobs/definitions/shop-redaction.ts";
import type { ShopRef } from "../../platform/ids.ts";
import { AdminUnauthorized, ShopNotInstalled } from "../../shopify/errors.ts";
import { shopFacts } from "../../shopify/operations/shop.ts";
import type { SyncRuntime } from "../runtime.ts";

/** The shop's sessions changed while Shopify was being asked about it, or cannot be read. */
class SessionUnclear extends Error {
  readonly retry = "later";
  constructor(domain: string) {
    super(
      `the sessions of ${domain} changed, or cannot be read; whether it has removed the app is asked again`,
    );
    this.name = "SessionUnclear";
  }
}

/**
 * What follows `app/uninstalled` and, with `redact`, `shop/redact`. Whoever has one signed body of a shop can send either again, and a
 * late one may come after the app was installed again: so Shopify is asked, with the tokens that the app has. A shop whose tokens work
 * has not left, and nothing happens to it. Errors of Shopify are thrown: the job is tried again.
 */
export async function followDeparture(
  runtime: SyncRuntime,
  shop: ShopRef,
  { redact, origin }: { readonly redact: boolean; readonly origin?: string | undefined },
  signal?: AbortSignal,
): Promise<void> {
  const { db, jobs, clock, log } = runtime;
  const stamp = await sessionStamp(db.pool, shop.shopId);
  if (await tokensWork(runtime, shop, stamp !== "", signal)) {
    log.warn("shop.departure_refused", { shop: shop.domain, redact });
    return;
  }
  const uninstalled = await db.transaction(async (tx) => {
    const stored = await lockShop(tx, shop.shopId);
    if (!stored) return false;
    // A refused token ends its session, so none may be left; another one means that the app was opened again.
    const left = await sessionStamp(tx, shop.shopId);
    if (left !== "" && left !== stamp) throw new SessionUnclear(shop.domain);
    const now = clock();
    const changed = await uninstallShop(tx, shop.shopId, now);
    if (changed) {
      await removeSessions(tx, shop.shopId);
      await abandonSlices(tx, shop.shopId, now, "the app was uninstalled");
      await addAuditEntry(tx, shop.shopId, { at: now, actor: "shopify", action: "app.uninstalled" });
    }
    if (redact) await jobs.enqueue(shopRedactionJob, { shop: shop.domain, origin }, { tx });
    return changed;
  });
  if (uninstalled) log.info("shop.uninstalled", { shop: shop.domain });
}

async function tokensWork(
  runtime: SyncRuntime,
  shop: ShopRef,
  hasSession: boolean,
  signal?: AbortSignal,
): Promise<boolean> {
  try {
    const admin = await runtime.shopify.adminFor(shop);
    await admin.query(shopFacts, {}, signal);
    return true;
  } catch (error) {
    if (error instanceof ShopNotInstalled && hasSession) throw new SessionUnclear(shop.domain);
    if (error instanceof ShopNotInstalled || error instanceof AdminUnauthorized) return false;
    throw error;
  }
}
