import { beginRedaction, deleteShop } from "../../db/queries/source/shops.ts";
import { forgetJobs } from "../../jobs/forget-jobs.ts";
import type { ShopRef } from "../../platform/ids.ts";
import type { SyncRuntime } from "../runtime.ts";

/**
 * Deletes every row of a shop that has left, its sessions included: opening the app again is a new installation. A shop that has the
 * app, or takes it again meanwhile, keeps its rows.
 */
export async function redactShop(
  runtime: Pick<SyncRuntime, "db" | "log">,
  { shopId, domain }: ShopRef,
): Promise<void> {
  const generation = await beginRedaction(runtime.db.pool, shopId);
  const done =
    generation !== null &&
    (await runtime.db.transaction(async (tx) => {
      if (!(await deleteShop(tx, shopId, generation))) return false;
      await forgetJobs(tx, domain);
      return true;
    }));
  runtime.log.info(done ? "privacy.shop.redacted" : "privacy.shop.kept", { shop: domain });
}
