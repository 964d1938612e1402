import { addAuditEntry } from "../../db/queries/audit.ts";
import { removeSessions, sessionStamp } from "../../db/queries/source/sessions.ts";
import { lockShop, readShop, uninstallShop } from "../../db/queries/source/shops.ts";
import { abandonSlices } from "../../db/queries/sync/progress.ts";
import type { TroubleKind } from "../../db/queries/sync/trouble.ts";
import { shopRedactionJob } from "../../jobs/definitions/shop-redaction.ts";
import type { Again } from "../../jobs/queue.ts";
import type { ShopRef } from "../../platform/ids.ts";
import {
  AdminQueryError,
  AdminUnauthorized,
  AdminUnavailable,
  ShopNotInstalled,
  UnexpectedAnswer,
} from "../../shopify/errors.ts";
import { shopFacts } from "../../shopify/operations/shop.ts";
import type { SyncRuntime } from "../runtime.ts";
import { installShop } from "./install.ts";
import { recordTrouble } from "./trouble.ts";

const DAY_MS = 86_400_000;
/** How long Shopify has to have been unable to say anything of a shop before a departure of it is believed unasked. */
export const UNASKED_MS = DAY_MS;
/**
 * How long a shop that was believed to have left unasked can still come back by opening the app, before `shop/redact` erases it. Shopify
 * allows 30 days.
 */
export const GRACE_MS = 7 * DAY_MS;

/** The shop's sessions changed while Shopify was being asked about it. */
class SessionUnclear extends Error {
  readonly retry = "later";
  constructor(domain: string) {
    super(`the sessions of ${domain} changed; whether it has removed the app is asked again`);
    this.name = "SessionUnclear";
  }
}

/** Shopify could not be asked, and why. */
interface Unasked {
  readonly kind: TroubleKind;
  readonly detail: string;
}

/**
 * What follows `app/uninstalled` and, with `redact`, `shop/redact`. Whoever has one signed body of a shop can send either again, and a
 * late one may come after the app was installed again: so Shopify is asked, with the tokens that the app has. A shop whose tokens work
 * has not left, and nothing happens to it.
 *
 * Where Shopify cannot be asked, because no key opens the shop's session or no answer comes, the webhook is all that Shopify says: the
 * question is put again at growing intervals, and after `UNASKED_MS` the shop counts as one that has left, which opening the app undoes.
 * Its sessions stay, so that a question with them can still find it there. `GRACE_MS` later `shop/redact` is believed too.
 */
export async function followDeparture(
  runtime: SyncRuntime,
  shop: ShopRef,
  { redact, origin }: { readonly redact: boolean; readonly origin?: string | undefined },
  signal?: AbortSignal,
): Promise<Again | undefined> {
  const { db, jobs, clock, log } = runtime;
  const stamp = await sessionStamp(db.pool, shop.shopId);
  const said = await askShopify(runtime, shop, stamp, signal);
  if (said === "here") return keepShop(runtime, shop, redact);
  let againAfterMs = 0;
  if (said !== "left") {
    const trouble = await recordTrouble(runtime, shop, said.kind, said.detail);
    // A shop that is erased already has no troubles, and nothing to ask about.
    if (!trouble) return;
    againAfterMs = trouble.againAfterMs;
    if (clock().getTime() - trouble.since.getTime() < UNASKED_MS) return { againAfterMs };
  }
  const outcome = await db.transaction(async (tx) => {
    if (!(await lockShop(tx, shop.shopId))) return { uninstalled: false, waits: false };
    // A refused token ends its session, so none may be left; another one means that the app was opened again.
    const left = await sessionStamp(tx, shop.shopId);
    if (left !== "" && left !== stamp) throw new SessionUnclear(shop.domain);
    const now = clock();
    const uninstalled = await uninstallShop(tx, shop.shopId, now);
    if (uninstalled) {
      if (said === "left") await removeSessions(tx, shop.shopId);
      await abandonSlices(tx, shop.shopId, now, "the app was uninstalled");
      await addAuditEntry(tx, shop.shopId, { at: now, actor: "shopify", action: "app.uninstalled" });
    }
    if (!redact) return { uninstalled, waits: false };
    const since = (await readShop(tx, shop.shopId))?.uninstalledAt ?? now;
    const waits = said !== "left" && now.getTime() - since.getTime() < GRACE_MS;
    if (!waits) await jobs.enqueue(shopRedactionJob, { shop: shop.domain, origin }, { tx });
    return { uninstalled, waits };
  });
  if (outcome.uninstalled) log.info("shop.uninstalled", { shop: shop.domain, asked: said === "left" });
  return outcome.waits ? { againAfterMs } : undefined;
}

/** The webhook was false, or late. A shop that was believed to have left unasked has the app again. */
async function keepShop(runtime: SyncRuntime, shop: ShopRef, redact: boolean): Promise<undefined> {
  runtime.log.warn("shop.departure_refused", { shop: shop.domain, redact });
  const stored = await readShop(runtime.db.pool, shop.shopId);
  if (!stored || stored.uninstalledAt === null) return;
  await installShop(runtime, { shop: shop.domain, scope: stored.scopes });
}

/** Whether the shop's tokens work, asked with a question that every scope allows. */
async function askShopify(
  runtime: SyncRuntime,
  shop: ShopRef,
  stamp: string,
  signal?: AbortSignal,
): Promise<"here" | "left" | Unasked> {
  try {
    const admin = await runtime.shopify.adminFor(shop);
    await admin.query(shopFacts, {}, signal);
    return "here";
  } catch (error) {
    if (error instanceof AdminUnauthorized) return "left";
    if (error instanceof ShopNotInstalled) {
      if (stamp === "") return "left";
      if ((await sessionStamp(runtime.db.pool, shop.shopId)) !== stamp) throw new SessionUnclear(shop.domain);
      return { kind: "tokens_refused", detail: error.message };
    }
    // An error with a code answers a query, which needs a token that works.
    if (error instanceof AdminQueryError && error.problems.some(({ code }) => code !== null)) return "here";
    if (error instanceof AdminUnavailable) return { kind: "not_answering", detail: error.message };
    if (error instanceof AdminQueryError || error instanceof UnexpectedAnswer)
      return { kind: "stuck", detail: error.message };
    throw error;
  }
}
