import { type ShopRef, shopRef } from "../platform/ids.ts";
import { errorFields, type Log } from "../platform/log.ts";

/**
 * The rounds that go over many shops: what fails for one of them is logged under its name and keeps nothing from the others. The next
 * round tries it again. Only the end of the process ends a round.
 */
export async function forEachShop<Of extends { readonly domain: string }>(
  {
    log,
    round,
    signal,
  }: { readonly log: Log; readonly round: string; readonly signal?: AbortSignal | undefined },
  shops: readonly Of[],
  work: (shop: ShopRef, its: Of) => Promise<unknown>,
): Promise<void> {
  let failed = 0;
  for (const its of shops) {
    signal?.throwIfAborted();
    try {
      await work(shopRef(its.domain), its);
    } catch (error) {
      signal?.throwIfAborted();
      failed++;
      log.error("jobs.round.shop_failed", { round, shop: its.domain, ...errorFields(error) });
    }
  }
  if (failed > 0) log.warn("jobs.round.incomplete", { round, shops: shops.length, failed });
}
