import { csvLine, guardable } from "../csv/cells.ts";
import type { Db } from "../db/client.ts";
import { spendPage } from "../db/queries/acquisition/spend.ts";
import { readShop } from "../db/queries/source/shops.ts";
import type { ShopRef } from "../platform/ids.ts";
import { decimalText } from "../platform/money.ts";

const PAGE = 1_000;
/** As the import recognises them. */
const HEADER = ["channel", "campaign", "first day", "last day", "amount", "currency", "kind"] as const;

/** All spend that is stored, as a file that this app reads again. Commission is computed, and not in it. */
export async function* spendCsv(db: Db, shop: ShopRef): AsyncGenerator<string> {
  const currency = (await readShop(db.pool, shop.shopId))?.currency ?? "USD";
  yield `\uFEFF${csvLine([...HEADER])}`;
  for (let after: string | null = null; ; ) {
    const page: Awaited<ReturnType<typeof spendPage>> = await spendPage(db.pool, shop.shopId, after, PAGE);
    yield page
      .map(({ channel, campaign, firstDay, lastDay, amountMinor, kind }) =>
        csvLine([
          guardable(channel),
          guardable(campaign),
          firstDay,
          lastDay,
          decimalText(amountMinor, currency),
          currency,
          kind,
        ]),
      )
      .join("");
    if (page.length < PAGE) return;
    after = page.at(-1)?.entryId ?? null;
  }
}
