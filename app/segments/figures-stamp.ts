import type { Db } from "../db/client.ts";
import { figuresStamp } from "../db/queries/pages/figures-stamp.ts";
import type { ShopRef } from "../platform/ids.ts";

/** Names the figures that pages show now: another text once a valuation, a fit or a look at members is finished. Null before the first. */
export async function readFiguresStamp(db: Db, { shopId }: ShopRef): Promise<string | null> {
  const row = await figuresStamp(db.pool, shopId);
  if (!row) return null;
  const { valued_at, as_of_day, model_id, evaluated_at } = row;
  return [valued_at.toISOString(), as_of_day, model_id, evaluated_at?.toISOString()].join(" ");
}
