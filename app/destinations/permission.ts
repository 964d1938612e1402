import type { Queryable } from "../db/client.ts";
import type { ShopId } from "../platform/ids.ts";

/** Whether a staff member may connect tools and change what goes there. */
export async function mayConnect(_on: Queryable, _shop: ShopId, _staff: string): Promise<boolean> {
  return true;
}
