import { whileInstalled } from "../../../app/db/fence.ts";
import { addList } from "../../../app/db/queries/destinations/lists.ts";
import { confirmBrake, readList } from "../../../app/destinations/lists.ts";
import { destinationJob } from "../../../app/jobs/definitions/destination.ts";
import type { ShopRef } from "../../../app/platform/ids.ts";
import type { LifeApp } from "./app.ts";

type Host = LifeApp["runtime"];
/** Shopify's id of the staff member who does everything. */
export const BY = "1";

export interface Choice {
  readonly destinationId: string;
  readonly segmentKey: string;
  readonly toolListId: string;
  readonly fields: readonly string[];
  readonly heldOutBp: number;
}

/** As the page does, but under a given id: the lot of a list is drawn by it, and the same people are drawn whenever this life is lived. */
export async function startListAs(
  listId: string,
  { db, jobs, clock }: Host,
  { shopId, domain }: ShopRef,
  choice: Choice,
): Promise<boolean> {
  const started = await whileInstalled(db, shopId, (tx) =>
    addList(tx, shopId, {
      ...choice,
      listId,
      toolListName: "A list",
      plannedVariance: 1e8,
      startedAt: clock(),
      startedBy: BY,
    }),
  );
  await jobs.enqueue(destinationJob, { shop: domain, destinationId: choice.destinationId });
  return started;
}

/** The merchant lets those go who wanted to leave when the page was opened. */
export async function letGo(host: Host, shop: ShopRef, listId: string): Promise<void> {
  const view = await readList(host.db, shop, listId, host.clock());
  if (view?.brake) await confirmBrake(host, shop, { listId, asOf: view.brake.asOf }, BY);
}
