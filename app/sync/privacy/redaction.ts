import { erasePerson } from "../../db/queries/source/customers.ts";
import { lockMerges } from "../../db/queries/source/merge-lock.ts";
import { deleteShop } from "../../db/queries/source/shops.ts";
import { markPrivacyRequestHandled } from "../../db/queries/sync/webhooks.ts";
import { valuationRefreshJob } from "../../jobs/definitions/valuation-refresh.ts";
import type { ShopRef } from "../../platform/ids.ts";
import { parseEncryptionKeys } from "../../shopify/token-cipher.ts";
import type { SyncRuntime } from "../runtime.ts";
import { personHashes } from "./erased-people.ts";

/**
 * Deletes a person from the shop's data. Orders stay as sums without a person; keyed hashes of the id and the addresses stay, so
 * that a later sync leaves the person out. Works for shops that have removed the app too.
 */
export async function redactCustomer(
  runtime: Pick<SyncRuntime, "db" | "env" | "clock" | "jobs" | "log">,
  shop: ShopRef,
  customerId: number,
  requestId: string,
): Promise<void> {
  const keys = parseEncryptionKeys(runtime.env.ERASURE_KEYS);
  const now = runtime.clock();
  await runtime.db.transaction(async (tx) => {
    await lockMerges(tx, shop.shopId);
    const hashesOf = (emails: readonly string[]) => personHashes(keys, shop.shopId, customerId, emails);
    await erasePerson(tx, shop.shopId, customerId, hashesOf, now);
    await markPrivacyRequestHandled(tx, shop.shopId, requestId, now);
    await runtime.jobs.enqueue(valuationRefreshJob, { shop: shop.domain, full: true }, { tx });
  });
  runtime.log.info("privacy.customer.redacted", { shop: shop.domain });
}

/** Deletes every row of the shop, its sessions included: opening the app again is a new installation. */
export async function redactShop(runtime: Pick<SyncRuntime, "db" | "log">, shop: ShopRef): Promise<void> {
  await runtime.db.transaction(async (tx) => {
    await lockMerges(tx, shop.shopId);
    await deleteShop(tx, shop.shopId);
  });
  runtime.log.info("privacy.shop.redacted", { shop: shop.domain });
}
