import type { Db } from "../db/client.ts";
import type { ShopRef } from "../platform/ids.ts";
import { type HomeView, readHomeFigures } from "../valuation/pages/home.ts";
import { readMemberTotals } from "./segment-cards.ts";

/** The home page. Its customers at risk are the members of the segment of that name: one rule says who they are. */
export function readHome(db: Db, shop: ShopRef, now: Date): Promise<HomeView> {
  return readHomeFigures(db, shop, now, (valuation) =>
    readMemberTotals(db.pool, shop.shopId, valuation, "at_risk_high_value"),
  );
}
