import { randomUUID } from "node:crypto";
import { whileInstalled } from "../../../app/db/fence.ts";
import {
  addDestination,
  destinationById,
  setState,
  storeKey,
} from "../../../app/db/queries/destinations/destinations.ts";
import { letLeave, readLeaving } from "../../../app/db/queries/destinations/leaving.ts";
import {
  addList,
  destinationListById,
  endLists,
  forgetCompared,
  setListState,
} from "../../../app/db/queries/destinations/lists.ts";
import { retryRefused } from "../../../app/db/queries/destinations/sending.ts";
import { sealKey } from "../../../app/destinations/engine/open-tool.ts";
import type { ToolName } from "../../../app/destinations/tool.ts";
import { destinationJob } from "../../../app/jobs/definitions/destination.ts";
import type { ShopRef } from "../../../app/platform/ids.ts";
import type { LifeApp } from "./app.ts";

type Host = LifeApp["runtime"];
const BY = "1";

export async function connectTool(
  host: Host,
  shop: ShopRef,
  { tool, key }: { readonly tool: ToolName; readonly key: string },
): Promise<string | null> {
  const destinationId = randomUUID();
  const added = await whileInstalled(host.db, shop.shopId, (tx) =>
    addDestination(tx, shop.shopId, {
      ...{ destinationId, tool, accountId: "local", accountName: "Local" },
      ...sealKey(host, shop.shopId, destinationId, key),
      ...{ connectedAt: host.clock(), connectedBy: BY },
    }),
  );
  return added ? destinationId : null;
}

export async function wake(host: Host, { domain }: ShopRef, destinationId: string): Promise<void> {
  await host.jobs.enqueue(destinationJob, { shop: domain, destinationId });
}

export interface Choice {
  readonly destinationId: string;
  readonly segmentKey: string;
  readonly toolListId: string;
  readonly fields: readonly string[];
  readonly heldOutBp: number;
}

export async function startList(
  host: Host,
  shop: ShopRef,
  listId: string,
  choice: Choice,
): Promise<string | null> {
  const started = await whileInstalled(host.db, shop.shopId, (tx) =>
    addList(tx, shop.shopId, {
      ...{ ...choice, listId, toolListName: "A list", startedAt: host.clock(), startedBy: BY },
    }),
  );
  await wake(host, shop, choice.destinationId);
  return started ? listId : null;
}

export async function setPaused(
  host: Host,
  shop: ShopRef,
  listId: string,
  paused: boolean,
): Promise<boolean> {
  const [from, to] = paused ? (["active", "paused"] as const) : (["paused", "active"] as const);
  return whileInstalled(host.db, shop.shopId, (tx) => setListState(tx, shop.shopId, listId, from, to));
}

export async function compareNow(host: Host, shop: ShopRef, listId: string): Promise<void> {
  await forgetCompared(host.db.pool, shop.shopId, listId);
}

export async function retry(host: Host, shop: ShopRef, listId: string): Promise<void> {
  await whileInstalled(host.db, shop.shopId, (tx) => retryRefused(tx, shop.shopId, listId));
}

export async function confirmBrake(host: Host, shop: ShopRef, listId: string): Promise<void> {
  await whileInstalled(host.db, shop.shopId, async (tx) => {
    const leaving = await readLeaving(tx, shop.shopId, listId);
    const list = await destinationListById(tx, shop.shopId, listId);
    if (leaving && list?.brakeAsOf)
      await letLeave(tx, shop.shopId, listId, { at: host.clock(), departures: [], heldBy: list.brakeAsOf });
  });
}

export async function endList(host: Host, shop: ShopRef, listId: string, removing: boolean): Promise<void> {
  await whileInstalled(host.db, shop.shopId, (tx) =>
    endLists(tx, shop.shopId, { listId }, { removing, at: host.clock() }),
  );
}

export async function disconnect(
  host: Host,
  shop: ShopRef,
  destinationId: string,
  removing: boolean,
): Promise<void> {
  await whileInstalled(host.db, shop.shopId, async (tx) => {
    await endLists(tx, shop.shopId, { destinationId }, { removing, at: host.clock() });
    await setState(tx, shop.shopId, destinationId, ["active", "paused", "key_refused"], "disconnected");
  });
}

export async function replaceKey(
  host: Host,
  shop: ShopRef,
  destinationId: string,
  key: string,
): Promise<void> {
  await whileInstalled(host.db, shop.shopId, async (tx) => {
    const row = await destinationById(tx, shop.shopId, destinationId);
    if (!row) return;
    const sealed = sealKey(host, shop.shopId, destinationId, key);
    await storeKey(tx, shop.shopId, { destinationId, accountName: row.accountName, ...sealed });
  });
}
