import { lockErasures } from "../../db/queries/privacy/erasure.ts";
import { inferJoin, joinCustomers } from "../../db/queries/source/customers.ts";
import { lockMerges, NOBODY_AFFECTED } from "../../db/queries/source/merge-lock.ts";
import { touchSources } from "../../db/queries/sync/dirty.ts";
import { refetchJob } from "../../jobs/definitions/refetch.ts";
import { gidOf, type ShopRef } from "../../platform/ids.ts";
import { customersById } from "../../shopify/operations/customer.ts";
import { loadErasedPeople } from "../privacy/erased-people.ts";
import type { SyncRuntime } from "../runtime.ts";
import { touchAffected } from "../storing/merge.ts";

/** Both customers still exist: Shopify may still be merging them, or the merge failed. */
class MergeUndecided extends Error {
  readonly retry = "later";
  constructor() {
    super("Both customers of a merge are still there");
    this.name = "MergeUndecided";
  }
}

/**
 * Two customers are said to have become one. Which of them survived, if the merge took place at all, is asked of Shopify: the
 * one that is still there. Throws MergeUndecided while both are; the job's retries end at some time, and nothing was changed then.
 *
 * `isTold`: a webhook said so. Otherwise orders went from the first to the second, which staff can do as well, so that both may be there for
 * good. Shopify deletes no customer who has orders: where the first is gone, it was merged, or somebody did by hand what a merge does. Where
 * the second is gone, that says nothing of the first.
 */
export async function followCustomerMerge(
  runtime: SyncRuntime,
  shop: ShopRef,
  firstId: number,
  secondId: number,
  {
    isTold = true,
    origin,
    signal,
  }: {
    readonly isTold?: boolean | undefined;
    readonly origin?: string | undefined;
    readonly signal?: AbortSignal | undefined;
  } = {},
): Promise<void> {
  const admin = await runtime.shopify.adminFor(shop);
  const ids = [firstId, secondId];
  const { data } = await admin.query(customersById, { ids: ids.map((id) => gidOf("Customer", id)) }, signal);
  const [first, second] = data.nodes;
  if (first && second && !isTold) return;
  const now = runtime.clock();
  await runtime.db.transaction(async (tx) => {
    await lockMerges(tx, shop.shopId);
    await lockErasures(tx, shop.shopId, "shared");
    const erased = await loadErasedPeople(tx, shop.shopId, runtime.env.ERASURE_KEYS);
    const isJoined = isTold ? Boolean(first) !== Boolean(second) : !first && Boolean(second);
    if (isJoined && !ids.some((id) => erased.customer(id))) {
      const [keptId, vanishedId] = first ? [firstId, secondId] : [secondId, firstId];
      const join = isTold ? joinCustomers : inferJoin;
      await join(tx, shop.shopId, vanishedId, keptId, now);
      await touchAffected(runtime, tx, shop, { ...NOBODY_AFFECTED, customerIds: ids });
    }
    await touchSources(tx, shop.shopId, "customers", ids, now, { staleFrom: now, origin });
  });
  runtime.jobs.wake(refetchJob, { shop: shop.domain });
  if (first && second) throw new MergeUndecided();
}
