import type { ClientBase } from "pg";
import type { Queryable } from "../db/client.ts";
import { workingDestinations } from "../db/queries/destinations/destinations.ts";
import type { ShopRef } from "../platform/ids.ts";
import { destinationJob } from "./definitions/destination.ts";
import type { JobQueue } from "./queue.ts";

/** Has each destination of the shop looked at: something changed that its lists may have to follow. */
export async function wakeDestinations(
  jobs: Pick<JobQueue, "enqueue">,
  on: Queryable,
  { shopId, domain }: ShopRef,
  { origin, tx }: { readonly origin?: string | undefined; readonly tx?: ClientBase } = {},
): Promise<void> {
  for (const destinationId of await workingDestinations(on, shopId)) {
    const payload = { shop: domain, destinationId, ...(origin === undefined ? {} : { origin }) };
    await jobs.enqueue(destinationJob, payload, tx ? { tx } : {});
  }
}
